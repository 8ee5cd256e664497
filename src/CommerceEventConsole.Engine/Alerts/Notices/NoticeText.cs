using System.Globalization;
using System.Text;

namespace CommerceEventConsole.Engine.Alerts.Notices;

/// <summary>A message in words, for mail.</summary>
internal static class NoticeText
{
    private const int MaxSubject = 150;

    /// <summary>One line that says the most important: what is newly wrong before what goes on, and that before what is over.</summary>
    public static string Subject(NoticeMessage message)
    {
        if (message.IsTest)
            return "Test: alerts of the Commerce Event Console";
        var first = message.Items.OrderBy(i => i.Kind).ThenByDescending(i => i.Alert.IsCritical).First();
        var more = message.Items.Count - 1;
        var rest = more == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (and {more} more)");
        return AlertWords.Line(Head(first), MaxSubject - rest.Length) + rest;
    }

    /// <summary>The whole message.</summary>
    /// <param name="message">What to tell.</param>
    /// <param name="zone">By which clock.</param>
    /// <param name="consoleUrl">Where people open the console; null where it does not know.</param>
    public static string Body(NoticeMessage message, TimeZoneInfo zone, Uri? consoleUrl)
    {
        if (message.IsTest)
            return "This is a test. Alerts of the Commerce Event Console arrive here. Nothing has to be done about it.\n";
        var text = new StringBuilder();
        foreach (var item in message.Items.OrderBy(i => i.Kind).ThenByDescending(i => i.Alert.IsCritical).ThenBy(i => i.Alert.Id))
        {
            text.Append(Head(item)).Append('\n');
            if (item.Kind != NoticeKind.Resolved)
                text.Append(item.Alert.Text).Append('\n');
            text.Append(Times(item, zone)).Append('\n');
            if (Link(item.Alert, consoleUrl) is { } link)
                text.Append(link).Append('\n');
            text.Append('\n');
        }

        return text.Append("Sent by the Commerce Event Console.\n").ToString();
    }

    /// <summary>Where one sees more of it; null where the console does not know its address.</summary>
    public static string? Link(Alert alert, Uri? consoleUrl) =>
        consoleUrl is null ? null : $"{consoleUrl.AbsoluteUri.TrimEnd('/')}/{alert.Path}";

    private static string Head(NoticeItem item) => item.Kind switch
    {
        NoticeKind.Resolved => "Over: " + item.Alert.Title,
        NoticeKind.Reminder => "Still so: " + item.Alert.Title,
        _ => (item.Alert.IsCritical ? "Critical: " : "Alert: ") + item.Alert.Title,
    };

    private static string Times(NoticeItem item, TimeZoneInfo zone) => item.Alert.ResolvedAt is { } end && item.Kind == NoticeKind.Resolved
        ? $"From {AlertWords.Moment(item.Alert.Since, zone)} to {AlertWords.Moment(end, zone)}."
        : $"Since {AlertWords.Moment(item.Alert.Since, zone)}.";
}
