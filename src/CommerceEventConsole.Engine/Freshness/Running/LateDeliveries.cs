using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Freshness.Running;

/// <summary>A delivery that has not arrived within a limit.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="Seq">Its event.</param>
/// <param name="State">Where it stands.</param>
/// <param name="LastError">Why its last attempt failed; null where none has.</param>
/// <param name="Kind">What the event is about.</param>
/// <param name="Key">Which one it is about; null where it names none.</param>
/// <param name="ReceivedAt">When the event was received.</param>
internal sealed record LateDelivery(
    long Id, long Seq, DeliveryState State, string? LastError, EntityKind Kind, string? Key, DateTimeOffset ReceivedAt);

/// <summary>
/// Finds deliveries that are late for a promise. A delivery does not say what its event is about, but its route does: the subscription's event
/// types tell which routes of a destination can carry such events. What does not get on by a route is read off an index that begins with the
/// route and holds only such deliveries; what waits is read off the queue, in its order. So the millions that arrived are never looked at, and
/// those held or given up by other routes are not either.
/// </summary>
internal sealed class LateDeliveries(IDbContextFactory<ConsoleDbContext> contexts, EventCatalogue catalogue)
{
    /// <summary>
    /// Deliveries of a route that are looked at, the oldest first, of those that do not get on and of those that wait. Only where so many older
    /// ones are none that the promise is about (a route whose event type the catalogue does not know), a late one behind them is not seen.
    /// </summary>
    public const int MaxLooked = 1_000;

    /// <summary>How many are late, as far as they were looked at, and the one whose event is the oldest.</summary>
    /// <param name="promise">A promise about deliveries.</param>
    /// <param name="latest">Events received before this moment should have arrived.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(int Count, LateDelivery? Oldest)> FindAsync(
        FreshnessPromise promise, DateTimeOffset latest, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var typeId = await TypeIdAsync(context, promise.EventType, cancellationToken);
        if (promise.EventType is not null && typeId is null)
            return (0, null);
        var late = new HashSet<(long Seq, long Id)>();
        foreach (var route in await RoutesAsync(context, promise, cancellationToken))
        {
            foreach (var some in new[] { Stuck(context, route), Waiting(context, promise.DestinationId ?? 0, route), Sending(context, route) })
            {
                var found = await Late(context, some.Take(MaxLooked), promise.EntityKind, typeId, latest).ToListAsync(cancellationToken);
                late.UnionWith(found.Select(f => (f.Seq, f.Id)));
            }
        }

        return late.Count == 0 ? (0, null) : (late.Count, await OneAsync(context, late.Min().Id, cancellationToken));
    }

    /// <summary>What is tried again, held or given up on a route, the oldest event first. The states stand as in the index's filter.</summary>
    internal static IQueryable<Delivery> Stuck(ConsoleDbContext context, int routeId) => context.Deliveries
        .Where(d => d.State == DeliveryState.Retrying || d.State == DeliveryState.Failed || d.State == DeliveryState.Held)
        .Where(d => d.RouteId == routeId).OrderBy(d => d.EventSeq);

    /// <summary>What waits for its first attempt on a route, in the order of the queue: what was made first is first.</summary>
    internal static IQueryable<Delivery> Waiting(ConsoleDbContext context, int destinationId, int routeId) => DeliveryQueries.Due(context)
        .Where(d => d.State == DeliveryState.Pending && d.DestinationId == destinationId && d.RouteId == routeId)
        .OrderBy(d => d.DueAt).ThenBy(d => d.Id);

    /// <summary>What is on its way by a route: never many. In the order of its index, for in that of ids the whole table would be walked.</summary>
    internal static IQueryable<Delivery> Sending(ConsoleDbContext context, int routeId) => DeliveryQueries.Sending(context)
        .Where(d => d.RouteId == routeId).OrderBy(d => d.LeaseUntil);

    // What arrived once and is sent again because somebody asked for it is there: it is not late.
    internal static IQueryable<Place> Late(ConsoleDbContext context, IQueryable<Delivery> some, EntityKind? kind, int? typeId, DateTimeOffset latest) =>
        from d in some
        join e in context.Events on d.EventSeq equals e.Seq
        where e.ReceivedAt < latest && (kind == null || e.EntityKind == kind) && (typeId == null || e.EventTypeId == typeId)
            && !context.DeliveryAttempts.Any(a => a.DeliveryId == d.Id && a.Outcome == AttemptOutcome.Delivered)
        select new Place(d.Id, d.EventSeq);

    private static async Task<int?> TypeIdAsync(ConsoleDbContext context, string? name, CancellationToken cancellationToken) => name is null
        ? null
        : await context.EventTypes.Where(t => t.Name == name).Select(t => (int?)t.Id).FirstOrDefaultAsync(cancellationToken);

    private static async Task<LateDelivery?> OneAsync(ConsoleDbContext context, long id, CancellationToken cancellationToken) => await (
        from d in context.Deliveries
        where d.Id == id
        join e in context.Events on d.EventSeq equals e.Seq
        select new LateDelivery(d.Id, e.Seq, d.State, d.LastError, e.EntityKind, e.EntityKey, e.ReceivedAt)).FirstOrDefaultAsync(cancellationToken);

    private async Task<List<int>> RoutesAsync(ConsoleDbContext context, FreshnessPromise promise, CancellationToken cancellationToken)
    {
        // Of all revisions: what an older one made may still be on its way, over a route that makes no new ones.
        var ways = await (
            from route in context.Routes
            where route.DestinationId == promise.DestinationId
            join revision in context.SubscriptionRevisions on route.SubscriptionId equals revision.SubscriptionId
            where revision.State != RevisionState.Draft
            select new { route.Id, revision.EventType }).Distinct().ToListAsync(cancellationToken);
        return [.. ways.Where(w => Carries(promise, w.EventType)).Select(w => w.Id).Distinct().Order()];
    }

    private bool Carries(FreshnessPromise promise, string eventType)
    {
        var type = catalogue.Describe(eventType);
        return promise.EventType is { } name ? name == type.Name : type.Info is null || type.Info.EntityKind == promise.EntityKind;
    }

    /// <summary>Where a delivery stands in the order of events.</summary>
    internal sealed record Place(long Id, long Seq);
}
