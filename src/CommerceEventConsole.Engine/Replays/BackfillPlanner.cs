using System.Collections.Immutable;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions.History;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Replays;

/// <summary>How far an estimate has come.</summary>
/// <param name="Examined">Events looked at.</param>
/// <param name="Total">Events to look at.</param>
public sealed record EstimateProgress(int Examined, int Total);

/// <summary>What a backfill would do, counted event by event.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="RevisionId">Its revision in force.</param>
/// <param name="Destinations">How many destinations it goes to: each event is a delivery to each.</param>
/// <param name="From">The first place looked at.</param>
/// <param name="To">The last.</param>
/// <param name="Examined">Events of the type in the time asked for.</param>
/// <param name="Matching">Those that the revision matches.</param>
/// <param name="AlreadyThere">Deliveries of those that are there, on the subscription's routes.</param>
/// <param name="ToCreate">Deliveries that would be made.</param>
public sealed record BackfillEstimate(
    int SubscriptionId, int RevisionId, int Destinations, long From, long To, int Examined, int Matching, int AlreadyThere, int ToCreate);

/// <summary>Counts what a backfill would do. It only reads.</summary>
public sealed class BackfillPlanner
{
    private readonly IDbContextFactory<ConsoleDbContext> _contexts;
    private readonly EventSlices _slices;
    private readonly SliceWalk _walk;
    private readonly IRouting _routing;
    private readonly EventCatalogue _catalogue;

    internal BackfillPlanner(
        IDbContextFactory<ConsoleDbContext> contexts, EventSlices slices, SliceWalk walk, IRouting routing, EventCatalogue catalogue)
    {
        _contexts = contexts;
        _slices = slices;
        _walk = walk;
        _routing = routing;
        _catalogue = catalogue;
    }

    /// <summary>Counts, not on the caller's thread; null where the subscription is switched off, has nothing in force, or goes nowhere.</summary>
    /// <param name="subscriptionId">The subscription.</param>
    /// <param name="from">Events received from then on.</param>
    /// <param name="to">And before then; null for up to now.</param>
    /// <param name="progress">Told after each slice, from any thread.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<BackfillEstimate?> EstimateAsync(
        int subscriptionId, DateTimeOffset from, DateTimeOffset? to, IProgress<EstimateProgress>? progress, CancellationToken cancellationToken) =>
        // SQLite answers on the thread that asks.
        Task.Run(() => EstimateHereAsync(subscriptionId, from, to, progress, cancellationToken), cancellationToken);

    private async Task<BackfillEstimate?> EstimateHereAsync(
        int subscriptionId, DateTimeOffset from, DateTimeOffset? to, IProgress<EstimateProgress>? progress, CancellationToken cancellationToken)
    {
        var targets = BackfillTargets.Of(_routing.Current, subscriptionId);
        if (targets.IsEmpty) return null;
        var match = targets[0].Match;
        var estimate = new BackfillEstimate(subscriptionId, targets[0].RevisionId, targets.Length, From: 1, To: 0, 0, 0, 0, 0);
        if (await _slices.RangeAsync(from, to, cancellationToken).ConfigureAwait(false) is not { } range
            || await _slices.TypeIdAsync(match.EventType, cancellationToken).ConfigureAwait(false) is not { } typeId)
        {
            return estimate;
        }

        estimate = estimate with { From = range.First, To = range.Last };
        var total = await _slices.CountAsync(typeId, range, cancellationToken).ConfigureAwait(false);
        await _walk.RunAsync(
            typeId,
            range,
            newestFirst: false,
            (rows, token) => CountAsync(typeId, rows, targets, token),
            slice =>
            {
                estimate = estimate with
                {
                    Examined = estimate.Examined + slice.Examined,
                    Matching = estimate.Matching + slice.Matching,
                    AlreadyThere = estimate.AlreadyThere + slice.AlreadyThere,
                };
                progress?.Report(new EstimateProgress(estimate.Examined, total));
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        return estimate with { ToCreate = (estimate.Matching * targets.Length) - estimate.AlreadyThere };
    }

    private async Task<SliceCount> CountAsync(
        int typeId, IReadOnlyList<StoredRow> rows, ImmutableArray<RouteTarget> targets, CancellationToken cancellationToken)
    {
        var matching = BackfillTargets.Matching(rows, targets[0].Match, _catalogue, cancellationToken).Select(r => r.Seq).ToHashSet();
        if (matching.Count == 0) return new SliceCount(rows.Count, 0, 0);
        var there = await MadeAsync(typeId, new SeqRange(rows[0].Seq, rows[^1].Seq), targets, cancellationToken).ConfigureAwait(false);
        return new SliceCount(rows.Count, matching.Count, there.Count(d => matching.Contains(d.EventSeq)));
    }

    // The same event may have been delivered on a route more than once, before this or by other means: it counts once.
    internal static IQueryable<Place> Made(ConsoleDbContext db, int typeId, SeqRange range, List<int> routes) => (
        from e in db.Events
        where e.EventTypeId == typeId && e.Seq >= range.First && e.Seq <= range.Last
        join d in db.Deliveries on e.Seq equals d.EventSeq
        where routes.Contains(d.RouteId)
        select new Place(d.EventSeq, d.RouteId)).Distinct();

    private async Task<List<Place>> MadeAsync(
        int typeId, SeqRange range, ImmutableArray<RouteTarget> targets, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await Made(db, typeId, range, [.. targets.Select(t => t.RouteId)]).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    private sealed record SliceCount(int Examined, int Matching, int AlreadyThere);

    internal sealed record Place(long EventSeq, int RouteId);
}
