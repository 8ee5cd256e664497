using CommerceEventConsole.Engine.Jobs.Runs;
using Quartz;

namespace CommerceEventConsole.Engine.Jobs.Quartz;

/// <summary>What Quartz runs in the place of a job of ours; the key says which.</summary>
[DisallowConcurrentExecution]
internal sealed class QuartzJob(JobRunner runner) : IJob
{
    /// <summary>Who started the run, in the data of its trigger.</summary>
    public const string Who = "who";

    /// <summary>How late a run may be before it counts as missed, here and in Quartz.</summary>
    public static readonly TimeSpan Lateness = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await runner.RunAsync(JobId.Parse(context.JobDetail.Key.Name), CauseOf(context), cancellationToken).ConfigureAwait(false);

    private static JobCause CauseOf(IJobExecutionContext context)
    {
        var who = context.MergedJobDataMap.TryGetString(Who, out var name) ? name : null;
        if (context.Recovering)
            return new JobCause(JobTrigger.Recovery, who);
        if (context.RetryAttempt > 0)
            return new JobCause(JobTrigger.Retry, who, context.RetryAttempt + 1);
        return who is not null ? new JobCause(JobTrigger.Person, who) : new JobCause(IsMissed(context) ? JobTrigger.Missed : JobTrigger.Schedule);
    }

    // What Quartz makes up for has the moment of that for its time, not one of the schedule.
    private static bool IsMissed(IJobExecutionContext context)
    {
        var scheduled = context.ScheduledFireTimeUtc ?? context.FireTimeUtc;
        return context.FireTimeUtc - scheduled > Lateness
            || (context.Trigger is ICronTrigger cron
                && new CronExpression(cron.CronExpressionString!, cron.TimeZone) is var expression && !expression.IsSatisfiedBy(scheduled));
    }
}
