namespace CommerceEventConsole.Engine.Jobs;

/// <summary>
/// Schedules that come and go while the console runs, such as one for each resync. Those of the configuration are registered as
/// <see cref="JobSchedule"/> services instead.
/// </summary>
public interface IJobSchedules
{
    /// <summary>
    /// Adds a schedule, or replaces the default of the one that its job has: what an operator has edited stays in force. It lasts over
    /// restarts, on all nodes, and may be set again at every start.
    /// </summary>
    /// <exception cref="ArgumentException">Its timing is not valid, or no job has that name.</exception>
    Task SetAsync(JobSchedule schedule, CancellationToken cancellationToken);

    /// <summary>Takes a job off the list, with what operators edited; its runs stay in the history. A running run goes on to its end.</summary>
    Task RemoveAsync(JobId job, CancellationToken cancellationToken);

    /// <summary>Starts a run now, in the name of <paramref name="who"/>, and writes that to the audit log.</summary>
    /// <returns>Why it was not started; null when it was.</returns>
    Task<string?> StartAsync(JobId job, string who, CancellationToken cancellationToken);

    /// <summary>Asks the running run to end, and writes that to the audit log.</summary>
    /// <returns>Why it was not asked; null when it was.</returns>
    Task<string?> InterruptAsync(JobId job, string who, CancellationToken cancellationToken);
}
