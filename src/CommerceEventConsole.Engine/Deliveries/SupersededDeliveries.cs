using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>
/// Routes that send only the newest: of several deliveries that wait for one entity, all but the newest become <c>superseded</c>. Looked
/// for when the oldest of them is claimed, so that it costs nothing while nothing piles up.
/// </summary>
internal sealed class SupersededDeliveries(
    IDbContextFactory<ConsoleDbContext> store, RouteSendings sendings, IOptions<DeliveryOptions> options, TimeProvider time)
{
    private readonly int _chunk = options.Value.ChunkSize;

    /// <summary>Takes out of the queue what is older than another that waits for the same entity.</summary>
    /// <param name="claimed">What has just been leased: while it is, nobody else has one of its entities in flight.</param>
    /// <param name="owner">Who leased it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Those of <paramref name="claimed"/> that are to be sent.</returns>
    public async Task<IReadOnlyList<LeasedDelivery>> PassOverAsync(
        IReadOnlyList<LeasedDelivery> claimed, string owner, CancellationToken cancellationToken)
    {
        List<long> ids = [.. claimed.Where(d => d.OrderKey is not null && sendings.Of(d.RouteId).Order == RouteOrder.LatestOnly).Select(d => d.Id)];
        if (ids.Count == 0)
            return claimed;
        var older = await SupersedeOlderAsync(ids, owner, cancellationToken).ConfigureAwait(false);
        return older.Count == 0 ? claimed : [.. claimed.ExceptBy(older, d => d.Id)];
    }

    /// <summary>Supersedes what is older than another delivery that waits for the same entity as one of <paramref name="ids"/>.</summary>
    internal async Task<IReadOnlyCollection<long>> SupersedeOlderAsync(List<long> ids, string owner, CancellationToken cancellationToken)
    {
        await using var context = await store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var waiting = await Waiting(context, ids, _chunk).ToListAsync(cancellationToken).ConfigureAwait(false);
        var older = waiting.GroupBy(d => (d.RouteId, d.OrderKey)).SelectMany(same => same.SkipLast(1)).Select(d => d.Id).ToList();
        foreach (var chunk in older.Chunk(_chunk))
            await SupersedeAsync(chunk, owner, cancellationToken).ConfigureAwait(false);
        return older;
    }

    /// <summary>
    /// What waits for the entities of some deliveries, those themselves included, oldest first. States as in the index's filter. What the
    /// destination has taken already and only has to be written back is not passed over.
    /// </summary>
    internal static IQueryable<Unfinished> Waiting(ConsoleDbContext context, List<long> ids, int count) => (
        from mine in context.Deliveries
        where ids.Contains(mine.Id) && mine.OrderKey != null
        join d in context.Deliveries on new { mine.RouteId, mine.OrderKey } equals new { d.RouteId, d.OrderKey }
        where d.State == DeliveryState.Pending || d.State == DeliveryState.Sending || d.State == DeliveryState.Retrying || d.State == DeliveryState.Held
        where !context.DeliveryStages.Any(s => s.DeliveryId == d.Id)
        orderby d.RouteId, d.OrderKey, d.EventSeq, d.Id
        select new Unfinished(d.Id, d.RouteId, d.OrderKey)).Take(count);

    internal async Task SupersedeAsync(IReadOnlyCollection<long> ids, string owner, CancellationToken cancellationToken)
    {
        var now = time.Now();
        await using var context = await store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await context.Deliveries
            .Where(d => ids.Contains(d.Id)
                && (d.State == DeliveryState.Pending || d.State == DeliveryState.Retrying || d.State == DeliveryState.Held
                    || (d.State == DeliveryState.Sending && d.LeaseOwner == owner)))
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(d => d.State, DeliveryState.Superseded)
                    .SetProperty(d => d.LeaseOwner, (string?)null)
                    .SetProperty(d => d.LeaseUntil, (DateTimeOffset?)null)
                    .SetProperty(d => d.UpdatedAt, now),
                cancellationToken).ConfigureAwait(false);
    }

    internal sealed record Unfinished(long Id, int RouteId, long? OrderKey);
}
