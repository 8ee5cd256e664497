using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Routing;

namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>Where an attempt leaves its delivery.</summary>
/// <param name="State">The new state.</param>
/// <param name="Attempts">Attempts made since the delivery was made or replayed.</param>
/// <param name="DueAt">Not to be sent before.</param>
internal readonly record struct DeliveryProgress(DeliveryState State, int Attempts, DateTimeOffset DueAt)
{
    /// <param name="before">Attempts made before this one.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="destination">The destination as it is configured now, which may have changed since the attempt began.</param>
    /// <param name="now">When it ended.</param>
    /// <param name="chance">A random number from 0 to 1.</param>
    public static DeliveryProgress After(
        int before, DeliveryOutcome outcome, DestinationConfiguration destination, DateTimeOffset now, double chance)
    {
        var attempts = before + 1;
        switch (outcome.Outcome)
        {
            case AttemptOutcome.Delivered:
                return new DeliveryProgress(DeliveryState.Delivered, attempts, now);
            case AttemptOutcome.Interrupted:
                return new DeliveryProgress(Waiting(before, destination), before, now);
            case AttemptOutcome.Transient when attempts < destination.MaxAttempts:
                var wait = new RetrySchedule(destination.FirstRetry, destination.MaxRetry).Wait(attempts, chance, outcome.RetryAfter);
                return new DeliveryProgress(Waiting(attempts, destination), attempts, now + wait);
            default:
                return new DeliveryProgress(DeliveryState.Failed, attempts, now);
        }
    }

    // A destination that was paused while the attempt went on keeps what came back.
    private static DeliveryState Waiting(int attempts, DestinationConfiguration destination)
    {
        if (destination.State != DestinationState.Active)
            return DeliveryState.Held;
        return attempts > 0 ? DeliveryState.Retrying : DeliveryState.Pending;
    }
}
