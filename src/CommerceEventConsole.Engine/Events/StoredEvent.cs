using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Events;

/// <summary>How the CloudEvent stood in what was received (CloudEvents HTTP binding, section 3).</summary>
public enum ContentMode : byte
{
    /// <summary>The body is the CloudEvent.</summary>
    Structured = 0,

    /// <summary>The body kept is one element of a JSON array of CloudEvents.</summary>
    Batched = 1,

    /// <summary>The attributes stood in <c>ce-</c> headers, the body is the data.</summary>
    Binary = 2,
}

/// <summary>The way an event came in.</summary>
public enum IntakeChannel : byte
{
    /// <summary>A POST to <c>/intake/{slug}</c>.</summary>
    Webhook = 0,

    /// <summary>Adobe's journal.</summary>
    Journal = 1,
}

/// <summary>One CloudEvent as received. Never altered.</summary>
public sealed class StoredEvent
{
    /// <summary>Position in the store: grows with every commit, over all nodes; gaps are possible.</summary>
    public long Seq { get; set; }

    /// <summary>The source that it came from.</summary>
    public int SourceId { get; set; }

    /// <summary>The canonical event type (row of <see cref="EventType"/>).</summary>
    public int EventTypeId { get; set; }

    /// <summary>128 bits of SHA-256 over the identity: unique within the source (see <c>EventIdentity</c>).</summary>
    public required byte[] IdentityHash { get; set; }

    /// <summary>The event id as people look for it: <c>eventid</c> of Adobe's envelope, else the CloudEvents <c>id</c>.</summary>
    public required string EventId { get; set; }

    /// <summary>When it happened, by the sender's clock; null where the sender did not say.</summary>
    public DateTimeOffset? OccurredAt { get; set; }

    /// <summary>When it was received.</summary>
    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>What it is about.</summary>
    public EntityKind EntityKind { get; set; }

    /// <summary>Which one it is about: order number, SKU, e-mail ...; null where it names none.</summary>
    public string? EntityKey { get; set; }

    /// <summary>How it stood in what was received.</summary>
    public ContentMode ContentMode { get; set; }

    /// <summary>The way it came in.</summary>
    public IntakeChannel Channel { get; set; }

    /// <summary>Deliveries made at intake: 0 says that no subscription matched.</summary>
    public short DeliveryCount { get; set; }

    /// <summary>Deviations from the described schema, one per line; null for none.</summary>
    public string? Warnings { get; set; }

    /// <summary>
    /// Set where the event tells of nothing but a change that the console made: the destinations to which it is not sent back, separated by
    /// commas; empty for none. Null for any other event.
    /// </summary>
    public string? OwnChange { get; set; }

    /// <summary>Request headers worth keeping, as a JSON object in UTF-8; null where there were none.</summary>
    public byte[]? Headers { get; set; }

    /// <summary>The bytes received.</summary>
    public required byte[] Body { get; set; }
}

/// <summary>A canonical event type that was seen or subscribed to.</summary>
public sealed class EventType
{
    /// <summary>Identity in the store.</summary>
    public int Id { get; set; }

    /// <summary>The canonical name, e.g. <c>observer.sales_order_save_commit_after</c>.</summary>
    public required string Name { get; set; }
}

/// <summary>One thing by which an event can be found.</summary>
public sealed class EventSearchKey
{
    /// <summary>Normalised: trimmed, lower case, at most 128 characters.</summary>
    public required string Value { get; set; }

    /// <summary>What the value is.</summary>
    public SearchKeyKind Kind { get; set; }

    /// <summary>The event.</summary>
    public long EventSeq { get; set; }
}
