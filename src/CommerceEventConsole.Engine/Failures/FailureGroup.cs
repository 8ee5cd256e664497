namespace CommerceEventConsole.Engine.Failures;

/// <summary>What sort of trouble a failure group is about. The numbers are stored: never change them.</summary>
public enum FailureClass : byte
{
    /// <summary>The destination answered with a status that is not 2xx.</summary>
    Refused = 1,

    /// <summary>No connection came about, or its host is not known.</summary>
    Unreachable = 2,

    /// <summary>No answer came in time.</summary>
    TimedOut = 3,

    /// <summary>The connection broke off, or the answer was not HTTP.</summary>
    BrokenOff = 4,

    /// <summary>TLS failed.</summary>
    NotTrusted = 5,

    /// <summary>The console could not make or send the request.</summary>
    NotSendable = 6,

    /// <summary>A stage of the route beside sending failed: Commerce was asked or written to, or the document was made.</summary>
    AtStage = 7,
}

/// <summary>What people made of a failure group. The numbers are stored: never change them.</summary>
public enum FailureGroupState : byte
{
    /// <summary>New, or come back: somebody should look.</summary>
    Open = 1,

    /// <summary>Somebody looks after it.</summary>
    Acknowledged = 2,

    /// <summary>Out of sight until <see cref="FailureGroup.SnoozedUntil"/>.</summary>
    Snoozed = 3,

    /// <summary>Settled. A new failure opens it again.</summary>
    Resolved = 4,
}

/// <summary>Failed and retrying deliveries of one destination with the same error signature: status, class and normalised message.</summary>
public sealed class FailureGroup
{
    /// <summary>Identity in the store.</summary>
    public int Id { get; set; }

    /// <summary>The destination.</summary>
    public int DestinationId { get; set; }

    /// <summary>Hash of status, class and normalised message; unique within the destination.</summary>
    public long Signature { get; set; }

    /// <summary>What sort of trouble.</summary>
    public FailureClass Class { get; set; }

    /// <summary>The HTTP status; null where there was no answer.</summary>
    public int? StatusCode { get; set; }

    /// <summary>The message with numbers, ids and times taken out, at most 400 characters.</summary>
    public required string Message { get; set; }

    /// <summary>What people made of it.</summary>
    public FailureGroupState State { get; set; }

    /// <summary>When it was first seen.</summary>
    public DateTimeOffset FirstSeenAt { get; set; }

    /// <summary>When an attempt last failed this way.</summary>
    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>When it was last opened: first seen, or come back after it was resolved.</summary>
    public DateTimeOffset OpenedAt { get; set; }

    /// <summary>How often it came back after it was resolved.</summary>
    public int Reopened { get; set; }

    /// <summary>Attempts that failed this way, ever.</summary>
    public long Attempts { get; set; }

    /// <summary>Raised by every change of its state, owner, note or ticket, and when it comes back: a person's change counts only for what was seen.</summary>
    public int Version { get; set; }

    /// <summary>Until when it is out of sight; null unless snoozed.</summary>
    public DateTimeOffset? SnoozedUntil { get; set; }

    /// <summary>Who looks after it; null for nobody.</summary>
    public string? Owner { get; set; }

    /// <summary>What people wrote about it, at most 2,000 characters.</summary>
    public string? Note { get; set; }

    /// <summary>Where the ticket is; null for none.</summary>
    public string? TicketUrl { get; set; }

    /// <summary>Its state at a moment: a snooze that is over counts as open.</summary>
    public FailureGroupState StateAt(DateTimeOffset now) =>
        State == FailureGroupState.Snoozed && SnoozedUntil <= now ? FailureGroupState.Open : State;
}
