namespace CommerceEventConsole.Engine.Activity;

/// <summary>How far back a chart of activity looks.</summary>
public enum ActivitySpan
{
    /// <summary>60 minutes, one point a minute.</summary>
    Hour,

    /// <summary>24 hours, one point every 15 minutes.</summary>
    Day,
}

/// <summary>What happened in one step of a chart, over all sources and destinations.</summary>
/// <param name="At">Where the step begins, in UTC.</param>
/// <param name="Received">Events stored.</param>
/// <param name="Rejected">Requests or batch items that could not be read.</param>
/// <param name="Delivered">Deliveries that arrived.</param>
/// <param name="Retried">Attempts that failed and are repeated.</param>
/// <param name="Failed">Deliveries given up.</param>
public sealed record ActivityPoint(DateTimeOffset At, long Received, long Rejected, long Delivered, long Retried, long Failed)
{
    /// <summary>Whether nothing at all happened.</summary>
    public bool IsQuiet => Received + Rejected + Delivered + Retried + Failed == 0;
}

/// <summary>Activity over time, without gaps.</summary>
/// <param name="Step">How much time one point stands for.</param>
/// <param name="Points">Oldest first; the last one is the step under way.</param>
public sealed record ActivityChart(TimeSpan Step, IReadOnlyList<ActivityPoint> Points);
