using CommerceEventConsole.Engine.Jobs.Quartz;
using CommerceEventConsole.Engine.Jobs.Retention;

namespace CommerceEventConsole.Storage.Tests.Jobs;

public sealed class RetentionOptionsTests
{
    private readonly RetentionOptionsValidator _validator = new(new QuartzCron());

    [Fact]
    public void What_is_there_without_settings_is_sound() => Assert.True(_validator.Validate(null, new RetentionOptions()).Succeeded);

    [Fact]
    public void All_that_is_wrong_is_named()
    {
        var result = _validator.Validate(null, new RetentionOptions
        {
            Schedule = "every night",
            EventDays = 0,
            RejectedDays = -1,
            ActivityDays = 40_000,
            AuditDays = 0,
            AlertDays = 0,
            BatchSize = 1_001,
            Pause = TimeSpan.FromMinutes(2),
        });

        Assert.Equal(
            "Schedule, EventDays, RejectedDays, ActivityDays, AuditDays, AlertDays, BatchSize, Pause",
            string.Join(", ", result.Failures!.Select(f => f.Split(' ')[0].Replace("Retention:", "", StringComparison.Ordinal))));
        Assert.Contains("Retention:Schedule must be five fields of cron, such as 30 3 * * *, but is \"every night\".", result.Failures!, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("30 3 * * *", true)]
    [InlineData("*/5 8-18 * * 1-5", true)]
    [InlineData("0 30 3 * * ?", true)]
    [InlineData("", false)]
    [InlineData("61 3 * * *", false)]
    [InlineData("30 3 * *", false)]
    public void A_schedule_is_read_as_crontab_writes_it_or_with_seconds(string schedule, bool isValid) =>
        Assert.Equal(isValid, _validator.Validate(null, new RetentionOptions { Schedule = schedule }).Succeeded);
}
