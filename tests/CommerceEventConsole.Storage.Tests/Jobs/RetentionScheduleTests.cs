using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Jobs.Retention;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Storage.Tests.Jobs;

public sealed class RetentionScheduleTests
{
    [Fact]
    public void The_clean_up_runs_when_its_section_says_and_not_where_it_is_switched_off()
    {
        Assert.Equal(("15 2 * * *", true), ScheduleOf(("Retention:Schedule", "15 2 * * *")));
        Assert.Equal(("30 3 * * *", false), ScheduleOf(("Retention:Enabled", "false")));
    }

    [Fact]
    public void A_wrong_section_is_named_at_start()
    {
        using var services = Services(
            ("Retention:EventDays", "0"), ("Retention:JobRunDays", "0"), ("Retention:Schedule", "soon"), ("Jobs:LogLines", "1"), ("Jobs:RecordInterval", "0"),
            ("Jobs:CutOffAfter", "0"));

        var problems = Assert.Throws<AggregateException>(() => services.GetRequiredService<IStartupValidator>().Validate()).InnerExceptions
            .OfType<OptionsValidationException>().SelectMany(e => e.Failures).ToList();

        Assert.Equal(3, problems.Count(p => p.StartsWith("Retention:", StringComparison.Ordinal)));
        Assert.Equal(3, problems.Count(p => p.StartsWith("Jobs:", StringComparison.Ordinal)));
    }

    private static (string? Cron, bool Enabled) ScheduleOf(params (string, string)[] settings)
    {
        using var services = Services(settings);
        var schedule = services.GetServices<JobSchedule>().Single(s => s.Job.Name == RetentionJob.JobName);
        return (schedule.Timing.Cron, schedule.Enabled);
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value, StringComparer.Ordinal)).Build();
        return new ServiceCollection().AddLogging().AddRetention(configuration).AddJobRecords(configuration).BuildServiceProvider();
    }
}
