using CommerceEventConsole.Engine.Deliveries.Circuits;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Routing;

namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>Where an attempt leaves its delivery.</summary>
/// <param name="State">The new state.</param>
/// <param name="Attempts">Attempts made since the delivery was made or replayed.</param>
/// <param name="DueAt">Not to be sent before.</param>
/// <param name="Outcome">How the attempt is recorded: also why a delivery was given up.</param>
internal readonly record struct DeliveryProgress(DeliveryState State, int Attempts, DateTimeOffset DueAt, AttemptOutcome Outcome)
{
    /// <param name="lease">The delivery before the attempt.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="verdict">What it says about the destination.</param>
    /// <param name="destination">The destination as it is configured now, which may have changed since the attempt began.</param>
    /// <param name="now">When it ended.</param>
    /// <param name="chance">A random number from 0 to 1.</param>
    public static DeliveryProgress After(
        in LeasedDelivery lease, DeliveryOutcome outcome, AttemptVerdict verdict, DestinationConfiguration destination, DateTimeOffset now, double chance)
    {
        var before = lease.Attempts;
        if (outcome.Outcome == AttemptOutcome.Delivered)
            return new DeliveryProgress(DeliveryState.Delivered, before + 1, now, AttemptOutcome.Delivered);
        if (outcome.Outcome == AttemptOutcome.Interrupted)
            return new DeliveryProgress(Waiting(before, verdict, destination), before, now, AttemptOutcome.Interrupted);
        if (verdict.IsUncounted)
            return new DeliveryProgress(Waiting(before, verdict, destination), before, verdict.NotBefore ?? now, AttemptOutcome.Uncounted);
        return outcome is { Outcome: AttemptOutcome.Transient, TriesElsewhere: { } tries }
            ? Elsewhere(lease, outcome, tries, verdict, destination, now, chance)
            : Counted(lease, outcome, verdict, destination, now, chance);
    }

    // Commerce was in trouble: it is waited for longer and longer, but a delivery is not given up for that before it is too old.
    private static DeliveryProgress Elsewhere(
        in LeasedDelivery lease, DeliveryOutcome outcome, int tries, AttemptVerdict verdict, DestinationConfiguration destination, DateTimeOffset now, double chance)
    {
        var due = now + Schedule(destination).Wait(tries, chance, outcome.RetryAfter);
        if (due - lease.CreatedAt > destination.MaxAge)
            return new DeliveryProgress(DeliveryState.Failed, lease.Attempts, now, AttemptOutcome.Expired);
        var state = Waiting(lease.Attempts, verdict, destination) == DeliveryState.Held ? DeliveryState.Held : DeliveryState.Retrying;
        return new DeliveryProgress(state, lease.Attempts, due, AttemptOutcome.Transient);
    }

    private static RetrySchedule Schedule(DestinationConfiguration destination) => new(destination.FirstRetry, destination.MaxRetry, destination.RetryCurve);

    private static DeliveryProgress Counted(
        in LeasedDelivery lease, DeliveryOutcome outcome, AttemptVerdict verdict, DestinationConfiguration destination, DateTimeOffset now, double chance)
    {
        var attempts = lease.Attempts + 1;
        if (outcome.Outcome != AttemptOutcome.Transient)
            return new DeliveryProgress(DeliveryState.Failed, attempts, now, outcome.Outcome);
        if (attempts >= destination.MaxAttempts)
            return new DeliveryProgress(DeliveryState.Failed, attempts, now, AttemptOutcome.Exhausted);
        var due = now + Schedule(destination).Wait(attempts, chance, outcome.RetryAfter);
        return due - lease.CreatedAt > destination.MaxAge
            ? new DeliveryProgress(DeliveryState.Failed, attempts, now, AttemptOutcome.Expired)
            : new DeliveryProgress(Waiting(attempts, verdict, destination), attempts, due, AttemptOutcome.Transient);
    }

    // A destination that was paused, or became unreachable, while the attempt went on keeps what came back.
    private static DeliveryState Waiting(int attempts, AttemptVerdict verdict, DestinationConfiguration destination)
    {
        if (verdict.IsOpen || destination.State != DestinationState.Active)
            return DeliveryState.Held;
        return attempts > 0 ? DeliveryState.Retrying : DeliveryState.Pending;
    }
}
