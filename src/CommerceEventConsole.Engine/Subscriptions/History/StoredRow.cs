using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;

namespace CommerceEventConsole.Engine.Subscriptions.History;

/// <summary>What of a stored event is needed to match it again.</summary>
/// <param name="Seq">Its position in the store.</param>
/// <param name="EventId">Its id as people look for it.</param>
/// <param name="ReceivedAt">When it was received.</param>
/// <param name="EntityKind">What it is about.</param>
/// <param name="EntityKey">Which one.</param>
/// <param name="ContentMode">How it stood in what was received.</param>
/// <param name="Headers">The request headers kept, in binary mode only: elsewhere matching needs none.</param>
/// <param name="Body">The bytes received.</param>
internal sealed record StoredRow(
    long Seq,
    string EventId,
    DateTimeOffset ReceivedAt,
    EntityKind EntityKind,
    string? EntityKey,
    ContentMode ContentMode,
    byte[]? Headers,
    byte[] Body)
{
    /// <summary>What it is about.</summary>
    public EntityRef Entity => new(EntityKind, EntityKey);
}

/// <summary>Places in the store, both included.</summary>
internal readonly record struct SeqRange(long First, long Last)
{
    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => First > Last;
}
