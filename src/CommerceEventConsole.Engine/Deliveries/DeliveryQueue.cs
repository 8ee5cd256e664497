namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>A delivery that a dispatcher holds.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="EventSeq">Its event.</param>
/// <param name="RouteId">Its route.</param>
/// <param name="DestinationId">Its destination.</param>
/// <param name="RevisionId">The revision whose filter shapes what is sent.</param>
/// <param name="Attempts">Attempts made before.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="OrderKey">See <see cref="Delivery.OrderKey"/>.</param>
/// <param name="LastAttempt">See <see cref="Delivery.LastAttempt"/>.</param>
/// <param name="Edits">See <see cref="Delivery.Edits"/>.</param>
public readonly record struct LeasedDelivery(
    long Id,
    long EventSeq,
    int RouteId,
    int DestinationId,
    int RevisionId,
    int Attempts,
    DateTimeOffset CreatedAt,
    long? OrderKey = null,
    int LastAttempt = 0,
    EditMarks Edits = EditMarks.None);

/// <summary>The few statements of the queue that differ between databases.</summary>
public interface IDeliveryQueue
{
    /// <summary>
    /// Leases up to <paramref name="count"/> due deliveries of a destination, oldest event first. Never one whose entity has, on the
    /// same route, another in flight or an older one unfinished (<c>pending</c>, <c>sending</c>, <c>retrying</c>, <c>held</c>).
    /// Safe against other nodes and other callers.
    /// </summary>
    Task<IReadOnlyList<LeasedDelivery>> ClaimAsync(
        int destinationId, int count, string owner, DateTimeOffset now, DateTimeOffset leaseUntil, CancellationToken cancellationToken);
}
