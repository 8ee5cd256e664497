using CommerceEventConsole.Engine.Jobs.Plans;
using Quartz;

namespace CommerceEventConsole.Engine.Jobs.Quartz;

/// <summary>Keeps Quartz's jobs and triggers as the plans say.</summary>
internal sealed class QuartzHost(ISchedulerFactory schedulers, TimeProvider time) : IJobHost
{
    private const string Schedule = "schedule";
    private const string Now = "now";

    /// <inheritdoc />
    public async Task ApplyAsync(JobPlan plan, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken).ConfigureAwait(false);
        await AddJobAsync(scheduler, plan, cancellationToken).ConfigureAwait(false);
        var key = KeyOf(plan.Id);
        if (plan.Timing.Cron is null)
        {
            await scheduler.UnscheduleJob(key, cancellationToken).ConfigureAwait(false);
            return;
        }

        var wanted = Trigger(plan, key);
        var stored = await scheduler.GetTrigger(key, cancellationToken).ConfigureAwait(false);
        if (stored is null)
            await scheduler.ScheduleJob(wanted, cancellationToken: cancellationToken).ConfigureAwait(false);
        else if (!IsSame(stored, wanted))
            await scheduler.RescheduleJob(key, wanted, cancellationToken).ConfigureAwait(false);
        await PauseOrResumeAsync(scheduler, key, plan.IsPaused, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task RemoveAsync(JobId job, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken).ConfigureAwait(false);
        await scheduler.DeleteJob(new JobKey(job.ToString()), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task KeepOnlyAsync(IReadOnlySet<JobId> jobs, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken).ConfigureAwait(false);
        var stored = await scheduler.GetJobKeys(GroupMatcher<JobKey>.AnyGroup(), cancellationToken).ConfigureAwait(false);
        List<JobKey> gone = [.. stored.Where(k => !jobs.Contains(JobId.Parse(k.Name)))];
        if (gone.Count > 0)
            await scheduler.DeleteJobs(gone, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task StartAsync(JobPlan plan, string who, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken).ConfigureAwait(false);
        await AddJobAsync(scheduler, plan, cancellationToken).ConfigureAwait(false);
        var trigger = TriggerBuilder.Create(time)
            .WithIdentity(plan.Job, Now).ForJob(new JobKey(plan.Job)).UsingJobData(QuartzJob.Who, who)
            .WithRetryPolicy(Policy(plan.Timing)).StartNow().Build();

        // Whoever asks twice before it begins gets one run.
        await scheduler.ScheduleTrigger(trigger, TriggerConflict.KeepEarlier, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task InterruptAsync(JobId job, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken).ConfigureAwait(false);
        await scheduler.Interrupt(new JobKey(job.ToString()), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<JobId, DateTimeOffset>> NextAsync(
        IReadOnlyCollection<JobId> jobs, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken).ConfigureAwait(false);
        var triggers = await scheduler.GetTriggers([.. jobs.Select(KeyOf)], cancellationToken).ConfigureAwait(false);
        return triggers.Where(t => t.NextFireTimeUtc is not null)
            .ToDictionary(t => JobId.Parse(t.Key.Name), t => t.NextFireTimeUtc!.Value);
    }

    private static TriggerKey KeyOf(JobId job) => new(job.ToString(), Schedule);

    private static RetryPolicy Policy(JobTiming timing) =>
        timing.Retries == 0 ? RetryPolicy.None : RetryPolicy.Fixed(timing.Retries, timing.RetryWait);

    private static async Task AddJobAsync(IScheduler scheduler, JobPlan plan, CancellationToken cancellationToken)
    {
        var stored = await scheduler.GetJobDetail(new JobKey(plan.Job), cancellationToken).ConfigureAwait(false);
        if (stored is not null && stored.RequestsRecovery == plan.Recovers)
            return;
        var job = JobBuilder.Create<QuartzJob>().WithIdentity(plan.Job).StoreDurably().RequestRecovery(plan.Recovers).Build();
        await scheduler.AddJob(job, AddJobOptions.Replacing, cancellationToken).ConfigureAwait(false);
    }

    private static async Task PauseOrResumeAsync(IScheduler scheduler, TriggerKey key, bool isPaused, CancellationToken cancellationToken)
    {
        var state = await scheduler.GetTriggerState(key, cancellationToken).ConfigureAwait(false);
        if (state == TriggerState.Error)
            await scheduler.ResetTriggerFromErrorState(key, cancellationToken).ConfigureAwait(false);
        if (isPaused && state != TriggerState.Paused)
            await scheduler.PauseTrigger(key, cancellationToken).ConfigureAwait(false);
        else if (!isPaused && state == TriggerState.Paused)
            await scheduler.ResumeTrigger(key, cancellationToken).ConfigureAwait(false);
    }

    private static bool IsSame(ITrigger stored, ITrigger wanted) =>
        stored is ICronTrigger a && wanted is ICronTrigger b && a.CronExpressionString == b.CronExpressionString && a.TimeZone.Id == b.TimeZone.Id
        && a.MisfireInstruction == b.MisfireInstruction && Equals(a.RetryPolicy, b.RetryPolicy);

    private ITrigger Trigger(JobPlan plan, TriggerKey key)
    {
        var timing = plan.Timing;
        var missed = timing.Missed == MissedRuns.Skip ? CronTriggerMisfireInstruction.DoNothing : CronTriggerMisfireInstruction.FireAndProceed;
        var cron = QuartzCron.Parse(timing);
        return TriggerBuilder.Create(time)
            .WithIdentity(key).ForJob(new JobKey(plan.Job)).WithRetryPolicy(Policy(timing))
            .WithCronSchedule(cron, c => c.InTimeZone(cron.TimeZone).WithMisfireInstruction(missed))
            .Build();
    }
}
