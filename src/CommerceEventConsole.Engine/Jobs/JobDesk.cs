using CommerceEventConsole.Engine.Jobs.Plans;
using CommerceEventConsole.Engine.Jobs.Runs;
using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.Jobs;

/// <summary>A job as lists show it.</summary>
/// <param name="Plan">How it is to run.</param>
/// <param name="NextAt">When it runs next by itself; null where it does not, because it is paused or has no schedule.</param>
/// <param name="Runs">Its newest runs.</param>
public sealed record JobView(JobPlan Plan, DateTimeOffset? NextAt, JobRunSummary Runs)
{
    /// <summary>Whether a run goes on.</summary>
    public bool IsRunning => Runs.Last?.Outcome == JobOutcome.Running;
}

/// <summary>What people do with jobs. All of it is in the audit log, and holds on every node.</summary>
public sealed class JobDesk : IJobSchedules
{
    private readonly JobPlanStore _plans;
    private readonly JobHistory _history;
    private readonly IJobHost _host;
    private readonly JobRunner _runner;
    private readonly HashSet<JobId> _configured;
    private readonly ICronSyntax _cron;
    private readonly JobSignals _signals;
    private readonly TimeProvider _time;

    internal JobDesk(
        JobPlanStore plans, JobHistory history, IJobHost host, JobRunner runner, IEnumerable<JobSchedule> schedules, ICronSyntax cron, JobSignals signals,
        TimeProvider time)
    {
        _plans = plans;
        _history = history;
        _host = host;
        _runner = runner;
        _configured = [.. schedules.Where(s => s.Enabled).Select(s => s.Job)];
        _cron = cron;
        _signals = signals;
        _time = time;
    }

    /// <summary>Every job by title; at most 500.</summary>
    public async Task<IReadOnlyList<JobView>> ListAsync(CancellationToken cancellationToken) =>
        await ViewsAsync([.. (await _plans.ListAsync(cancellationToken).ConfigureAwait(false)).Where(IsHosted)], cancellationToken).ConfigureAwait(false);

