using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Failures;
using CommerceEventConsole.Engine.Intake;

namespace CommerceEventConsole.Engine.Storage;

/// <summary>A delivery to be made with its event.</summary>
/// <param name="RouteId">The route.</param>
/// <param name="DestinationId">The route's destination.</param>
/// <param name="RevisionId">The revision that matched.</param>
/// <param name="OrderKey">See <see cref="Delivery.OrderKey"/>.</param>
/// <param name="State"><see cref="DeliveryState.Pending"/>, or <see cref="DeliveryState.Held"/> for a destination that is not being sent to.</param>
public readonly record struct NewDelivery(int RouteId, int DestinationId, int RevisionId, long? OrderKey, DeliveryState State);

/// <summary>An event on its way into the store, with what is committed beside it.</summary>
public sealed class NewEvent
{
    /// <summary>
    /// The row. <see cref="StoredEvent.Seq"/> is 0 until the commit gives it one; it stays 0 for an event that was stored already.
    /// </summary>
    public required StoredEvent Row { get; init; }

    /// <summary>What it can be found by.</summary>
    public IReadOnlyList<SearchKey> SearchKeys { get; init; } = [];

    /// <summary>What it is sent to.</summary>
    public IReadOnlyList<NewDelivery> Deliveries { get; init; } = [];

    /// <summary>Set by the commit: the event was in the store already, or earlier in the same batch.</summary>
    public bool IsDuplicate { get; set; }
}

/// <summary>How an attempt changes its delivery.</summary>
/// <param name="Attempt">The attempt to append.</param>
/// <param name="DestinationId">The delivery's destination.</param>
/// <param name="LeaseOwner">Who sent it: the delivery changes only while that lease stands.</param>
/// <param name="State">The new state.</param>
/// <param name="Attempts">Attempts made, this one counted if it costs one.</param>
/// <param name="DueAt">When the next attempt is due; ignored in a final state.</param>
public sealed record AttemptResult(
    DeliveryAttempt Attempt, int DestinationId, string LeaseOwner, DeliveryState State, int Attempts, DateTimeOffset DueAt)
{
    /// <summary>How it failed and what that holds up; null for an attempt that did not fail.</summary>
    public FailureMark? Failure { get; init; }

    /// <summary>Set by the commit: the attempt was recorded already, by a commit whose answer was lost.</summary>
    public bool IsDuplicate { get; set; }
}

/// <summary>What one transaction writes. Filled and read by one thread at a time.</summary>
public sealed class WriteBatch
{
    /// <summary>When the batch is committed: the time of its changes.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Events to store.</summary>
    public List<NewEvent> Events { get; } = [];

    /// <summary>Unreadable requests to keep.</summary>
    public List<RejectedRequest> Rejected { get; } = [];

    /// <summary>Attempts to record.</summary>
    public List<AttemptResult> Attempts { get; } = [];

    /// <summary>Whether there is nothing to write.</summary>
    public bool IsEmpty => Events.Count == 0 && Rejected.Count == 0 && Attempts.Count == 0;

    /// <summary>Empties it for reuse.</summary>
    public void Clear()
    {
        Events.Clear();
        Rejected.Clear();
        Attempts.Clear();
    }
}

/// <summary>
/// Writes batches, each in ONE transaction that is durable when the call returns. Called by the one <see cref="StoreWriter"/> of the
/// node, never twice at a time.
/// </summary>
public interface IBatchCommitter : IAsyncDisposable
{
    /// <summary>Where the writer's loop runs: beside its commits, so that none waits for a thread between one and the next.</summary>
    TaskScheduler Scheduler => TaskScheduler.Default;

    /// <summary>
    /// Stores every event that is not there yet (with its search keys and deliveries), every rejected request and every attempt, and
    /// counts them in the activity of the minute. Sets <see cref="StoredEvent.Seq"/> or <see cref="NewEvent.IsDuplicate"/> on each event.
    /// Nothing of the batch is stored if it throws, and rows are as before.
    /// </summary>
    /// <exception cref="System.Data.Common.DbException">The store could not take it.</exception>
    Task CommitAsync(WriteBatch batch, CancellationToken cancellationToken);
}
