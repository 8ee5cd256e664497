namespace CommerceEventConsole.Engine.Jobs;

/// <summary>A job with the timing that it has until an operator gives it another.</summary>
/// <param name="Job">Which.</param>
/// <param name="Timing">The default.</param>
public sealed record JobSchedule(JobId Job, JobTiming Timing)
{
    /// <summary>What it is called on screens; 100 characters at most.</summary>
    public string Title { get; init; } = Job.ToString();

    /// <summary>What it does, in one or two sentences; 400 characters at most.</summary>
    public string Description { get; init; } = "";

    /// <summary>Whether it is hosted at all: one that is not is on no list and cannot be started.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whether a run that a crash has cut off is begun again at the next start, or on another node, without waiting for its time.</summary>
    public bool Recovers { get; init; }
}

/// <summary>Reads schedules. The engine that hosts the jobs provides it, so that what passes the check is what it can run.</summary>
public interface ICronSyntax
{
    /// <summary>
    /// Whether <paramref name="expression"/> is a schedule: five fields as crontab has them (minute, hour, day of month, month, day of
    /// week), or six with seconds before them.
    /// </summary>
    bool IsValid(string expression);

    /// <summary>The next times of a timing.</summary>
    /// <param name="timing">A valid one.</param>
    /// <param name="after">Times after this.</param>
    /// <param name="count">How many at most; fewer where the schedule ends.</param>
    IReadOnlyList<DateTimeOffset> Next(JobTiming timing, DateTimeOffset after, int count);
}
