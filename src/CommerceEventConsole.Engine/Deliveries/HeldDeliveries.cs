using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>Sets the deliveries of a destination that is not being sent to aside, and brings them back; a bounded chunk a call.</summary>
internal sealed class HeldDeliveries(IDbContextFactory<ConsoleDbContext> store, TimeProvider time, IOptions<DeliveryOptions> options)
{
    private readonly int _chunk = options.Value.ChunkSize;

    /// <summary>Holds some of what waits to be sent; false when nothing waits any more.</summary>
    public async Task<bool> HoldAsync(int destinationId, CancellationToken cancellationToken)
    {
        await using var context = await store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var waiting = context.Deliveries.Where(d =>
            d.DestinationId == destinationId && (d.State == DeliveryState.Pending || d.State == DeliveryState.Retrying));
        var ids = await waiting.OrderBy(d => d.DueAt).ThenBy(d => d.Id).Take(_chunk).Select(d => d.Id)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        if (ids.Count == 0)
            return false;
        var now = time.Now();
        await waiting.Where(d => ids.Contains(d.Id)).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.State, DeliveryState.Held).SetProperty(d => d.UpdatedAt, now),
            cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Makes some of what is held due at once, oldest first, before all that came later; false when nothing is held any more.</summary>
    /// <param name="destinationId">The destination.</param>
    /// <param name="most">Deliveries at most; never more than a chunk.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<bool> ReleaseAsync(int destinationId, int most, CancellationToken cancellationToken)
    {
        await using var context = await store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var held = context.Deliveries.Where(d => d.State == DeliveryState.Held && d.DestinationId == destinationId);
        var ids = await held.OrderBy(d => d.Id).Take(Math.Min(most, _chunk)).Select(d => d.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (ids.Count == 0)
            return false;
        var now = time.Now();
        await held.Where(d => ids.Contains(d.Id)).ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.State, d => d.Attempts > 0 ? DeliveryState.Retrying : DeliveryState.Pending)
                .SetProperty(d => d.DueAt, d => d.CreatedAt)
                .SetProperty(d => d.UpdatedAt, now),
            cancellationToken).ConfigureAwait(false);
        return true;
    }
}
