using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;

namespace CommerceEventConsole.Engine.Failures;

/// <summary>Which groups a list shows.</summary>
/// <param name="State">The state, where a snooze that is over counts as open; null for every one.</param>
/// <param name="DestinationId">The destination; null for every one.</param>
public sealed record FailureGroupFilter(FailureGroupState? State = null, int? DestinationId = null);

/// <summary>A failure group in a list.</summary>
/// <param name="Group">The row.</param>
/// <param name="Destination">What people call its destination.</param>
/// <param name="State">Its state now: a snooze that is over counts as open.</param>
/// <param name="Figures">What fails and what that holds up.</param>
/// <param name="Since">When the oldest delivery of it that still fails was made; null where none does.</param>
/// <param name="Trend">Attempts that failed, each half hour of the last 24 hours, the one under way last.</param>
public sealed record FailureGroupRow(
    FailureGroup Group, string Destination, FailureGroupState State, GroupFigures Figures, DateTimeOffset? Since, IReadOnlyList<long> Trend);

/// <summary>A page of failure groups, the most urgent first.</summary>
/// <param name="Rows">The groups of the page.</param>
/// <param name="Total">How many match; at most <see cref="FailureGroupQueries.MaxGroups"/>.</param>
/// <param name="Counts">How many are in each state, whatever the state asked for.</param>
/// <param name="Destinations">The names of all destinations, by id.</param>
/// <param name="CountedAt">When the figures were counted.</param>
public sealed record FailureGroupList(
    IReadOnlyList<FailureGroupRow> Rows,
    int Total,
    IReadOnlyDictionary<FailureGroupState, int> Counts,
    IReadOnlyDictionary<int, string> Destinations,
    DateTimeOffset CountedAt);

/// <summary>One failure group with everything that its page shows.</summary>
/// <param name="Row">The group.</param>
/// <param name="CountedAt">When the figures were counted.</param>
/// <param name="Examples">The last failed attempts of its newest deliveries, at most three.</param>
/// <param name="HeldUp">What it holds up, the most valuable first.</param>
/// <param name="Members">A page of its deliveries.</param>
public sealed record FailureGroupDetails(
    FailureGroupRow Row, DateTimeOffset CountedAt, IReadOnlyList<FailureExample> Examples, IReadOnlyList<HeldUp> HeldUp, FailurePage Members);

/// <summary>An attempt that shows how a group fails.</summary>
/// <param name="Attempt">The attempt whole.</param>
/// <param name="EventSeq">Its event.</param>
/// <param name="EventType">The canonical type of that.</param>
/// <param name="Entity">What that is about.</param>
/// <param name="IsProtected">Whether the sender marked it as protected health information (spec 5.4): then nothing of it is shown.</param>
public sealed record FailureExample(DeliveryAttempt Attempt, long EventSeq, string EventType, EntityRef Entity, bool IsProtected);

/// <summary>One order, product ... that a group holds up.</summary>
/// <param name="Entity">Which.</param>
/// <param name="Value">What an order is worth; null where that is not known.</param>
public sealed record HeldUp(EntityRef Entity, OrderValue? Value);