    /// <summary>One job; null where there is none.</summary>
    public async Task<JobView?> GetAsync(JobId job, CancellationToken cancellationToken)
    {
        var plan = await FindAsync(job, cancellationToken).ConfigureAwait(false);
        return plan is null ? null : (await ViewsAsync([plan], cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>Everything that is wrong with a timing; empty where it can be used.</summary>
    public IReadOnlyList<ValidationProblem> Check(JobTiming timing) => TimingChecks.Check(timing, _cron, _time.GetUtcNow());

    /// <summary>The next times of a timing; empty where it is not valid, or runs only by hand.</summary>
    public IReadOnlyList<DateTimeOffset> Next(JobTiming timing, int count) =>
        Check(timing).Count > 0 ? [] : _cron.Next(timing, _time.GetUtcNow(), count);

    /// <summary>Gives a job another timing, which stays in force over restarts and changes of the configuration.</summary>
    /// <param name="job">Which.</param>
    /// <param name="version">The version that was looked at.</param>
    /// <param name="timing">When, and what happens when it fails.</param>
    /// <param name="who">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ChangeResult<JobPlan>> RescheduleAsync(
        JobId job, long version, JobTiming timing, string who, CancellationToken cancellationToken)
    {
        var problems = Check(timing);
        if (problems.Count > 0)
            return ChangeResult<JobPlan>.Invalid(problems);
        var written = JobPlan.Write(timing);
        return await ChangeAsync(job, version, who, "job.rescheduled", p => p.Edited = written == p.Default ? null : written, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes an operator's timing back: the default is in force again.</summary>
    public Task<ChangeResult<JobPlan>> ResetAsync(JobId job, string who, CancellationToken cancellationToken) =>
        ChangeAsync(job, version: null, who, "job.reset", p => p.Edited = null, cancellationToken);

    /// <summary>Stops the schedule of a job until it is resumed. A running run goes on; the job can still be started by hand.</summary>
    public Task<ChangeResult<JobPlan>> PauseAsync(JobId job, string who, CancellationToken cancellationToken) =>
        ChangeAsync(job, version: null, who, "job.paused", p => p.IsPaused = true, cancellationToken);

    /// <summary>Lets the schedule of a job go on; what was missed meanwhile is done, or left out, as its timing says.</summary>
    public Task<ChangeResult<JobPlan>> ResumeAsync(JobId job, string who, CancellationToken cancellationToken) =>
        ChangeAsync(job, version: null, who, "job.resumed", p => p.IsPaused = false, cancellationToken);

    /// <inheritdoc />
    public async Task<string?> StartAsync(JobId job, string who, CancellationToken cancellationToken)
    {
        var plan = await FindAsync(job, cancellationToken).ConfigureAwait(false);
        if (plan is null)
            return "This job is not there any more.";
        if (await _history.RunningAsync(job, cancellationToken).ConfigureAwait(false) is not null)
            return "It is running already.";
        await _plans.RecordAsync(plan, who, "job.started", cancellationToken).ConfigureAwait(false);
        await _host.StartAsync(plan, who, cancellationToken).ConfigureAwait(false);
        _signals.RaiseChanged();
        return null;
    }

    /// <inheritdoc />
    public async Task<string?> InterruptAsync(JobId job, string who, CancellationToken cancellationToken)
    {
        var plan = await _plans.GetAsync(job, cancellationToken).ConfigureAwait(false);
        var run = await _history.RunningAsync(job, cancellationToken).ConfigureAwait(false);

        // The name first: by it the run tells an interruption from a stop of the console.
        if (run is null || !await _history.AskToEndAsync(run.Id, who, cancellationToken).ConfigureAwait(false))
            return "It is not running any more.";
        if (plan is not null)
            await _plans.RecordAsync(plan, who, "job.interrupted", cancellationToken).ConfigureAwait(false);
        await _host.InterruptAsync(job, cancellationToken).ConfigureAwait(false);
        _signals.RaiseChanged();
        return null;
    }

    /// <inheritdoc />
    public async Task SetAsync(JobSchedule schedule, CancellationToken cancellationToken)
    {
        if (!_runner.Has(schedule.Job.Name))
            throw new ArgumentException($"There is no job {schedule.Job.Name}.", nameof(schedule));
        if (Check(schedule.Timing) is [var problem, ..])
            throw new ArgumentException(problem.Message, nameof(schedule));
        if (schedule.Job.ToString().Length > JobId.MaxLength)
            throw new ArgumentException($"The name of the job {schedule.Job} is too long.", nameof(schedule));
        if (!schedule.Enabled)
        {
            await RemoveAsync(schedule.Job, cancellationToken).ConfigureAwait(false);
            return;
        }

        var plan = await _plans.SetDefaultAsync(schedule, isDynamic: true, cancellationToken).ConfigureAwait(false);
        await _host.ApplyAsync(plan, cancellationToken).ConfigureAwait(false);
        _signals.RaiseChanged();
    }

    /// <inheritdoc />
    public async Task RemoveAsync(JobId job, CancellationToken cancellationToken)
    {
        await _plans.RemoveAsync(job, cancellationToken).ConfigureAwait(false);
        await _host.RemoveAsync(job, cancellationToken).ConfigureAwait(false);
        _signals.RaiseChanged();
    }

    private async Task<ChangeResult<JobPlan>> ChangeAsync(
        JobId job, long? version, string who, string action, Action<JobPlan> change, CancellationToken cancellationToken)
    {
        if (await FindAsync(job, cancellationToken).ConfigureAwait(false) is null)
            return ChangeResult<JobPlan>.NotFound();
        var result = await _plans.ChangeAsync(job, version, who, action, change, cancellationToken).ConfigureAwait(false);

        // Also where nothing changed: whoever asks again after a failure puts right what was stored but not yet in force.
        if (result is { Succeeded: true, Value: { } plan })
            await _host.ApplyAsync(plan, cancellationToken).ConfigureAwait(false);
        _signals.RaiseChanged();
        return result;
    }

    // The plan of a job that the configuration switches off is kept for the day when it is switched on again.
    private bool IsHosted(JobPlan plan) => _configured.Contains(plan.Id) || (plan.IsDynamic && _runner.Has(plan.Id.Name));

    private async Task<JobPlan?> FindAsync(JobId job, CancellationToken cancellationToken) =>
        await _plans.GetAsync(job, cancellationToken).ConfigureAwait(false) is { } plan && IsHosted(plan) ? plan : null;

    private async Task<IReadOnlyList<JobView>> ViewsAsync(IReadOnlyList<JobPlan> plans, CancellationToken cancellationToken)
    {
        List<JobId> jobs = [.. plans.Select(p => p.Id)];
        var next = await _host.NextAsync(jobs, cancellationToken).ConfigureAwait(false);
        var runs = await _history.SummariesAsync(jobs, cancellationToken).ConfigureAwait(false);
        return [.. plans.Select(p => new JobView(
            p, !p.IsPaused && next.TryGetValue(p.Id, out var at) ? at : null, runs.GetValueOrDefault(p.Id, JobRunSummary.None)))];
    }
}
