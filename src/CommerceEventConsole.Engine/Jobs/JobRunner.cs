using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.Jobs;

/// <summary>Runs a job by its name and says in one line how it went. Every engine that hosts jobs calls them through here.</summary>
public sealed class JobRunner(IEnumerable<IConsoleJob> jobs, TimeProvider time, ILoggerFactory loggers)
{
    private readonly Dictionary<string, IConsoleJob> _jobs = jobs.ToDictionary(j => j.Name, StringComparer.Ordinal);

    /// <summary>Runs a job to its end. A run that is cut off ends without an error.</summary>
    /// <exception cref="KeyNotFoundException">There is no such job.</exception>
    /// <exception cref="Exception">What the job threw, for the caller to log.</exception>
    public async Task RunAsync(string name, CancellationToken cancellationToken)
    {
        var job = _jobs[name];
        var logger = loggers.CreateLogger(job.GetType());
        using var scope = logger.BeginScope("Job {Job}", name);
        var context = new JobContext(logger, time);
        var started = time.GetTimestamp();
        try
        {
            await job.RunAsync(context, cancellationToken).ConfigureAwait(false);
            logger.LogInformation("Job {Job} done in {Elapsed}: {Summary}", name, time.GetElapsedTime(started), context.Summary);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            logger.LogInformation(
                "Job {Job} cut off after {Elapsed}; the next run goes on. So far: {Summary}", name, time.GetElapsedTime(started), context.Summary);
        }
        catch (Exception)
        {
            logger.LogWarning(
                "Job {Job} failed after {Elapsed}; the next run goes on. So far: {Summary}", name, time.GetElapsedTime(started), context.Summary);
            throw;
        }
    }
}
