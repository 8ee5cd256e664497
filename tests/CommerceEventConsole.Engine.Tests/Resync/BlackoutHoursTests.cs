using System.Globalization;
using CommerceEventConsole.Engine.Resync.Schedules;

namespace CommerceEventConsole.Engine.Tests.Resync;

public sealed class BlackoutHoursTests
{
    [Theory]
    [InlineData("08:00-18:00", "UTC", "2026-05-04T07:59Z", null)]
    [InlineData("08:00-18:00", "UTC", "2026-05-04T08:00Z", "2026-05-04T18:00Z")]
    [InlineData("08:00-18:00", "UTC", "2026-05-04T18:00Z", null)]
    [InlineData("22:00-06:00", "UTC", "2026-05-04T23:30Z", "2026-05-05T06:00Z")]
    [InlineData("22:00-06:00", "UTC", "2026-05-04T05:59Z", "2026-05-04T06:00Z")]
    [InlineData("08:00-12:00, 12:00-14:00", "UTC", "2026-05-04T09:00Z", "2026-05-04T14:00Z")]
    [InlineData("22:00-24:00", "UTC", "2026-05-04T22:10Z", "2026-05-05T00:00Z")]
    // By the clock on the wall: UTC+2 in summer, UTC+1 in winter.
    [InlineData("08:00-18:00", "Europe/Berlin", "2026-07-01T06:00Z", "2026-07-01T16:00Z")]
    [InlineData("08:00-18:00", "Europe/Berlin", "2026-01-05T07:00Z", "2026-01-05T17:00Z")]
    // On 29 March 2026 the clocks go from 02:00 to 03:00: the hours from 01:30 to 03:30 last one hour.
    [InlineData("01:30-03:30", "Europe/Berlin", "2026-03-29T00:30Z", "2026-03-29T01:30Z")]
    [InlineData("02:00-03:00", "Europe/Berlin", "2026-03-29T01:00Z", null)]
    // On 25 October 2026 they go from 03:00 back to 02:00: the hour from 02:00 to 03:00 comes twice, and both times it is quiet.
    [InlineData("02:00-03:00", "Europe/Berlin", "2026-10-25T00:00Z", "2026-10-25T02:00Z")]
    [InlineData("01:30-02:30", "Europe/Berlin", "2026-10-25T00:10Z", "2026-10-25T00:30Z")]
    [InlineData("01:30-02:30", "Europe/Berlin", "2026-10-25T01:10Z", "2026-10-25T01:30Z")]
    public void They_end_by_the_clock_on_the_wall(string text, string zone, string at, string? end)
    {
        Assert.True(BlackoutHours.TryParse(text, TimeZoneInfo.FindSystemTimeZoneById(zone), out var hours));
        var moment = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);

        Assert.Equal(end is not null, hours.Covers(moment));
        Assert.Equal(end is null ? moment : DateTimeOffset.Parse(end, CultureInfo.InvariantCulture), hours.EndAfter(moment));
    }

    [Theory]
    [InlineData("08:00", false)]
    [InlineData("8-18", false)]
    [InlineData("08:00-08:00", false)]
    [InlineData("25:00-26:00", false)]
    [InlineData("", true)]
    [InlineData("8:00–18:00; 20:15-21:00", true)]
    public void What_is_no_hours_is_refused(string text, bool isFine) => Assert.Equal(isFine, BlackoutHours.TryParse(text, TimeZoneInfo.Utc, out _));

    [Fact]
    public void Hours_that_leave_no_minute_are_found_out()
    {
        Assert.True(BlackoutHours.TryParse("00:00-12:00, 12:00-24:00", TimeZoneInfo.Utc, out var always));
        Assert.True(BlackoutHours.TryParse("00:00-23:59", TimeZoneInfo.Utc, out var nearly));

        Assert.Equal((true, false), (always.IsAlways, nearly.IsAlways));
        Assert.Null(always.EndAfter(DateTimeOffset.UnixEpoch));
    }
}
