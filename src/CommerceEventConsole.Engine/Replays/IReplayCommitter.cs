using CommerceEventConsole.Engine.Storage;

namespace CommerceEventConsole.Engine.Replays;

/// <summary>A delivery to be made for an event that is in the store.</summary>
/// <param name="EventSeq">The event.</param>
/// <param name="Delivery">What is to be made of it.</param>
public readonly record struct ReplayDelivery(long EventSeq, NewDelivery Delivery);

/// <summary>What a replay has looked at since its last step, and what it found.</summary>
/// <param name="ReplayId">The replay.</param>
/// <param name="Owner">The node that runs it.</param>
/// <param name="From">Where it stood: <see cref="Replay.Position"/> as it was read.</param>
/// <param name="Next">Where it stands then.</param>
/// <param name="Examined">Events looked at in between.</param>
/// <param name="IsLast">Whether nothing is left to look at.</param>
/// <param name="Deliveries">At most one for each event and route.</param>
/// <param name="At">When: deliveries are due at once.</param>
/// <param name="LeaseUntil">Until when the node keeps the replay.</param>
public sealed record ReplayStep(
    int ReplayId,
    string Owner,
    long From,
    long Next,
    int Examined,
    bool IsLast,
    IReadOnlyList<ReplayDelivery> Deliveries,
    DateTimeOffset At,
    DateTimeOffset LeaseUntil);

/// <summary>Writes the steps of replays, each in ONE transaction that is durable when the call returns.</summary>
public interface IReplayCommitter
{
    /// <summary>
    /// Moves the replay on and makes the deliveries that are not there yet: none where the event has one on that route already, whoever
    /// made it, or where the event is gone. Counts them in the replay and in the activity of the minute. Nothing happens where the replay
    /// is no longer running, held by another node, or stands elsewhere than <see cref="ReplayStep.From"/>.
    /// </summary>
    /// <returns>The deliveries made; null where nothing happened.</returns>
    /// <exception cref="System.Data.Common.DbException">The store could not take it; nothing of the step is stored.</exception>
    Task<int?> CommitAsync(ReplayStep step, CancellationToken cancellationToken);
}
