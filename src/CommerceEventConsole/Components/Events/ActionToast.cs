using CommerceEventConsole.Engine.Deliveries;
using Radzen;

namespace CommerceEventConsole.Components.Events;

/// <summary>Says what came of an action on deliveries.</summary>
internal static class ActionToast
{
    public static void Show(NotificationService notifications, DeliveryActionResult result, string done)
    {
        var skipped = string.Join(", ", result.Skipped.Select(s => $"{Deliveries(s.Value)} {s.Key}"));
        notifications.Notify(
            result.Changed > 0 ? NotificationSeverity.Success : NotificationSeverity.Info,
            result.Changed > 0 ? $"{Deliveries(result.Changed)} {done}" : "Nothing to do",
            skipped.Length > 0 ? $"Left as it was: {skipped}." : "");
    }

    /// <summary>A number of deliveries in words.</summary>
    public static string Deliveries(int count) => count == 1 ? "1 delivery" : string.Create(System.Globalization.CultureInfo.CurrentCulture, $"{count:N0} deliveries");
}
