namespace CommerceEventConsole.Engine.Jobs;

/// <summary>When a job runs.</summary>
/// <param name="Job">The name of the job.</param>
/// <param name="Cron">When, in UTC: see <see cref="ICronSyntax"/>.</param>
/// <param name="AfterStart">
/// Runs it once more that long after the start, so that a console that is off at that hour gets to it too; null for never.
/// </param>
public sealed record JobSchedule(string Job, string Cron, TimeSpan? AfterStart = null)
{
    /// <summary>Whether it runs by itself at all.</summary>
    public bool Enabled { get; init; } = true;
}

/// <summary>Reads schedules. The engine that hosts the jobs provides it, so that what passes the check at start is what it can run.</summary>
public interface ICronSyntax
{
    /// <summary>
    /// Whether <paramref name="expression"/> is a schedule: five fields as crontab has them (minute, hour, day of month, month, day of
    /// week), or six with seconds before them.
    /// </summary>
    bool IsValid(string expression);
}
