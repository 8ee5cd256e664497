using CommerceEventConsole.Components.Failures;
using CommerceEventConsole.Engine.Deliveries;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace CommerceEventConsole.Components.Events;

/// <summary>Says what came of an action on deliveries.</summary>
internal static class ActionToast
{
    /// <summary>Deliveries that are brought back without showing how far it is.</summary>
    public const int LargestUndo = 500;

    private const double UndoMilliseconds = 12_000;

    public static void Show(NotificationService notifications, DeliveryActionResult result, string done)
    {
        var skipped = string.Join(", ", result.Skipped.Select(s => $"{Deliveries(s.Value)} {s.Key}"));
        notifications.Notify(
            result.Changed > 0 ? NotificationSeverity.Success : NotificationSeverity.Info,
            result.Changed > 0 ? $"{Deliveries(result.Changed)} {done}" : "Nothing to do",
            skipped.Length > 0 ? $"Left as it was: {skipped}." : "");
    }

    /// <summary>Says what was dismissed, with an undo in the toast where that is one small piece of work.</summary>
    public static void ShowDismissed(NotificationService notifications, DeliveryActionResult result, EventCallback undone)
    {
        if (result.DismissalId is not { } id || result.Changed > LargestUndo)
        {
            Show(notifications, result, "dismissed");
            return;
        }

        notifications.Notify(new NotificationMessage
        {
            Severity = NotificationSeverity.Success,
            Summary = $"{Deliveries(result.Changed)} dismissed",
            Duration = UndoMilliseconds,
            DetailContent = _ => builder =>
            {
                builder.OpenComponent<UndoButton>(0);
                builder.AddComponentParameter(1, nameof(UndoButton.DismissalId), id);
                builder.AddComponentParameter(2, nameof(UndoButton.Undone), undone);
                builder.CloseComponent();
            },
        });
    }

    /// <summary>A number of deliveries in words.</summary>
    public static string Deliveries(int count) => count == 1 ? "1 delivery" : string.Create(System.Globalization.CultureInfo.CurrentCulture, $"{count:N0} deliveries");
}
