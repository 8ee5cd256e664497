namespace CommerceEventConsole.Engine.Jobs;

/// <summary>
/// Work that is done on a schedule. A job knows nothing of the engine that calls it, keeps no state from run to run, and is never run
/// twice at a time in one process.
/// </summary>
public interface IConsoleJob
{
    /// <summary>What it is called in logs and on screens; unique.</summary>
    string Name { get; }

    /// <summary>Runs once.</summary>
    /// <param name="context">Where it tells what it has done.</param>
    /// <param name="cancellationToken">Cuts the run off. What is done by then stays done; the next run goes on with the rest.</param>
    Task RunAsync(JobContext context, CancellationToken cancellationToken);
}
