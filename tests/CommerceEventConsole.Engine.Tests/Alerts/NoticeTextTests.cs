using CommerceEventConsole.Engine.Alerts.Notices;

namespace CommerceEventConsole.Engine.Tests.Alerts;

public sealed class NoticeTextTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void The_subject_says_the_worst_and_how_much_more_there_is()
    {
        var message = Messages.Of(
            new(NoticeKind.Resolved, Messages.Alert("WMS is unreachable")),
            new(NoticeKind.Opened, Messages.Alert("Deliveries to ERP are waiting")),
            new(NoticeKind.Opened, Messages.Alert("ERP is unreachable", isCritical: true)));

        Assert.Equal("Critical: ERP is unreachable (and 2 more)", NoticeText.Subject(message));
    }

    [Fact]
    public void The_text_says_what_since_when_by_the_clock_of_the_zone_and_where_to_look()
    {
        var text = NoticeText.Body(
            Messages.Of(new NoticeItem(NoticeKind.Opened, Messages.Alert("ERP is unreachable"))), Berlin, new Uri("https://console.example.com/app/"));

        Assert.Equal(
            "Alert: ERP is unreachable\nIt does not answer.\nSince 4 May 2026, 10:55 (Europe/Berlin).\nhttps://console.example.com/app/destinations\n\nSent by the Commerce Event Console.\n",
            text);
    }

    [Fact]
    public void What_is_over_is_told_with_its_beginning_and_end()
    {
        var alert = Messages.Alert("ERP is unreachable");
        alert.ResolvedAt = Messages.Nine.AddMinutes(20);

        var text = NoticeText.Body(Messages.Of(new NoticeItem(NoticeKind.Resolved, alert)), Berlin, consoleUrl: null);

        Assert.StartsWith(
            "Over: ERP is unreachable\nFrom 4 May 2026, 10:55 (Europe/Berlin) to 4 May 2026, 11:20 (Europe/Berlin).\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reminder_says_that_it_is_still_so() =>
        Assert.Equal("Still so: ERP is unreachable", NoticeText.Subject(Messages.Of(new NoticeItem(NoticeKind.Reminder, Messages.Alert("ERP is unreachable")))));
}
