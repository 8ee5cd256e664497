using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries.Edits;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>A delivery of an event, with its attempts.</summary>
/// <param name="Delivery">The row.</param>
/// <param name="DestinationName">What people call its destination.</param>
/// <param name="SubscriptionId">The subscription that asked for it.</param>
/// <param name="SubscriptionName">What people call that.</param>
/// <param name="Revision">The number of the subscription's revision that made it; null where that is not known.</param>
/// <param name="Attempts">Its attempts from first to last, without bodies.</param>
public sealed record EventDelivery(
    Delivery Delivery, string DestinationName, int SubscriptionId, string SubscriptionName, int? Revision, IReadOnlyList<AttemptSummary> Attempts)
{
    /// <summary>Who made it by editing another; null for one that sends what its subscription asks for.</summary>
    public EditSummary? Edit { get; init; }

    /// <summary>The edit that goes in its place; null where there is none.</summary>
    public EditSummary? ReplacedBy { get; init; }
}

/// <summary>An attempt in a list.</summary>
/// <param name="Id">Identity in the store.</param>
/// <param name="DeliveryId">Its delivery.</param>
/// <param name="Number">1, 2, 3 ... within the delivery.</param>
/// <param name="StartedAt">When the request began.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="StatusCode">The HTTP status; null where there was no answer.</param>
/// <param name="Error">Why it failed; null where it did not.</param>
public sealed record AttemptSummary(
    long Id, long DeliveryId, int Number, DateTimeOffset StartedAt, int DurationMs, AttemptOutcome Outcome, int? StatusCode, string? Error)
{
    /// <summary>The stage of the route that failed; null where none did, or the route has none.</summary>
    public StageKind? Stage { get; init; }

    /// <summary>Its name; null where its kind has but one.</summary>
    public string? StageName { get; init; }
}

/// <summary>Which deliveries a list of failures shows.</summary>
public sealed record FailureFilter
{
    /// <summary>States wanted; empty for failed, retrying and held. Only those and <c>superseded</c> and <c>dismissed</c> can be asked for.</summary>
    public IReadOnlyCollection<DeliveryState> States { get; init; } = [];

    /// <summary>The destination; null for every one.</summary>
    public int? DestinationId { get; init; }

    /// <summary>The canonical event type; null for every one.</summary>
    public string? EventType { get; init; }

    /// <summary>An order number, SKU, e-mail or other search key of the event, as a person types it; null for every event.</summary>
    public string? Entity { get; init; }
}

/// <summary>A delivery in a list of failures.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="EventSeq">Its event.</param>
/// <param name="EventType">The canonical type of that.</param>
/// <param name="EntityKind">What the event is about.</param>
/// <param name="EntityKey">Which one; null where it names none.</param>
/// <param name="DestinationId">Its destination.</param>
/// <param name="DestinationName">What people call that.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Attempts">Attempts made since it was made or replayed.</param>
/// <param name="LastStatusCode">The HTTP status of the last attempt.</param>
/// <param name="LastError">Why that failed.</param>
/// <param name="DueAt">When the next attempt is due, where one is.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it reached its state.</param>
public sealed record FailureRow(
    long Id,
    long EventSeq,
    string EventType,
    EntityKind EntityKind,
    string? EntityKey,
    int DestinationId,
    string DestinationName,
    DeliveryState State,
    int Attempts,
    int? LastStatusCode,
    string? LastError,
    DateTimeOffset DueAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    /// <summary>Who dismissed it, where it is dismissed and that is known.</summary>
    public string? DismissedBy { get; init; }

    /// <summary>Whether an edited delivery goes in its place, so that it cannot be replayed itself.</summary>
    public bool IsReplaced { get; init; }
}

/// <summary>A page of failures, newest first.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Next">What to ask the next page with; null where there is none.</param>
public sealed record FailurePage(IReadOnlyList<FailureRow> Rows, long? Next);

/// <summary>How many deliveries of a destination are in a state.</summary>
/// <param name="DestinationId">The destination.</param>
/// <param name="State">The state: any but <c>delivered</c>.</param>
/// <param name="Count">How many.</param>
public sealed record DeliveryCount(int DestinationId, DeliveryState State, long Count);
