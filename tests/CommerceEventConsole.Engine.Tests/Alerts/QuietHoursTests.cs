using CommerceEventConsole.Engine.Alerts.Channels;

namespace CommerceEventConsole.Engine.Tests.Alerts;

public sealed class QuietHoursTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("2026-05-04T19:59:00Z", false)] // 21:59 in Berlin, summer time
    [InlineData("2026-05-04T20:00:00Z", true)]
    [InlineData("2026-05-04T22:30:00Z", true)]
    [InlineData("2026-05-05T04:59:59Z", true)]
    [InlineData("2026-05-05T05:00:00Z", false)]
    [InlineData("2026-01-04T20:30:00Z", false)] // 21:30 in Berlin, winter time
    [InlineData("2026-01-04T21:00:00Z", true)]
    public void Hours_that_go_over_midnight_are_by_the_clock_of_their_zone(string at, bool quiet) =>
        Assert.Equal(quiet, new QuietHours(new TimeOnly(22, 0), new TimeOnly(7, 0), Berlin).Covers(Moment(at)));

    [Theory]
    [InlineData("2026-05-04T10:59:00Z", false)]
    [InlineData("2026-05-04T11:00:00Z", true)]
    [InlineData("2026-05-04T12:00:00Z", false)]
    public void Hours_within_a_day_begin_with_their_first_minute_and_end_before_their_last(string at, bool quiet) =>
        Assert.Equal(quiet, new QuietHours(new TimeOnly(13, 0), new TimeOnly(14, 0), Berlin).Covers(Moment(at)));

    [Fact]
    public void The_night_in_which_clocks_go_forward_is_an_hour_shorter()
    {
        // 29 March 2026: 02:00 becomes 03:00. From 22:00 to 07:00 are eight hours.
        var hours = new QuietHours(new TimeOnly(22, 0), new TimeOnly(7, 0), Berlin);

        Assert.Equal(8 * 60, QuietMinutes(hours, Moment("2026-03-28T12:00:00Z")));
        Assert.False(hours.Covers(Moment("2026-03-29T05:00:00Z")));
    }

    [Fact]
    public void The_night_in_which_clocks_go_back_is_an_hour_longer()
    {
        // 25 October 2026: 03:00 becomes 02:00.
        var hours = new QuietHours(new TimeOnly(22, 0), new TimeOnly(7, 0), Berlin);

        Assert.Equal(10 * 60, QuietMinutes(hours, Moment("2026-10-24T12:00:00Z")));
        Assert.True(hours.Covers(Moment("2026-10-25T05:59:00Z")));
    }

    [Fact]
    public void An_hour_that_comes_twice_is_quiet_both_times_and_one_that_is_left_out_never()
    {
        var hours = new QuietHours(new TimeOnly(2, 0), new TimeOnly(3, 0), Berlin);

        Assert.Equal(120, QuietMinutes(hours, Moment("2026-10-24T12:00:00Z")));
        Assert.Equal(0, QuietMinutes(hours, Moment("2026-03-28T12:00:00Z")));
    }

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static int QuietMinutes(QuietHours hours, DateTimeOffset from) =>
        Enumerable.Range(0, 24 * 60).Count(minute => hours.Covers(from.AddMinutes(minute)));
}
