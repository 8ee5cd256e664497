using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries.Edits;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>
/// What screens ask about deliveries. Lists of states stand literally and as in the indexes' filters (see <c>ConsoleModel</c>): only
/// then do the databases use those indexes, and only then do the answers come at once whatever the table holds.
/// </summary>
public sealed class DeliveryQueries(IDbContextFactory<ConsoleDbContext> store, ISearchIndex index)
{
    private static readonly DeliveryState[] Failures = [DeliveryState.Failed, DeliveryState.Retrying, DeliveryState.Held];

    private static readonly DeliveryState[] Listable =
        [DeliveryState.Retrying, DeliveryState.Failed, DeliveryState.Held, DeliveryState.Superseded, DeliveryState.Dismissed];

    /// <summary>The deliveries of an event, in the order in which they were made.</summary>
    public async Task<IReadOnlyList<EventDelivery>> ForEventAsync(long eventSeq, CancellationToken cancellationToken)
    {
        await using var context = await store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var deliveries = await (
            from d in context.Deliveries.AsNoTracking()
            where d.EventSeq == eventSeq
            join destination in context.Destinations on d.DestinationId equals destination.Id
            join route in context.Routes on d.RouteId equals route.Id
            join subscription in context.Subscriptions on route.SubscriptionId equals subscription.Id
            orderby d.Id
            select new
            {
                Delivery = d,
                Destination = destination.Name,
                SubscriptionId = subscription.Id,
                Subscription = subscription.Name,
                Revision = context.SubscriptionRevisions.Where(r => r.Id == d.RevisionId).Select(r => (int?)r.Number).FirstOrDefault(),
            })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var ids = deliveries.ConvertAll(d => d.Delivery.Id);
        var attempts = await context.DeliveryAttempts.Where(a => ids.Contains(a.DeliveryId)).OrderBy(a => a.Id)
            .Select(a => new AttemptSummary(a.Id, a.DeliveryId, a.Number, a.StartedAt, a.DurationMs, a.Outcome, a.StatusCode, a.Error)
            {
                Stage = a.Stage,
                StageName = a.StageName,
            })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var byDelivery = attempts.ToLookup(a => a.DeliveryId);
        var edits = await context.DeliveryEdits.Where(e => ids.Contains(e.DeliveryId))
            .Select(e => new EditSummary(e.DeliveryId, e.OriginalId, e.EditedBy, e.EditedAt, e.Reason))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return deliveries.ConvertAll(d =>
            new EventDelivery(d.Delivery, d.Destination, d.SubscriptionId, d.Subscription, d.Revision, [.. byDelivery[d.Delivery.Id]])
            {
                Edit = edits.Find(e => e.DeliveryId == d.Delivery.Id),
                ReplacedBy = edits.Find(e => e.OriginalId == d.Delivery.Id),
            });
    }

    /// <summary>A page of what needs attention, newest delivery first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before"><see cref="FailurePage.Next"/> of the page before; null for the first.</param>
    /// <param name="count">Rows at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<FailurePage> FailuresAsync(FailureFilter filter, long? before, int count, CancellationToken cancellationToken)
    {
        if (filter.Entity is not null)
            await index.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        await using var context = await store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var states = filter.States.Count == 0 ? Failures : [.. filter.States.Intersect(Listable)];
        var destinations = await context.Destinations.Where(d => filter.DestinationId == null || d.Id == filter.DestinationId)
            .Select(d => new { d.Id, d.Name }).ToDictionaryAsync(d => d.Id, d => d.Name, cancellationToken).ConfigureAwait(false);

        // The index is in order of id within a state and destination: the newest of each are read off its ends, and merged.
        var rows = new List<FailureRow>();
        foreach (var (id, name) in destinations)
        {
            foreach (var state in states)
            {
                rows.AddRange(await Newest(context, filter, state, id, name, before ?? long.MaxValue).Take(count + 1)
                    .ToListAsync(cancellationToken).ConfigureAwait(false));
            }
        }

        rows.Sort((a, b) => b.Id.CompareTo(a.Id));
        return rows.Count <= count ? new FailurePage(rows, null) : new FailurePage(rows[..count], rows[count - 1].Id);
    }

