using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>Puts leased deliveries back into the queue: those whose dispatcher is gone, and those that it gives back.</summary>
internal sealed class DeliveryLeases(IDbContextFactory<ConsoleDbContext> store, TimeProvider time, IOptions<DeliveryOptions> options)
{
    private readonly int _chunk = options.Value.ChunkSize;

    /// <summary>Takes back every lease that has run out; returns the destinations that have work again.</summary>
    public Task<IReadOnlySet<int>> TakeBackExpiredAsync(CancellationToken cancellationToken)
    {
        var now = time.Now();
        return TakeBackAsync(leased => leased.Where(d => d.LeaseUntil < now), cancellationToken);
    }

    /// <summary>Takes back every lease, whoever holds it: right only where no other process can be sending.</summary>
    public Task<IReadOnlySet<int>> TakeBackAllAsync(CancellationToken cancellationToken) =>
        TakeBackAsync(leased => leased, cancellationToken);

    /// <summary>Gives back what was leased but not sent. What somebody else holds by now is left alone.</summary>
    public async Task ReleaseAsync(IReadOnlyCollection<long> ids, string owner, CancellationToken cancellationToken)
    {
        foreach (var chunk in ids.Chunk(_chunk))
        {
            await using var context = await store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            await PutBackAsync(
                context.Deliveries.Where(d => chunk.Contains(d.Id) && d.State == DeliveryState.Sending && d.LeaseOwner == owner),
                cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlySet<int>> TakeBackAsync(
        Func<IQueryable<Delivery>, IQueryable<Delivery>> choose, CancellationToken cancellationToken)
    {
        var destinations = new HashSet<int>();
        while (true)
        {
            await using var context = await store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            var leased = choose(context.Deliveries.Where(d => d.State == DeliveryState.Sending));
            var found = await leased.OrderBy(d => d.LeaseUntil).Take(_chunk).Select(d => new { d.Id, d.DestinationId })
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            if (found.Count == 0)
                return destinations;
            var ids = found.ConvertAll(d => d.Id);
            await PutBackAsync(leased.Where(d => ids.Contains(d.Id)), cancellationToken).ConfigureAwait(false);
            foreach (var d in found)
                destinations.Add(d.DestinationId);
        }
    }

    private Task<int> PutBackAsync(IQueryable<Delivery> deliveries, CancellationToken cancellationToken)
    {
        var now = time.Now();
        return deliveries.ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.State, d => d.Attempts > 0 ? DeliveryState.Retrying : DeliveryState.Pending)
                .SetProperty(d => d.LeaseOwner, (string?)null)
                .SetProperty(d => d.LeaseUntil, (DateTimeOffset?)null)
                .SetProperty(d => d.UpdatedAt, now),
            cancellationToken);
    }
}
