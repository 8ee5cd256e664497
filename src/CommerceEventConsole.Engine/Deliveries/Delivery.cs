using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>Where a delivery stands. The numbers are stored, and named in index filters: never change them.</summary>
public enum DeliveryState : byte
{
    /// <summary>Waiting for its first attempt.</summary>
    Pending = 1,

    /// <summary>Leased by a dispatcher, on its way.</summary>
    Sending = 2,

    /// <summary>Failed so far, waiting for the next attempt.</summary>
    Retrying = 3,

    /// <summary>The destination took it.</summary>
    Delivered = 4,

    /// <summary>Given up.</summary>
    Failed = 5,

    /// <summary>The destination is paused or unreachable.</summary>
    Held = 6,

    /// <summary>A newer version of the same entity, or an edit of it, goes in its place.</summary>
    Superseded = 7,

    /// <summary>A person decided that it need not be delivered.</summary>
    Dismissed = 8,
}

/// <summary>What edits (<see cref="Edits.DeliveryEdit"/>) have to do with a delivery. The numbers are stored: never change them.</summary>
[Flags]
public enum EditMarks : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It sends what a person made of another delivery.</summary>
    IsEdited = 1,

    /// <summary>An edited delivery was made from it and goes in its place: it is never sent again as it is.</summary>
    IsReplaced = 2,
}

/// <summary>One event on one route. The table of these is the queue.</summary>
public sealed class Delivery
{
    /// <summary>Identity in the store: grows with every commit.</summary>
    public long Id { get; set; }

    /// <summary>The event.</summary>
    public long EventSeq { get; set; }

    /// <summary>The route.</summary>
    public int RouteId { get; set; }

    /// <summary>The route's destination.</summary>
    public int DestinationId { get; set; }

    /// <summary>The revision that made it, whose filter shapes what is sent.</summary>
    public int RevisionId { get; set; }

    /// <summary>The replay that made it or sent it again last; null where none did.</summary>
    public int? ReplayId { get; set; }

    /// <summary>The failure group of its last failed attempt; null where none has failed.</summary>
    public int? FailureGroupId { get; set; }

    /// <summary>What its last failed attempt holds up; null where none has failed. See <see cref="Failures.Stake"/> for the four.</summary>
    public EntityKind? StakeKind { get; set; }

    /// <summary>Stable 64-bit hash of the entity that it holds up; null where the event names none.</summary>
    public long? StakeKey { get; set; }

    /// <summary>What the order is worth, in ten-thousandths of the currency; null where the event does not say, or is not about an order.</summary>
    public long? StakeValue { get; set; }

    /// <summary>The currency of that, three letters; null where the event does not say.</summary>
    public string? StakeCurrency { get; set; }

    /// <summary>Where it stands.</summary>
    public DeliveryState State { get; set; }

    /// <summary>
    /// Stable 64-bit hash of the entity: deliveries with the same value on one route go one at a time, in order of
    /// <see cref="EventSeq"/>. Null where the event names no entity or the route keeps no order.
    /// </summary>
    public long? OrderKey { get; set; }

    /// <summary>Attempts made since it was made or sent again: those that count.</summary>
    public int Attempts { get; set; }

    /// <summary>
    /// The number of its last attempt; 0 before the first. It goes on counting where <see cref="Attempts"/> starts again or stands still:
    /// over replays, and over attempts that cost none.
    /// </summary>
    public int LastAttempt { get; set; }

    /// <summary>What edits have to do with it.</summary>
    public EditMarks Edits { get; set; }

    /// <summary>Not to be sent before.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>The dispatcher that holds it while it is sending.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>When that lease runs out and the delivery may be taken by another.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it reached its last state.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>The HTTP status of the last attempt; null before the first, or where there was no answer.</summary>
    public int? LastStatusCode { get; set; }

    /// <summary>Why the last attempt failed, in words, at most 400 characters.</summary>
    public string? LastError { get; set; }

    /// <summary>The decision that last dismissed it; null where none did, or it was restored.</summary>
    public int? DismissalId { get; set; }

    /// <summary>What it was before that: what it is again once restored.</summary>
    public DeliveryState? DismissedFrom { get; set; }
}

/// <summary>How an attempt ended.</summary>
public enum AttemptOutcome : byte
{
    /// <summary>The destination answered 2xx.</summary>
    Delivered = 1,

    /// <summary>Failed in a way that may pass: tried again.</summary>
    Transient = 2,

    /// <summary>Failed in a way that repeats: not tried again.</summary>
    Permanent = 3,

    /// <summary>Cut off by the console's own stop; costs no attempt.</summary>
    Interrupted = 4,

    /// <summary>Failed in a way that may pass, but it was the last attempt: given up.</summary>
    Exhausted = 5,

    /// <summary>Failed in a way that may pass, but its delivery is older than the destination's are tried: given up.</summary>
    Expired = 6,

    /// <summary>Failed while the destination was unreachable or had asked to be left alone; costs no attempt.</summary>
    Uncounted = 7,
}

/// <summary>One try of a delivery. Append-only.</summary>
public sealed class DeliveryAttempt
{
    /// <summary>Identity in the store.</summary>
    public long Id { get; set; }

    /// <summary>The delivery.</summary>
    public long DeliveryId { get; set; }

    /// <summary>1, 2, 3 ... within the delivery.</summary>
    public int Number { get; set; }

    /// <summary>When the request began.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>How long it took, in milliseconds.</summary>
    public int DurationMs { get; set; }

    /// <summary>How it ended.</summary>
    public AttemptOutcome Outcome { get; set; }

    /// <summary>The HTTP status; null where there was no answer.</summary>
    public int? StatusCode { get; set; }

    /// <summary>Why it failed, in words, at most 400 characters.</summary>
    public string? Error { get; set; }

    /// <summary>Method, address and headers as sent, credentials masked.</summary>
    public string? RequestHead { get; set; }

    /// <summary>The first 16 kB of the body as sent; null where nothing was sent, and where <see cref="RequestDigest"/> stands for it.</summary>
    public byte[]? RequestBody { get; set; }

    /// <summary>
    /// The <see cref="Outbound.BodyDigest"/> of the body as sent, where it is not kept: what was delivered as its revision makes it stands in the
    /// event already, and is made again whenever somebody looks at it. Null where it is kept, or nothing was sent.
    /// </summary>
    public long? RequestDigest { get; set; }

    /// <summary>The revision that made that body; null where it is kept, or nothing was sent.</summary>
    public int? RequestRevisionId { get; set; }

    /// <summary>Status line and headers of the answer.</summary>
    public string? ResponseHead { get; set; }

    /// <summary>The first 16 kB of the answer.</summary>
    public byte[]? ResponseBody { get; set; }

    /// <summary>The stage of the route that failed; null where none did, or the route has none.</summary>
    public StageKind? Stage { get; set; }

    /// <summary>The failed stage's name, at most 40 characters; null where its kind has but one.</summary>
    public string? StageName { get; set; }
}
