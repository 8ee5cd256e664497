using CommerceEventConsole.Engine.Jobs.Runs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Jobs;

/// <summary>
/// Runs a job by its name, keeps the history of the run, and says in one line how it went. Every engine that hosts jobs calls them
/// through here.
/// </summary>
public sealed class JobRunner
{
    private readonly Dictionary<string, IConsoleJob> _jobs;
    private readonly JobRunStore _store;
    private readonly JobSignals _signals;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly JobOptions _options;

    internal JobRunner(
        IEnumerable<IConsoleJob> jobs, JobRunStore store, JobSignals signals, TimeProvider time, ILoggerFactory loggers, IOptions<JobOptions> options)
    {
        _jobs = jobs.ToDictionary(j => j.Name, StringComparer.Ordinal);
        _store = store;
        _signals = signals;
        _time = time;
        _loggers = loggers;
        _options = options.Value;
    }

    /// <summary>Whether there is a job of that name.</summary>
    public bool Has(string name) => _jobs.ContainsKey(name);

    /// <summary>Runs a job to its end.</summary>
    /// <param name="id">Which.</param>
    /// <param name="cause">Why.</param>
    /// <param name="cancellationToken">Cuts it off.</param>
    /// <exception cref="KeyNotFoundException">There is no such job.</exception>
    /// <exception cref="OperationCanceledException">It was cut off.</exception>
    /// <exception cref="Exception">What the job threw, for the engine to try again by the job's policy.</exception>
    public async Task RunAsync(JobId id, JobCause cause, CancellationToken cancellationToken)
    {
        var job = _jobs[id.Name];
        var logger = _loggers.CreateLogger(job.GetType());
        using var scope = logger.BeginScope("Job {Job}", id);
        var log = new RunLog(logger, _time, _options.LogLines);
        var context = new JobContext(log, _time, id.Parameter);
        var row = await _store.BeginAsync(id, cause, cancellationToken).ConfigureAwait(false);
        await using var run = new RecordedRun(row, _store, log, () => context.Summary, _signals, _time, _options.RecordInterval, logger);
        run.Start();
        _signals.RaiseChanged();
        var started = _time.GetTimestamp();
        try
        {
            await job.RunAsync(context, cancellationToken).ConfigureAwait(false);
            logger.LogInformation("Job {Job} done in {Elapsed}: {Summary}", id, _time.GetElapsedTime(started), context.Summary);
            await run.EndAsync(JobOutcome.Succeeded, error: null).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            logger.LogInformation("Job {Job} cut off after {Elapsed}. So far: {Summary}", id, _time.GetElapsedTime(started), context.Summary);
            var isInterrupted = await run.IsInterruptedAsync().ConfigureAwait(false);
            await run.EndAsync(isInterrupted ? JobOutcome.Interrupted : JobOutcome.Stopped, error: null).ConfigureAwait(false);
            throw;
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "Job {Job} failed after {Elapsed}. So far: {Summary}", id, _time.GetElapsedTime(started), context.Summary);
            await run.EndAsync(JobOutcome.Failed, e.Message).ConfigureAwait(false);
            throw;
        }
    }
}
