namespace CommerceEventConsole.Engine.Activity;

/// <summary>What is counted per minute, so that charts never count rows.</summary>
public enum ActivityMeasure : byte
{
    /// <summary>Events stored (scope: source).</summary>
    Received = 1,

    /// <summary>Events that were stored already (scope: source).</summary>
    Duplicate = 2,

    /// <summary>Requests or batch items kept as rejected (scope: source).</summary>
    Rejected = 3,

    /// <summary>Deliveries made (scope: destination).</summary>
    Created = 4,

    /// <summary>Deliveries that arrived (scope: destination).</summary>
    Delivered = 5,

    /// <summary>Attempts that failed and are repeated (scope: destination).</summary>
    Retried = 6,

    /// <summary>Deliveries given up (scope: destination).</summary>
    Failed = 7,

    /// <summary>Attempts that failed alike (scope: failure group).</summary>
    GroupFailed = 8,
}

/// <summary>A count of one measure in one minute.</summary>
public sealed class ActivityMinute
{
    /// <summary>Whole minutes since 1970-01-01T00:00:00Z.</summary>
    public int Minute { get; set; }

    /// <summary>What is counted.</summary>
    public ActivityMeasure Measure { get; set; }

    /// <summary>Id of the source, destination or failure group that it is counted for.</summary>
    public int ScopeId { get; set; }

    /// <summary>How many.</summary>
    public long Count { get; set; }
}
