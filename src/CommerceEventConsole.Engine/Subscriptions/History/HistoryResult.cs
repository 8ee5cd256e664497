using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Subscriptions.History;

/// <summary>What the time machine is asked.</summary>
/// <param name="Draft">What is being worked on.</param>
/// <param name="Published">What is in force; null where nothing is.</param>
/// <param name="Days">How far back, in days.</param>
/// <param name="NewestFirst">From which end.</param>
public sealed record HistoryQuestion(SubscriptionDefinition Draft, SubscriptionDefinition? Published, int Days, bool NewestFirst = true);

/// <summary>How far a run has come.</summary>
/// <param name="Examined">Events looked at.</param>
/// <param name="Estimated">Events to look at altogether.</param>
/// <param name="Elapsed">Since its start.</param>
/// <param name="Gained">Events so far that only the draft would send.</param>
/// <param name="Lost">Events so far that only what is in force would send.</param>
public sealed record HistoryProgress(int Examined, int Estimated, TimeSpan Elapsed, int Gained, int Lost);

/// <summary>An event that the draft treats differently.</summary>
/// <param name="Seq">Its position in the store.</param>
/// <param name="EventId">Its id as people look for it.</param>
/// <param name="EventType">Its canonical type.</param>
/// <param name="Entity">What it is about.</param>
/// <param name="ReceivedAt">When it was received.</param>
/// <param name="DecidedBy">The rule that makes the difference; null where none does.</param>
/// <param name="Reason">Why, in one sentence. It quotes payload values.</param>
public sealed record HistoryEvent(
    long Seq, string EventId, string EventType, EntityRef Entity, DateTimeOffset ReceivedAt, Rule? DecidedBy, string Reason);

/// <summary>What a run found.</summary>
public sealed record HistoryResult
{
    /// <summary>Entries of each list at most.</summary>
    public const int MaxListed = 200;

    /// <summary>Events looked at.</summary>
    public int Examined { get; init; }

    /// <summary>Events that both would send.</summary>
    public int MatchedByBoth { get; init; }

    /// <summary>Events that only the draft would send.</summary>
    public int Gained { get; init; }

    /// <summary>Events that only what is in force would send.</summary>
    public int Lost { get; init; }

    /// <summary>Events for which nothing changes: both would send them, or neither.</summary>
    public int Unchanged => Examined - Gained - Lost - Unreadable;

    /// <summary>Events whose stored bytes cannot be read; they are counted nowhere else.</summary>
    public int Unreadable { get; init; }

    /// <summary>Times that a pattern was given up because it took too long (<see cref="RuleSet.RegexTimeout"/>).</summary>
    public long RegexTimeouts { get; init; }

    /// <summary>Whether the run ended early, because patterns took too long again and again.</summary>
    public bool GaveUp { get; init; }

    /// <summary>Bytes of all bodies that the draft would send, to one destination.</summary>
    public long DraftBytes { get; init; }

    /// <summary>The same of what is in force.</summary>
    public long PublishedBytes { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The first <see cref="MaxListed"/> events that only the draft would send.</summary>
    public IReadOnlyList<HistoryEvent> GainedEvents { get; init; } = [];

    /// <summary>The first <see cref="MaxListed"/> events that only what is in force would send.</summary>
    public IReadOnlyList<HistoryEvent> LostEvents { get; init; } = [];
}
