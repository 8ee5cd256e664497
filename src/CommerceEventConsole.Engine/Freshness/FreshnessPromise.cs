using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.Freshness;

/// <summary>What is promised. The numbers are stored: never change them.</summary>
public enum PromiseKind : byte
{
    /// <summary>Events about something, or of one type, arrive at a destination within the limit.</summary>
    Delivered = 1,

    /// <summary>A resync came to its end no longer ago than the limit.</summary>
    Resync = 2,

    /// <summary>A job succeeded no longer ago than the limit.</summary>
    Job = 3,
}

/// <summary>Whether a promise is kept. The numbers are stored: never change them.</summary>
public enum PromiseState : byte
{
    /// <summary>Nobody has looked yet.</summary>
    Unknown = 0,

    /// <summary>It is kept.</summary>
    Kept = 1,

    /// <summary>It is broken.</summary>
    Broken = 2,

    /// <summary>What it is about is gone: there is nothing to look at.</summary>
    Groundless = 3,
}

/// <summary>A limit on how old something may get, and how the last look found it.</summary>
public sealed class FreshnessPromise : IConfigurationRow
{
    /// <inheritdoc />
    public int Id { get; set; }

    /// <inheritdoc />
    public required string Name { get; set; }

    /// <summary>What is promised.</summary>
    public PromiseKind Kind { get; set; }

    /// <summary>What the events are about; null for other promises, and where <see cref="EventType"/> says it.</summary>
    public EntityKind? EntityKind { get; set; }

    /// <summary>The canonical type of the events; null for other promises, and where <see cref="EntityKind"/> says it.</summary>
    public string? EventType { get; set; }

    /// <summary>The destination; null for promises that are not about deliveries.</summary>
    public int? DestinationId { get; set; }

    /// <summary>The resync; null for other promises.</summary>
    public int? ResyncId { get; set; }

    /// <summary>The job, as <see cref="Jobs.JobId.ToString"/> writes it; null for other promises.</summary>
    public string? Job { get; set; }

    /// <summary>The limit in minutes.</summary>
    public int Minutes { get; set; }

    /// <summary>Whether it is looked at.</summary>
    public bool Enabled { get; set; }

    /// <inheritdoc />
    public long Version { get; set; }

    /// <inheritdoc />
    public string ChangedBy { get; set; } = "";

    /// <inheritdoc />
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>How the last look found it.</summary>
    public PromiseState State { get; set; }

    /// <summary>When it was first found so; null before the first look.</summary>
    public DateTimeOffset? StateSince { get; set; }

    /// <summary>The last look; null before the first.</summary>
    public DateTimeOffset? LookedAt { get; set; }

    /// <summary>How many deliveries are late, of each route at most <see cref="Running.LateDeliveries.MaxLooked"/>; 0 for other promises.</summary>
    public int Late { get; set; }

    /// <summary>
    /// The moment from which the limit runs: when the event of the oldest offender was received, or when the last run came to its end; null
    /// where there is none.
    /// </summary>
    public DateTimeOffset? OldestAt { get; set; }

    /// <summary>The late delivery whose event is the oldest; null where none is late.</summary>
    public long? OldestDeliveryId { get; set; }

    /// <summary>Its event.</summary>
    public long? OldestSeq { get; set; }

    /// <summary>What that event is about.</summary>
    public EntityKind OldestKind { get; set; }

    /// <summary>Which one it is about; null where the event names none.</summary>
    public string? OldestKey { get; set; }

    /// <summary>Why it is broken or groundless, in sentences, at most 400 characters; null where it is kept.</summary>
    public string? Why { get; set; }

    /// <summary>The limit.</summary>
    public TimeSpan Limit => TimeSpan.FromMinutes(Minutes);

    /// <summary>Whether a run is known from which the limit runs; before the first it runs from when the promise was made.</summary>
    public bool HasRun => Kind != PromiseKind.Delivered && OldestAt is { } at && at != ChangedAt;

    /// <summary>Whether it counts as broken now: what is switched off is neither kept nor broken.</summary>
    public bool IsBroken => Enabled && State == PromiseState.Broken;

    /// <summary>When it broke; null where it is not broken.</summary>
    public DateTimeOffset? BrokenSince => IsBroken && OldestAt is { } at ? at + Limit : null;
}
