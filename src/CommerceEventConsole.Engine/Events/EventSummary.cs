using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Events;

/// <summary>What a line of a list says of an event: everything but the bytes. Two are equal if they are about the same event.</summary>
/// <param name="Seq">Position in the store.</param>
/// <param name="SourceId">The source that it came from.</param>
/// <param name="EventTypeId">Its event type's row.</param>
/// <param name="EventType">Its canonical event type.</param>
/// <param name="EventId">The event id as people look for it.</param>
/// <param name="ReceivedAt">When it was received.</param>
/// <param name="OccurredAt">When it happened, by the sender's clock; null where the sender did not say.</param>
/// <param name="EntityKind">What it is about.</param>
/// <param name="EntityKey">Which one it is about; null where it names none.</param>
/// <param name="DeliveryCount">Deliveries made at intake.</param>
/// <param name="HasWarnings">Whether it deviates from the schema described for it.</param>
/// <param name="IsOwnChange">Whether it tells of nothing but a change that the console made.</param>
public sealed record EventSummary(
    long Seq,
    int SourceId,
    int EventTypeId,
    string EventType,
    string EventId,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? OccurredAt,
    EntityKind EntityKind,
    string? EntityKey,
    int DeliveryCount,
    bool HasWarnings,
    bool IsOwnChange = false)
{
    // Events never change, so the position says it all: a list that is refreshed sends only its new lines.

    /// <inheritdoc />
    public bool Equals(EventSummary? other) => other is not null && other.Seq == Seq;

    /// <inheritdoc />
    public override int GetHashCode() => Seq.GetHashCode();
}
