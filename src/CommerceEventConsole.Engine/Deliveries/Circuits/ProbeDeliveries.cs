using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Deliveries.Circuits;

/// <summary>Takes single held deliveries out of a backlog, to see whether their destination takes them.</summary>
internal sealed class ProbeDeliveries(IDbContextFactory<ConsoleDbContext> store, ClaimedDeliveries claims, TimeProvider time)
{
    /// <summary>Leases the oldest held delivery that no other of its entity goes before; null where there is none.</summary>
    /// <param name="destinationId">The destination.</param>
    /// <param name="after">The delivery behind which the search begins; it goes on from the start.</param>
    /// <param name="owner">The dispatcher.</param>
    /// <param name="lease">How long.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ClaimedDelivery?> TakeAsync(
        int destinationId, long after, string owner, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var until = now + lease;
        var found = await FindAsync(destinationId, after, cancellationToken).ConfigureAwait(false);
        if (found is null && after > 0)
            found = await FindAsync(destinationId, 0, cancellationToken).ConfigureAwait(false);
        if (found is not { } delivery || !await LeaseAsync(delivery.Id, owner, now, until, cancellationToken).ConfigureAwait(false))
            return null;
        return (await claims.LoadAsync([delivery], owner, until, cancellationToken).ConfigureAwait(false))[0];
    }

    private async Task<LeasedDelivery?> FindAsync(int destinationId, long after, CancellationToken cancellationToken)
    {
        await using var context = await store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await First(context).Where(d => d.DestinationId == destinationId && d.Id > after).OrderBy(d => d.Id)
            .Select(d => (LeasedDelivery?)new LeasedDelivery(
                d.Id, d.EventSeq, d.RouteId, d.DestinationId, d.RevisionId, d.Attempts, d.CreatedAt, d.OrderKey, d.LastAttempt, d.Edits))
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> LeaseAsync(long id, string owner, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await using var context = await store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await First(context).Where(d => d.Id == id).ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.State, DeliveryState.Sending)
                .SetProperty(d => d.LeaseOwner, owner)
                .SetProperty(d => d.LeaseUntil, until)
                .SetProperty(d => d.UpdatedAt, now),
            cancellationToken).ConfigureAwait(false) == 1;
    }

    // Held, and first of its entity on its route: as a claim has it (IDeliveryQueue).
    private static IQueryable<Delivery> First(ConsoleDbContext context) => context.Deliveries.Where(d =>
        d.State == DeliveryState.Held
        && (d.OrderKey == null || !context.Deliveries.Any(o =>
            o.RouteId == d.RouteId && o.OrderKey == d.OrderKey && o.OrderKey != null && o.Id != d.Id
            && (o.State == DeliveryState.Pending || o.State == DeliveryState.Sending
                || o.State == DeliveryState.Retrying || o.State == DeliveryState.Held)
            && (o.State == DeliveryState.Sending || o.EventSeq < d.EventSeq || (o.EventSeq == d.EventSeq && o.Id < d.Id)))));
}
