using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;

namespace CommerceEventConsole.Engine.Replays;

/// <summary>
/// Which deliveries something is done to: all of what a list shows, not one page of it. Conditions that are given hold together. It can
/// be stored as JSON; <see cref="DeliveryScopes"/> counts and walks it.
/// </summary>
public sealed record DeliveryScope
{
    /// <summary>Deliveries that a selection may name.</summary>
    public const int MaxIds = 10_000;

    /// <summary>These deliveries; empty where they are not named one by one.</summary>
    public IReadOnlyList<long> Ids { get; init; } = [];

    /// <summary>The failed and retrying deliveries of a failure group; null for any.</summary>
    public int? FailureGroupId { get; init; }

    /// <summary>States wanted; empty for any, but see <see cref="IsOfFailures"/>.</summary>
    public IReadOnlyList<DeliveryState> States { get; init; } = [];

    /// <summary>The destination; null for every one.</summary>
    public int? DestinationId { get; init; }

    /// <summary>The canonical event type; null for every one.</summary>
    public string? EventType { get; init; }

    /// <summary>An order number, SKU, e-mail or other search key of the event, whole; null for every event.</summary>
    public string? Entity { get; init; }

    /// <summary>The deliveries of the events that a filter shows; null for any.</summary>
    public EventFilter? Events { get; init; }

    /// <summary>The deliveries of events after this <c>Seq</c>; null for any.</summary>
    public long? AfterSeq { get; init; }

    /// <summary>No delivery made after this one: what a person saw counted is what is worked on (<see cref="DeliveryScopes.FreezeAsync"/>).</summary>
    public long? UpToId { get; init; }

    /// <summary>No event after this <c>Seq</c>; set together with <see cref="UpToId"/>.</summary>
    public long? UpToSeq { get; init; }

    /// <summary>
    /// Whether it is read off the index of what needs attention. Then no states mean failed, retrying and held, and only those,
    /// <c>superseded</c> and <c>dismissed</c> can be asked for.
    /// </summary>
    public bool IsOfFailures => Ids.Count == 0 && FailureGroupId is null && Events is null && AfterSeq is null;

    /// <summary>Deliveries that were picked.</summary>
    /// <exception cref="ArgumentException">None, or more than <see cref="MaxIds"/>.</exception>
    public static DeliveryScope OfIds(params IEnumerable<long> ids)
    {
        var sorted = ids.Distinct().Order().ToList();
        return sorted.Count is > 0 and <= MaxIds
            ? new DeliveryScope { Ids = sorted }
            : throw new ArgumentException($"From 1 to {MaxIds:N0} deliveries can be named.", nameof(ids));
    }

    /// <summary>What a failure group holds.</summary>
    public static DeliveryScope OfGroup(int failureGroupId) => new() { FailureGroupId = failureGroupId };

    /// <summary>What a list of failures shows.</summary>
    public static DeliveryScope OfFailures(FailureFilter filter) => new()
    {
        States = [.. filter.States], DestinationId = filter.DestinationId, EventType = filter.EventType, Entity = filter.Entity,
    };

    /// <summary>Every delivery of the events that a list shows.</summary>
    public static DeliveryScope OfEvents(EventFilter filter) => new() { Events = filter };

    /// <summary>Every delivery of the events received in a time; <paramref name="to"/> is not included, null is up to now.</summary>
    public static DeliveryScope OfTime(DateTimeOffset from, DateTimeOffset? to) => OfEvents(new EventFilter { From = from, To = to });

    /// <summary>Every delivery of an event and of those received after it.</summary>
    public static DeliveryScope Since(long seq) => new() { AfterSeq = seq - 1 };

    /// <summary>Whether a delivery's own columns fit: what the walk has not asked the database for.</summary>
    internal bool Fits(ScopeRow row) =>
        (States.Count == 0 || States.Contains(row.State))
        && (DestinationId is null || row.DestinationId == DestinationId)
        && (UpToId is null || row.Id <= UpToId);
}

/// <summary>A delivery of a scope.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="EventSeq">Its event.</param>
/// <param name="RouteId">Its route.</param>
/// <param name="DestinationId">Its destination.</param>
/// <param name="RevisionId">The revision that shapes it.</param>
/// <param name="State">Where it stands.</param>
/// <param name="OrderKey">Its entity on the route; null where it has none.</param>
public sealed record ScopeRow(long Id, long EventSeq, int RouteId, int DestinationId, int RevisionId, DeliveryState State, long? OrderKey);

/// <summary>A stretch of a scope. It may be empty and yet not the last.</summary>
/// <param name="Rows">Its deliveries, in the order of the walk.</param>
/// <param name="Position">Where the next stretch begins: to be handed to it as it is.</param>
/// <param name="IsEnd">Whether nothing comes after.</param>
public sealed record ScopePage(IReadOnlyList<ScopeRow> Rows, long Position, bool IsEnd);

/// <summary>How many deliveries of a scope are in which state.</summary>
/// <param name="ByState">The counts; states without any may be missing.</param>
/// <param name="Done">How much of the scope was looked at, from 0 to 1.</param>
public sealed record ScopeCounts(IReadOnlyDictionary<DeliveryState, int> ByState, double Done)
{
    /// <summary>Deliveries in any state.</summary>
    public int Total => ByState.Values.Sum();

    /// <summary>Deliveries in one of these states.</summary>
    public int In(params ReadOnlySpan<DeliveryState> states)
    {
        var sum = 0;
        foreach (var state in states)
            sum += ByState.GetValueOrDefault(state);
        return sum;
    }
}