    /// <summary>How many deliveries are in each state but <c>delivered</c>, for each destination. Reads indexes only.</summary>
    public async Task<IReadOnlyList<DeliveryCount>> CountsAsync(CancellationToken cancellationToken)
    {
        await using var context = await store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var counts = await Attention(context)
            .GroupBy(d => new { d.State, d.DestinationId })
            .Select(g => new DeliveryCount(g.Key.DestinationId, g.Key.State, g.LongCount()))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var due = await Due(context).GroupBy(d => d.DestinationId).Select(g => new { g.Key, Count = g.LongCount() })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var sending = await Sending(context).GroupBy(d => d.DestinationId).Select(g => new { g.Key, Count = g.LongCount() })
            .ToListAsync(cancellationToken).ConfigureAwait(false);

        // That index holds pending and retrying ones without telling them apart.
        foreach (var d in due)
        {
            var retrying = counts.Find(c => c.DestinationId == d.Key && c.State == DeliveryState.Retrying)?.Count ?? 0;
            if (d.Count > retrying)
                counts.Add(new DeliveryCount(d.Key, DeliveryState.Pending, d.Count - retrying));
        }

        counts.AddRange(sending.Select(s => new DeliveryCount(s.Key, DeliveryState.Sending, s.Count)));
        return counts;
    }

    /// <summary>When the oldest delivery that has not arrived and is not given up was made, for each destination that has one.</summary>
    public async Task<IReadOnlyDictionary<int, DateTimeOffset>> OldestUnsentAsync(CancellationToken cancellationToken)
    {
        await using var context = await store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var oldest = new Dictionary<int, DateTimeOffset>();
        foreach (var id in await context.Destinations.Select(d => d.Id).ToListAsync(cancellationToken).ConfigureAwait(false))
        {
            // Ids grow with time, and what is pending is due in the order in which it came: the first of each kind is the oldest.
            IQueryable<Delivery>[] firsts =
            [
                Due(context).Where(d => d.DestinationId == id).OrderBy(d => d.DueAt).ThenBy(d => d.Id),
                Attention(context).Where(d => d.State == DeliveryState.Retrying && d.DestinationId == id).OrderBy(d => d.Id),
                Attention(context).Where(d => d.State == DeliveryState.Held && d.DestinationId == id).OrderBy(d => d.Id),
                OldestSending(context).Where(d => d.DestinationId == id),
            ];
            foreach (var first in firsts)
            {
                var created = await first.Select(d => (DateTimeOffset?)d.CreatedAt).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
                if (created is { } at && (!oldest.TryGetValue(id, out var known) || at < known))
                    oldest[id] = at;
            }
        }

        return oldest;
    }

    internal static IQueryable<Delivery> Due(ConsoleDbContext context) =>
        context.Deliveries.Where(d => d.State == DeliveryState.Pending || d.State == DeliveryState.Retrying);

    internal static IQueryable<Delivery> Sending(ConsoleDbContext context) => context.Deliveries.Where(d => d.State == DeliveryState.Sending);

    // Not in the order of ids: SQLite would walk the whole table in it, to save sorting the few that are being sent.
    internal static IQueryable<Delivery> OldestSending(ConsoleDbContext context) => Sending(context).OrderBy(d => d.CreatedAt);

    internal static IQueryable<Delivery> Attention(ConsoleDbContext context) =>
        context.Deliveries.Where(d => d.State == DeliveryState.Retrying || d.State == DeliveryState.Failed || d.State == DeliveryState.Held
            || d.State == DeliveryState.Superseded || d.State == DeliveryState.Dismissed);

    private static IQueryable<FailureRow> Newest(
        ConsoleDbContext context, FailureFilter filter, DeliveryState state, int destinationId, string destinationName, long before)
    {
        var deliveries = Attention(context).Where(d => d.State == state && d.DestinationId == destinationId && d.Id < before);
        if (filter.Entity is { } entity)
        {
            var key = SearchKey.Normalize(entity);
            var seqs = context.EventSearchKeys.Where(k => k.Value == key).Select(k => k.EventSeq);
            deliveries = deliveries.Where(d => seqs.Contains(d.EventSeq));
        }

        var types = filter.EventType is { } name ? context.EventTypes.Where(t => t.Name == name) : context.EventTypes;
        return
            from d in deliveries
            join e in context.Events on d.EventSeq equals e.Seq
            join type in types on e.EventTypeId equals type.Id
            orderby d.Id descending
            select new FailureRow(
                d.Id, d.EventSeq, type.Name, e.EntityKind, e.EntityKey, d.DestinationId, destinationName, d.State, d.Attempts,
                d.LastStatusCode, d.LastError, d.DueAt, d.CreatedAt, d.UpdatedAt)
            {
                DismissedBy = context.Dismissals.Where(x => x.Id == d.DismissalId && d.State == DeliveryState.Dismissed)
                    .Select(x => x.CreatedBy).FirstOrDefault(),
                IsReplaced = context.DeliveryEdits.Any(x => x.OriginalId == d.Id),
            };
    }
}
