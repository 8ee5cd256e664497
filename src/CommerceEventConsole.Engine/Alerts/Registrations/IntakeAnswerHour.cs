namespace CommerceEventConsole.Engine.Alerts.Registrations;

/// <summary>How this console answered one source's POST requests in one hour, over all nodes.</summary>
public sealed class IntakeAnswerHour
{
    /// <summary>Whole hours since 1970-01-01T00:00:00Z.</summary>
    public int Hour { get; set; }

    /// <summary>The source.</summary>
    public int SourceId { get; set; }

    /// <summary>Requests, whatever came of them.</summary>
    public long Requests { get; set; }

    /// <summary>Requests that the sender must count as failed: no 2xx, or a 2xx later than Adobe waits (spec 2.5).</summary>
    public long Failed { get; set; }
}
