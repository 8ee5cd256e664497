using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Jobs.Quartz;

namespace CommerceEventConsole.Engine.Tests.Jobs;

public sealed class CronWordsTests
{
    [Theory]
    [InlineData(null, "Only when somebody starts it")]
    [InlineData("30 3 * * *", "Every day at 03:30")]
    [InlineData("0 0 3 * * ?", "Every day at 03:00")]
    [InlineData("0 6,18 * * *", "Every day at 06:00 and 18:00")]
    [InlineData("* * * * *", "Every minute")]
    [InlineData("*/15 * * * *", "Every 15 minutes")]
    [InlineData("0 0/5 * * * ?", "Every 5 minutes")]
    [InlineData("0 * * * *", "Every hour")]
    [InlineData("20 * * * *", "Every hour, 20 minutes past")]
    [InlineData("0 */4 * * *", "Every 4 hours")]
    [InlineData("10 */4 * * *", "Every 4 hours, 10 minutes past")]
    [InlineData("* * * * * ?", "Every second")]
    [InlineData("*/10 * * * * ?", "Every 10 seconds")]
    [InlineData("0 4 * * 1-5", "Monday to Friday at 04:00")]
    [InlineData("0 0 4 ? * 2-6", "Monday to Friday at 04:00")]
    [InlineData("0 4 * * MON-FRI", "Monday to Friday at 04:00")]
    [InlineData("0 4 * * 0", "On Sundays at 04:00")]
    [InlineData("0 4 * * 7", "On Sundays at 04:00")]
    [InlineData("0 0 4 ? * 1", "On Sundays at 04:00")]
    [InlineData("0 4 * * 6,0", "On Saturdays and Sundays at 04:00")]
    [InlineData("0 4 * * 1,3,5", "On Mondays, Wednesdays and Fridays at 04:00")]
    [InlineData("*/30 * * * 1-5", "Monday to Friday, every 30 minutes")]
    [InlineData("0 2 1 * *", "On the 1st of every month at 02:00")]
    [InlineData("0 2 22 * *", "On the 22nd of every month at 02:00")]
    [InlineData("0 2 13 12 *", "On the 13th of December at 02:00")]
    [InlineData("0 0 2 L * ?", "On the last day of every month at 02:00")]
    [InlineData("0 8-17 * * *", "By the expression 0 8-17 * * *")]
    [InlineData("5,10 * * * *", "By the expression 5,10 * * * *")]
    [InlineData("0 2 1 * 1", "By the expression 0 2 1 * 1")]
    public void A_schedule_is_told_in_words(string? cron, string words)
    {
        Assert.Equal(words, CronWords.Of(cron));
        Assert.True(cron is null || new QuartzCron().IsValid(cron));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData("61 * * * *")]
    [InlineData("* * * *")]
    public void What_is_no_schedule_is_refused(string cron) => Assert.False(new QuartzCron().IsValid(cron));

    /// <summary>In Berlin the clock goes from 02:00 to 03:00 on 29 March 2026, and from 03:00 back to 02:00 on 25 October.</summary>
    [Theory]
    [InlineData("30 3 * * *", "2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z 2026-03-30T01:30:00Z")]
    [InlineData("30 3 * * *", "2026-10-24T12:00:00Z", "2026-10-25T02:30:00Z 2026-10-26T02:30:00Z")]
    [InlineData("0 4 * * *", "2026-03-27T12:00:00Z", "2026-03-28T03:00:00Z 2026-03-29T02:00:00Z")]
    public void Times_keep_to_the_clock_on_the_wall_over_a_change_of_the_clocks(string cron, string after, string expected) =>
        Assert.Equal(expected, Next(cron, after, 2));

    [Fact]
    public void A_time_that_the_change_of_the_clocks_leaves_out_still_comes_once_that_day() =>
        Assert.Equal("2026-03-28T01:30:00Z 2026-03-29T01:00:00Z 2026-03-30T00:30:00Z", Next("30 2 * * *", "2026-03-27T12:00:00Z", 3));

    [Fact]
    public void A_time_that_the_change_of_the_clocks_brings_twice_counts_once() =>
        Assert.Equal("2026-10-24T00:30:00Z 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z", Next("30 2 * * *", "2026-10-23T12:00:00Z", 3));

    private static string Next(string cron, string after, int count) => string.Join(' ', new QuartzCron()
        .Next(new JobTiming(cron) { TimeZone = "Europe/Berlin" }, DateTimeOffset.Parse(after, System.Globalization.CultureInfo.InvariantCulture), count)
        .Select(t => t.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture)));
}
