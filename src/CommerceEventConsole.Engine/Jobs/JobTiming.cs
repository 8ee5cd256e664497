namespace CommerceEventConsole.Engine.Jobs;

/// <summary>What becomes of runs that were due while no node was there to do them, or while the job was paused.</summary>
public enum MissedRuns
{
    /// <summary>However many were missed, it runs once, as soon as it can.</summary>
    RunOnce = 1,

    /// <summary>They are left out; it runs at its next time.</summary>
    Skip = 2,
}

/// <summary>When a job runs, and what happens when it fails. Compared by value.</summary>
/// <param name="Cron">When, by the clock of <see cref="TimeZone"/>: see <see cref="ICronSyntax"/>. Null: only when somebody starts it.</param>
public sealed record JobTiming(string? Cron)
{
    /// <summary>Tries after a failure at most.</summary>
    public const int MostRetries = 20;

    /// <summary>The longest wait before another try.</summary>
    public static readonly TimeSpan LongestRetryWait = TimeSpan.FromDays(1);

    /// <summary>
    /// Whose clock, as an IANA name. Where clocks go forward, a time that does not exist comes as soon as it can; where they go back, a
    /// time that comes twice counts once.
    /// </summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>What becomes of missed runs.</summary>
    public MissedRuns Missed { get; init; } = MissedRuns.RunOnce;

    /// <summary>How often a failed run is tried again; a try that would come after the next time of the schedule is left to that.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>The wait before each of these tries.</summary>
    public TimeSpan RetryWait { get; init; } = TimeSpan.FromMinutes(5);
}
