using CommerceEventConsole.Engine.Deliveries;

namespace CommerceEventConsole.Engine.Replays;

/// <summary>How the deliveries of a scope are sent again. As made, it sends what failed or is being retried, and nothing else.</summary>
public sealed record ResendOptions
{
    /// <summary>The highest speed that can be asked for, in deliveries per minute.</summary>
    public const int MaxPerMinute = 1_000_000;

    /// <summary>
    /// Sends only the newest delivery of each entity on a route. Older ones become <c>superseded</c>, and so does each for which something
    /// newer arrived already or is on its way.
    /// </summary>
    public bool NewestOnly { get; init; }

    /// <summary>Shapes what is sent by the subscription's revision in force now, not by the one that made the delivery.</summary>
    public bool CurrentRevision { get; init; }

    /// <summary>Another destination, which gets deliveries of its own while the originals stay as they are; null for their own.</summary>
    public int? DestinationId { get; init; }

    /// <summary>Sends again also what has arrived.</summary>
    public bool DeliveredToo { get; init; }

    /// <summary>Sends also what was dismissed or superseded.</summary>
    public bool SetAsideToo { get; init; }

    /// <summary>Deliveries per minute at most; null for as fast as the destinations take them.</summary>
    public int? PerMinute { get; init; }

    /// <summary>
    /// Begins with 1, then 10, then 100, and looks at the outcome of each before it goes on; stops by itself where too many fail.
    /// </summary>
    public bool Canary { get; init; }

    /// <summary>How many of a hundred may fail in the course of that.</summary>
    public int MaxFailedPercent { get; init; } = 10;

    /// <summary>What is safe for a scope: what a person picked or asked for by its state is sent though it was set aside.</summary>
    public static ResendOptions For(DeliveryScope scope) => new()
    {
        SetAsideToo = scope.Ids.Count > 0 || scope.States.Any(s => s is DeliveryState.Dismissed or DeliveryState.Superseded),
    };

    /// <summary>Whether a delivery in this state is sent.</summary>
    public bool Sends(DeliveryState state) => state switch
    {
        DeliveryState.Failed or DeliveryState.Retrying => true,
        DeliveryState.Dismissed or DeliveryState.Superseded => SetAsideToo,
        DeliveryState.Delivered => DeliveredToo,
        // What waits for a destination leaves by itself when that is back: another need not wait for it.
        DeliveryState.Held => DestinationId is not null,
        _ => false,
    };

    /// <summary>Why these cannot be used; null where they can.</summary>
    public string? Problem() =>
        PerMinute is < 1 or > MaxPerMinute ? $"The speed limit is from 1 to {MaxPerMinute:N0} deliveries a minute."
        : MaxFailedPercent is < 0 or > 100 ? "The share that may fail is from 0 to 100 percent."
        : null;
}
