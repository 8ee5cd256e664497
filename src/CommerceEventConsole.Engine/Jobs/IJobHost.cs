namespace CommerceEventConsole.Engine.Jobs;

/// <summary>
/// The engine that runs jobs at their times. It calls <see cref="JobRunner"/>; all else of jobs is the console's own, so that another
/// engine needs this contract, <see cref="ICronSyntax"/> and nothing more.
/// </summary>
internal interface IJobHost
{
    /// <summary>Makes a job run as its plan says. What is so already stays untouched, so that its next time does not move.</summary>
    Task ApplyAsync(Plans.JobPlan plan, CancellationToken cancellationToken);

    /// <summary>Forgets a job. A running run goes on.</summary>
    Task RemoveAsync(JobId job, CancellationToken cancellationToken);

    /// <summary>Forgets every job but these, which is for the start: what was hosted before and is no more.</summary>
    Task KeepOnlyAsync(IReadOnlySet<JobId> jobs, CancellationToken cancellationToken);

    /// <summary>Runs a job now, once, however its schedule stands.</summary>
    Task StartAsync(Plans.JobPlan plan, string who, CancellationToken cancellationToken);

    /// <summary>Cancels the token of the running run, on whatever node it is.</summary>
    Task InterruptAsync(JobId job, CancellationToken cancellationToken);

    /// <summary>When jobs run next, a try after a failure among it; those that do not by themselves are left out.</summary>
    Task<IReadOnlyDictionary<JobId, DateTimeOffset>> NextAsync(IReadOnlyCollection<JobId> jobs, CancellationToken cancellationToken);
}
