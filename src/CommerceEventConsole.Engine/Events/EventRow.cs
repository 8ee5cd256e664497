using System.Collections.Immutable;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;

namespace CommerceEventConsole.Engine.Events;

/// <summary>Where the deliveries of an event to one destination stand.</summary>
/// <param name="DestinationId">The destination.</param>
/// <param name="Destination">Its name.</param>
/// <param name="State">The state.</param>
/// <param name="Count">How many deliveries are in it.</param>
public readonly record struct DeliveryMark(int DestinationId, string Destination, DeliveryState State, int Count);

/// <summary>One line of a list of events. Never holds the payload.</summary>
public sealed record EventRow
{
    /// <summary>Place in the store.</summary>
    public required long Seq { get; init; }

    /// <summary>The event id as people look for it.</summary>
    public required string EventId { get; init; }

    /// <summary>When it was received.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it happened, by the sender's clock.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>Its canonical type.</summary>
    public required string Type { get; init; }

    /// <summary>The name of its source.</summary>
    public required string Source { get; init; }

    /// <summary>The slug of its source.</summary>
    public required string SourceSlug { get; init; }

    /// <summary>What it is about.</summary>
    public required EntityRef Entity { get; init; }

    /// <summary>Whether it deviates from its description.</summary>
    public bool HasWarnings { get; init; }

    /// <summary>Whether it tells of nothing but a change that the console made.</summary>
    public bool IsOwnChange { get; init; }

    /// <summary>Where it was to be delivered and how that went; empty when no subscription matched.</summary>
    public ImmutableArray<DeliveryMark> Deliveries { get; init; } = [];
}

/// <summary>One page of events, newest first.</summary>
/// <param name="Rows">The events.</param>
/// <param name="Older">Where older ones go on; null at the end.</param>
/// <param name="Newer">Where newer ones go on; null where nothing newer was there when the page was read.</param>
/// <param name="SearchedBackTo">
/// Set when reading stopped before the page was full, so that nobody waits: everything since this time was looked through.
/// <paramref name="Older"/> goes on from there (<paramref name="Newer"/> when the page was read upwards).
/// </param>
public sealed record EventPage(ImmutableArray<EventRow> Rows, EventCursor? Older, EventCursor? Newer, DateTimeOffset? SearchedBackTo)
{
    /// <summary>Nothing.</summary>
    public static EventPage Empty { get; } = new([], null, null, null);
}

/// <summary>All that is known of one event except its bytes.</summary>
/// <param name="Row">What a list shows of it.</param>
/// <param name="ContentMode">How it stood in what was received.</param>
/// <param name="Channel">The way it came in.</param>
/// <param name="Warnings">Deviations from its description.</param>
/// <param name="Headers">Request headers kept, as JSON in UTF-8.</param>
/// <param name="BodyLength">Bytes received.</param>
public sealed record EventDetails(
    EventRow Row, ContentMode ContentMode, IntakeChannel Channel, ImmutableArray<string> Warnings, byte[]? Headers, int BodyLength)
{
    /// <summary>The destinations to which it was not sent back, by name, where it tells of a change that came from them.</summary>
    public ImmutableArray<string> NotSentTo { get; init; } = [];
}
