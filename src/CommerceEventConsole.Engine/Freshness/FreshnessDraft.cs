using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Freshness;

/// <summary>What a person asks a promise to be: as typed, not yet checked.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Kind">What is promised.</param>
public sealed record FreshnessDraft(string Name, PromiseKind Kind)
{
    /// <summary>What the events are about; null where <see cref="EventType"/> says it, and for other promises.</summary>
    public EntityKind? EntityKind { get; init; }

    /// <summary>The type of the events, with any prefix; null where <see cref="EntityKind"/> says it, and for other promises.</summary>
    public string? EventType { get; init; }

    /// <summary>The destination; null for promises that are not about deliveries.</summary>
    public int? DestinationId { get; init; }

    /// <summary>The resync; null for other promises.</summary>
    public int? ResyncId { get; init; }

    /// <summary>The job; null for other promises.</summary>
    public string? Job { get; init; }

    /// <summary>The limit in minutes.</summary>
    public int Minutes { get; init; } = 5;

    /// <summary>Whether it is looked at.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The draft that changes nothing of a promise.</summary>
    public static FreshnessDraft From(FreshnessPromise row) => new(row.Name, row.Kind)
    {
        EntityKind = row.EntityKind,
        EventType = row.EventType,
        DestinationId = row.DestinationId,
        ResyncId = row.ResyncId,
        Job = row.Job,
        Minutes = row.Minutes,
        Enabled = row.Enabled,
    };
}
