namespace CommerceEventConsole.Engine.Jobs;

/// <summary>
/// Work that is done on a schedule. A job knows nothing of the engine that calls it, keeps no state from run to run, and is never run
/// twice at a time for the same parameter, on whatever node.
/// </summary>
public interface IConsoleJob
{
    /// <summary>What it is called in logs, addresses and settings; unique: lower-case letters, digits and hyphens.</summary>
    string Name { get; }

    /// <summary>Runs once.</summary>
    /// <param name="context">What it works on, and where it tells what it has done.</param>
    /// <param name="cancellationToken">Cuts the run off. What is done by then stays done; the next run goes on with the rest.</param>
    Task RunAsync(JobContext context, CancellationToken cancellationToken);
}
