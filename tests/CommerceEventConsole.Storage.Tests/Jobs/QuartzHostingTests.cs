using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Jobs.Quartz;
using CommerceEventConsole.Engine.Jobs.Retention;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Quartz;

namespace CommerceEventConsole.Storage.Tests.Jobs;

public sealed class QuartzHostingTests
{
    private const string EverySecond = "* * * * * ?";
    private const string Never = "0 0 0 1 1 ? 2099";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_is_run_when_its_schedule_says()
    {
        var job = new FakeJob((_, _) => Task.CompletedTask);
        using var host = await StartAsync(job, new JobSchedule(job.Name, EverySecond));

        await job.StartedTimes(2).WaitAsync(Cancellation);

        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_job_is_run_some_time_after_the_start_whatever_its_schedule()
    {
        var job = new FakeJob((_, _) => Task.CompletedTask);
        using var host = await StartAsync(job, new JobSchedule(job.Name, Never, TimeSpan.FromMilliseconds(100)));

        await job.StartedTimes(1).WaitAsync(Cancellation);

        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_job_that_fails_is_run_again_at_its_next_time()
    {
        var job = new FakeJob((_, _) => throw new InvalidOperationException("It fails."));
        using var host = await StartAsync(job, new JobSchedule(job.Name, EverySecond));

        await job.StartedTimes(2).WaitAsync(Cancellation);

        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_stop_cuts_a_running_job_off_and_waits_for_its_end()
    {
        var ended = false;
        var job = new FakeJob(async (_, token) =>
        {
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                await Task.Yield();
                ended = true;
            }
        });
        using var host = await StartAsync(job, new JobSchedule(job.Name, EverySecond));
        await job.StartedTimes(1).WaitAsync(Cancellation);

        await host.StopAsync(Cancellation);

        Assert.True(ended);
    }

    [Fact]
    public async Task A_job_never_runs_twice_at_a_time_and_one_that_is_switched_off_not_at_all()
    {
        var on = new FakeJob((_, _) => Task.CompletedTask, "on");
        var off = new FakeJob((_, _) => Task.CompletedTask, "off");
        using var host = await StartAsync([on, off], [new JobSchedule("on", Never), new JobSchedule("off", EverySecond) { Enabled = false }]);
        var scheduler = await host.Services.GetRequiredService<ISchedulerFactory>().GetScheduler(Cancellation);

        var job = await scheduler.GetJobDetail(new JobKey("on"), Cancellation);

        Assert.True(job!.ConcurrentExecutionDisallowed);
        Assert.Null(await scheduler.GetJobDetail(new JobKey("off"), Cancellation));
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public void The_clean_up_runs_when_its_section_says_and_not_where_it_is_switched_off()
    {
        Assert.Equal(("15 2 * * *", true), ScheduleOf(("Retention:Schedule", "15 2 * * *")));
        Assert.Equal(("30 3 * * *", false), ScheduleOf(("Retention:Enabled", "false")));
    }

    [Fact]
    public void A_wrong_section_is_named_at_start()
    {
        using var services = Services(("Retention:EventDays", "0"), ("Retention:Schedule", "soon"));

        var problem = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal(2, problem.Failures.Count());
        Assert.All(problem.Failures, f => Assert.StartsWith("Retention:", f, StringComparison.Ordinal));
    }

    private static (string Cron, bool Enabled) ScheduleOf(params (string, string)[] settings)
    {
        using var services = Services(settings);
        var schedule = services.GetServices<JobSchedule>().Single(s => s.Job == RetentionJob.JobName);
        return (schedule.Cron, schedule.Enabled);
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value, StringComparer.Ordinal)).Build();
        return new ServiceCollection().AddLogging().AddJobs(configuration).BuildServiceProvider();
    }

    private static Task<IHost> StartAsync(FakeJob job, JobSchedule schedule) => StartAsync([job], [schedule]);

    private static async Task<IHost> StartAsync(FakeJob[] jobs, JobSchedule[] schedules)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddJobHosting();
        foreach (var job in jobs)
            builder.Services.AddSingleton<IConsoleJob>(job);
        foreach (var schedule in schedules)
            builder.Services.AddSingleton(schedule);
        var host = builder.Build();
        await host.StartAsync(Cancellation);
        return host;
    }

    private sealed class FakeJob(Func<JobContext, CancellationToken, Task> run, string name = "fake") : IConsoleJob
    {
        private readonly SemaphoreSlim _started = new(0);

        public string Name => name;

        public Task RunAsync(JobContext context, CancellationToken cancellationToken)
        {
            _started.Release();
            return run(context, cancellationToken);
        }

        public async Task StartedTimes(int times)
        {
            for (var i = 0; i < times; i++)
                await _started.WaitAsync(Cancellation);
        }
    }
}
