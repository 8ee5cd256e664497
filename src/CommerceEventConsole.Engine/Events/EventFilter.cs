using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Events;

/// <summary>How an event fared, seen over all its deliveries.</summary>
public enum EventOutcome
{
    /// <summary>Every delivery arrived.</summary>
    Delivered,

    /// <summary>At least one delivery is waiting, on its way or being retried.</summary>
    Waiting,

    /// <summary>At least one delivery was given up.</summary>
    Failed,

    /// <summary>At least one delivery waits for a destination that is paused or unreachable.</summary>
    Held,

    /// <summary>No subscription matched.</summary>
    NoMatch,
}

/// <summary>Which events a list shows. An empty filter shows all.</summary>
public sealed record EventFilter
{
    /// <summary>Shows everything.</summary>
    public static EventFilter None { get; } = new();

    /// <summary>Canonical event types; empty for any.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>A shelf of the catalogue; null for any.</summary>
    public EventCategory? Category { get; init; }

    /// <summary>Slugs of sources; empty for any.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>An order number, SKU, e-mail or other key, or how one begins; null for any.</summary>
    public string? Entity { get; init; }

    /// <summary>Received at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Received before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How it fared; null for any.</summary>
    public EventOutcome? Outcome { get; init; }

    /// <summary>Only events that deviate from their description.</summary>
    public bool WithWarnings { get; init; }

    /// <summary>Only events that tell of a change of the console's own.</summary>
    public bool OwnChanges { get; init; }

    /// <summary>Whether anything is asked for.</summary>
    public bool IsEmpty =>
        Types.Count == 0 && Category is null && Sources.Count == 0 && Entity is null && From is null && To is null && Outcome is null && !WithWarnings && !OwnChanges;

    /// <summary>
    /// Whether an event can be judged by its type and source alone: what the live feed knows of it the moment it arrives.
    /// </summary>
    public bool IsLive => Entity is null && From is null && To is null && Outcome is null && !WithWarnings && !OwnChanges;
}

/// <summary>From where a page is read: <see cref="StoredEvent.Seq"/> is the place in the list.</summary>
/// <param name="Before">Only older events than this one.</param>
/// <param name="After">Only newer events than this one.</param>
public readonly record struct EventCursor(long? Before, long? After)
{
    /// <summary>The newest page.</summary>
    public static EventCursor Newest => default;

    /// <summary>The page of events older than <paramref name="seq"/>.</summary>
    public static EventCursor OlderThan(long seq) => new(seq, null);

    /// <summary>The page of events newer than <paramref name="seq"/>, those next to it.</summary>
    public static EventCursor NewerThan(long seq) => new(null, seq);
}
