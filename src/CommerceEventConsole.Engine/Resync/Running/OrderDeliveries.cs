using System.Globalization;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Resync.Runs;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Resync.Running;

/// <summary>The delivery that takes an order to a destination.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="EventSeq">Its event.</param>
/// <param name="State">Where it stands.</param>
internal sealed record OrderDelivery(long Id, long EventSeq, DeliveryState State);

/// <summary>
/// Sends orders that a system lacks by the deliveries of their stored events: order, stages and idempotency id hold, and the attempt is on
/// record where people look for it.
/// </summary>
internal sealed class OrderDeliveries(
    IDbContextFactory<ConsoleDbContext> contexts, ISearchIndex index, DeliveryActions actions)
{
    // A statement names its keys by parameters.
    private const int Chunk = 500;

    /// <summary>Of each order the newest delivery to a destination; orders without any are left out.</summary>
    public async Task<IReadOnlyDictionary<string, OrderDelivery>> FindAsync(
        int destinationId, IReadOnlyCollection<string> orders, CancellationToken cancellationToken)
    {
        await index.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        var found = new Dictionary<string, OrderDelivery>(StringComparer.Ordinal);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        foreach (var part in orders.Chunk(Chunk))
        {
            var byKey = part.ToLookup(o => SearchKey.Normalize(o), StringComparer.Ordinal);
            var keys = byKey.Select(g => g.Key).ToList();
            var rows = await Of(db, destinationId, keys).ToListAsync(cancellationToken).ConfigureAwait(false);
            foreach (var row in rows.GroupBy(r => r.Key, StringComparer.Ordinal).Select(g => g.MaxBy(r => (r.EventSeq, r.Id))!))
            {
                foreach (var order in byKey[row.Key])
                    found[order] = new OrderDelivery(row.Id, row.EventSeq, row.State);
            }
        }

        return found;
    }

    /// <summary>Puts the deliveries of these orders into the queue, those that are not in it already.</summary>
    public async Task SendAsync(ResyncSession session, IReadOnlyList<Finding> findings, CancellationToken cancellationToken)
    {
        var destination = session.Plan.DestinationId!.Value;
        var found = await FindAsync(destination, [.. findings.Select(f => f.Key)], cancellationToken).ConfigureAwait(false);
        var who = string.Create(CultureInfo.InvariantCulture, $"{session.Run.StartedBy}, resync run {session.Run.Id}");
        // Delivered and yet not there: the system has lost it, and recognises the id where it has not.
        var ids = found.Values.Where(d => !IsUnderWay(d.State)).Select(d => d.Id).Distinct().ToList();
        if (ids.Count > 0)
            await actions.ReplayAsync(ids, who, deliveredToo: true, cancellationToken).ConfigureAwait(false);
        foreach (var finding in findings)
        {
            if (found.TryGetValue(finding.Key, out var delivery))
                finding.Settle(ResyncOutcome.Handed, eventSeq: delivery.EventSeq);
            else
                finding.Settle(ResyncOutcome.Failed, "Its event was removed meanwhile. Run the resync again.");
        }
    }

    internal static IQueryable<Row> Of(ConsoleDbContext db, int destinationId, List<string> keys) =>
        from k in db.EventSearchKeys
        where k.Kind == SearchKeyKind.OrderNumber && keys.Contains(k.Value)
        join d in db.Deliveries on k.EventSeq equals d.EventSeq
        where d.DestinationId == destinationId
        select new Row(k.Value, d.Id, d.EventSeq, d.State);

    private static bool IsUnderWay(DeliveryState state) =>
        state is DeliveryState.Pending or DeliveryState.Sending or DeliveryState.Retrying or DeliveryState.Held;

    internal sealed record Row(string Key, long Id, long EventSeq, DeliveryState State);
}
