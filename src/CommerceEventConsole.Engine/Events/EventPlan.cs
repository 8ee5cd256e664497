using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Events;

/// <summary>
/// How a filter is answered: which events, between which places, and whether an index leads straight to them. Where none does, the
/// reader goes window by window, so that a wide question is answered in parts and never hangs.
/// </summary>
/// <param name="Events">The events asked for.</param>
/// <param name="Low">The lowest <c>Seq</c> that can match.</param>
/// <param name="High">The highest.</param>
/// <param name="IsDirect">Whether an index leads to exactly these events.</param>
internal sealed record EventPlan(IQueryable<StoredEvent> Events, long Low, long High, bool IsDirect)
{
    /// <summary>Distinct keys that a text may begin before they are no longer looked up one by one.</summary>
    internal const int MaxPrefixValues = 50;

    /// <summary>Deliveries in a state that are still read as a list, instead of asking each event for them.</summary>
    internal const int FewDeliveries = 5_000;

    // Nodes commit side by side and their clocks differ a little: the time range gives the places within this margin, and the
    // times themselves are compared as well.
    private static readonly TimeSpan ClockMargin = TimeSpan.FromMinutes(2);

    /// <summary>Works out the plan; null when nothing can match.</summary>
    public static async Task<EventPlan?> MakeAsync(
        ConsoleDbContext db, EventFilter filter, NameBook names, EventCatalogue catalogue, StorageProvider provider, CancellationToken cancellationToken)
    {
        if (await RangeAsync(db, filter, cancellationToken).ConfigureAwait(false) is not var (low, high)) return null;

        var events = db.Events.AsNoTracking();
        var conditions = 0;
        if (filter.From is { } from) events = events.Where(e => e.ReceivedAt >= from);
        if (filter.To is { } to) events = events.Where(e => e.ReceivedAt < to);

        if (TypesOf(filter, names, catalogue) is { } types)
        {
            if (types.Count == 0) return null;
            conditions += types.Count == 1 ? 1 : 2;
            events = OfTypes(events, types);
        }

        if (filter.Sources.Count > 0)
        {
            var sources = names.Sources.Values.Where(s => filter.Sources.Contains(s.Slug, StringComparer.Ordinal)).Select(s => s.Id).ToList();
            if (sources.Count == 0) return null;
            conditions += sources.Count == 1 ? 1 : 2;
            events = OfSources(events, sources);
        }

        if (filter.WithWarnings)
        {
            conditions += 2;
            events = events.Where(e => e.Warnings != null);
        }

        if (filter.OwnChanges)
        {
            conditions += 2;
            events = events.Where(e => e.OwnChange != null);
        }

        var isListed = false;
        if (filter.Entity is { } entity)
        {
            (events, isListed) = await AboutAsync(db, events, entity, provider, cancellationToken).ConfigureAwait(false);
            conditions += 2;
        }

        if (filter.Outcome is { } outcome)
        {
            conditions += 2;
            var few = !isListed ? await FewAsync(db, outcome, cancellationToken).ConfigureAwait(false) : null;
            isListed |= few is not null;
            events = few is not null ? events.Where(e => few.Contains(e.Seq)) : Fared(db, events, outcome);
        }

        return new EventPlan(events, low, high, isListed || conditions <= 1);
    }

    private static async Task<(long Low, long High)?> RangeAsync(ConsoleDbContext db, EventFilter filter, CancellationToken cancellationToken)
    {
        var all = db.Events.AsNoTracking();
        var lowest = all.OrderBy(e => e.Seq).AsQueryable();
        var highest = all.OrderByDescending(e => e.Seq).AsQueryable();
        if (filter.From is { } from)
        {
            var since = from - ClockMargin;
            lowest = all.Where(e => e.ReceivedAt >= since).OrderBy(e => e.ReceivedAt);
        }

        if (filter.To is { } to)
        {
            var until = to + ClockMargin;
            highest = all.Where(e => e.ReceivedAt < until).OrderByDescending(e => e.ReceivedAt);
        }

        var low = await lowest.Select(e => (long?)e.Seq).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        var high = await highest.Select(e => (long?)e.Seq).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return low is { } first && high is { } last && first <= last ? (first, last) : null;
    }

    private static List<int>? TypesOf(EventFilter filter, NameBook names, EventCatalogue catalogue)
    {
        if (filter.Types.Count == 0 && filter.Category is null) return null;
        return [.. names.Types
            .Where(t => filter.Types.Count == 0 || filter.Types.Contains(t.Value, StringComparer.Ordinal))
            .Where(t => filter.Category is null || catalogue.Find(t.Value)?.Category == filter.Category)
            .Select(t => t.Key)];
    }

