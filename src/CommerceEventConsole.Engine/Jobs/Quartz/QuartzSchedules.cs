using Microsoft.Extensions.Hosting;
using Quartz;

namespace CommerceEventConsole.Engine.Jobs.Quartz;

/// <summary>Gives Quartz the schedules, before it starts.</summary>
internal sealed class QuartzSchedules(ISchedulerFactory schedulers, IEnumerable<JobSchedule> schedules, TimeProvider time) : IHostedService
{
    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken).ConfigureAwait(false);
        foreach (var schedule in schedules.Where(s => s.Enabled))
        {
            var job = JobBuilder.Create<QuartzJob>().WithIdentity(schedule.Job).Build();
            await scheduler.ScheduleJob(job, Triggers(schedule), cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private List<ITrigger> Triggers(JobSchedule schedule)
    {
        var cron = QuartzCron.TryParse(schedule.Cron)
            ?? throw new InvalidOperationException($"\"{schedule.Cron}\" is no schedule for the job {schedule.Job}.");
        var triggers = new List<ITrigger>
        {
            TriggerBuilder.Create(time).WithIdentity(schedule.Job)
                // What was missed while the last run still went on is done by that run.
                .WithCronSchedule(cron, c => c.InTimeZone(TimeZoneInfo.Utc).WithMisfireInstruction(CronTriggerMisfireInstruction.DoNothing))
                .Build(),
        };
        if (schedule.AfterStart is { } delay)
            triggers.Add(TriggerBuilder.Create(time).WithIdentity(schedule.Job + " after the start").StartAt(time.GetUtcNow() + delay).Build());
        return triggers;
    }
}