    private static IQueryable<StoredEvent> OfTypes(IQueryable<StoredEvent> events, List<int> ids)
    {
        var first = ids[0];
        return ids.Count == 1 ? events.Where(e => e.EventTypeId == first) : events.Where(e => ids.Contains(e.EventTypeId));
    }

    private static IQueryable<StoredEvent> OfSources(IQueryable<StoredEvent> events, List<int> ids)
    {
        var first = ids[0];
        return ids.Count == 1 ? events.Where(e => e.SourceId == first) : events.Where(e => ids.Contains(e.SourceId));
    }

    private static async Task<(IQueryable<StoredEvent> Events, bool IsListed)> AboutAsync(
        ConsoleDbContext db, IQueryable<StoredEvent> events, string text, StorageProvider provider, CancellationToken cancellationToken)
    {
        var value = SearchKey.Normalize(EntityText.WithoutIdMark(text));
        if (await db.EventSearchKeys.AnyAsync(k => k.Value == value, cancellationToken).ConfigureAwait(false))
        {
            var exact = db.EventSearchKeys.Where(k => k.Value == value).Select(k => k.EventSeq);
            return (events.Where(e => exact.Contains(e.Seq)), true);
        }

        var values = await SearchKeyWalk.ValuesAsync(db, provider, value, MaxPrefixValues + 1, cancellationToken).ConfigureAwait(false);
        // A text that begins that many keys finds its events quickly among the newest.
        if (values.Count > MaxPrefixValues) return (events.Where(e => e.EntityKey != null && e.EntityKey.StartsWith(value)), false);
        var some = db.EventSearchKeys.Where(k => values.Contains(k.Value)).Select(k => k.EventSeq);
        return (events.Where(e => some.Contains(e.Seq)), true);
    }

    // The partial indexes are used only where the query repeats their condition word for word; the state itself is a parameter, or
    // EF Core would fold the two conditions into one.
    private static async Task<IQueryable<long>?> FewAsync(ConsoleDbContext db, EventOutcome outcome, CancellationToken cancellationToken)
    {
        // The order is that of the index: counting stops early without sorting.
        var state = outcome == EventOutcome.Failed ? DeliveryState.Failed : DeliveryState.Held;
        var deliveries = outcome switch
        {
            EventOutcome.Failed or EventOutcome.Held => InAttention(db).Where(d => d.State == state).OrderBy(d => d.DestinationId),
            EventOutcome.Waiting => db.Deliveries
                .Where(d => d.State == DeliveryState.Pending || d.State == DeliveryState.Sending || d.State == DeliveryState.Retrying || d.State == DeliveryState.Held)
                .Where(d => d.State != DeliveryState.Held).OrderBy(d => d.RouteId),
            _ => null,
        };
        if (deliveries is null) return null;
        var found = await deliveries.Take(FewDeliveries).CountAsync(cancellationToken).ConfigureAwait(false);
        return found < FewDeliveries ? deliveries.Select(d => d.EventSeq) : null;
    }

    private static IQueryable<Delivery> InAttention(ConsoleDbContext db) => db.Deliveries.Where(d =>
        d.State == DeliveryState.Retrying || d.State == DeliveryState.Failed || d.State == DeliveryState.Held
        || d.State == DeliveryState.Superseded || d.State == DeliveryState.Dismissed);

    private static IQueryable<StoredEvent> Fared(ConsoleDbContext db, IQueryable<StoredEvent> events, EventOutcome outcome) => outcome switch
    {
        EventOutcome.Failed => events.Where(e => db.Deliveries.Any(d => d.EventSeq == e.Seq && d.State == DeliveryState.Failed)),
        EventOutcome.Held => events.Where(e => db.Deliveries.Any(d => d.EventSeq == e.Seq && d.State == DeliveryState.Held)),
        EventOutcome.Waiting => events.Where(e => db.Deliveries.Any(d => d.EventSeq == e.Seq
            && (d.State == DeliveryState.Pending || d.State == DeliveryState.Sending || d.State == DeliveryState.Retrying))),
        // What no subscription matched at first may have been sent later, by a replay.
        EventOutcome.Delivered => events.Where(e => (e.DeliveryCount > 0 || db.Deliveries.Any(d => d.EventSeq == e.Seq))
            && !db.Deliveries.Any(d => d.EventSeq == e.Seq && d.State != DeliveryState.Delivered)),
        EventOutcome.NoMatch => events.Where(e => e.DeliveryCount == 0 && !db.Deliveries.Any(d => d.EventSeq == e.Seq)),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Unknown outcome"),
    };
}
