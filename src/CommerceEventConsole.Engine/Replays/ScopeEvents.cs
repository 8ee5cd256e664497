using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Replays;

/// <summary>Scopes that are asked for by their events: these are found first, their deliveries by the index of events.</summary>
internal sealed class ScopeEvents(ISearchIndex index, EventNames names, EventCatalogue catalogue, StorageInfo storage)
{
    // Events looked at in one statement where no index leads to those that match.
    private const long Window = 50_000;

    /// <summary>Which events; all of them where <paramref name="Matching"/> is null.</summary>
    internal sealed record Plan(IQueryable<StoredEvent>? Matching, long Low, long High, bool IsDirect);

    /// <summary>Whether a scope is walked by events.</summary>
    public static bool Asks(DeliveryScope scope) => scope.Events is not null || scope.AfterSeq is not null || scope.Entity is not null;

    /// <summary>How; null where no event can match.</summary>
    public async Task<Plan?> PlanAsync(ConsoleDbContext db, DeliveryScope scope, CancellationToken cancellationToken)
    {
        if (scope.Entity is not null || scope.Events?.Entity is not null)
            await index.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        var plan = await MatchingAsync(db, scope, cancellationToken).ConfigureAwait(false);
        if (plan is null) return null;
        var low = scope.AfterSeq is { } after ? Math.Max(plan.Low, after + 1) : plan.Low;
        var high = Math.Min(plan.High, scope.UpToSeq ?? long.MaxValue);
        if (high == long.MaxValue)
            high = await db.Deliveries.MaxAsync(d => (long?)d.EventSeq, cancellationToken).ConfigureAwait(false) ?? 0;
        return low > high ? null : plan with { Low = low, High = high };
    }

    /// <summary>The next deliveries. The position is the last event whose deliveries were all read.</summary>
    public static async Task<ScopePage> NextAsync(
        ConsoleDbContext db, DeliveryScope scope, Plan plan, long position, int count, CancellationToken cancellationToken)
    {
        var from = Math.Max(plan.Low, position + 1);
        if (from > plan.High) return new ScopePage([], position, IsEnd: true);
        var (rows, to) = plan.Matching is null
            ? await EveryAsync(db, from, plan.High, count, cancellationToken).ConfigureAwait(false)
            : await MatchingAsync(db, plan, from, count, cancellationToken).ConfigureAwait(false);
        return new ScopePage([.. rows.Where(scope.Fits)], to, to >= plan.High);
    }

    /// <summary>Counts window by window.</summary>
    public static async Task CountAsync(
        ConsoleDbContext db, DeliveryScope scope, Plan plan, ScopeTally tally, CancellationToken cancellationToken)
    {
        var last = scope.UpToId ?? long.MaxValue;
        var window = plan.IsDirect ? plan.High - plan.Low + 1 : Window;
        for (var from = plan.Low; from <= plan.High; from += window)
        {
            var to = Math.Min(plan.High, from + window - 1);
            var deliveries = DeliveryScopes.Where(db.Deliveries.Where(d => d.EventSeq >= from && d.EventSeq <= to && d.Id <= last), scope);
            if (plan.Matching is { } matching)
                deliveries = matching.Where(e => e.Seq >= from && e.Seq <= to).Join(deliveries, e => e.Seq, d => d.EventSeq, (_, d) => d);
            var counts = await DeliveryScopes.ByState(deliveries).ToListAsync(cancellationToken).ConfigureAwait(false);
            tally.Add(counts, (to - plan.Low + 1d) / (plan.High - plan.Low + 1));
        }
    }

    private async Task<Plan?> MatchingAsync(ConsoleDbContext db, DeliveryScope scope, CancellationToken cancellationToken)
    {
        var plan = new Plan(null, 1, long.MaxValue, IsDirect: false);
        if (scope.Events is { IsEmpty: false } filter)
        {
            var book = await names.GetAsync(cancellationToken).ConfigureAwait(false);
            if (await EventPlan.MakeAsync(db, filter, book, catalogue, storage.Provider, cancellationToken).ConfigureAwait(false) is not { } made)
                return null;
            plan = new Plan(made.Events, made.Low, made.High, made.IsDirect);
        }

        if (scope.Entity is { } entity)
        {
            var key = SearchKey.Normalize(entity);
            var seqs = db.EventSearchKeys.Where(k => k.Value == key).Select(k => k.EventSeq);
            plan = plan with { Matching = (plan.Matching ?? db.Events).Where(e => seqs.Contains(e.Seq)), IsDirect = true };
        }

        if (scope.EventType is { } type)
        {
            var ids = db.EventTypes.Where(t => t.Name == type).Select(t => t.Id);
            plan = plan with { Matching = (plan.Matching ?? db.Events).Where(e => ids.Contains(e.EventTypeId)) };
        }

        return plan;
    }

    // Whole events: the last one of a full stretch may have more deliveries, and is left to the next.
    private static async Task<(List<ScopeRow> Rows, long To)> EveryAsync(
        ConsoleDbContext db, long from, long high, int count, CancellationToken cancellationToken)
    {
        var deliveries = db.Deliveries.Where(d => d.EventSeq >= from && d.EventSeq <= high).OrderBy(d => d.EventSeq).ThenBy(d => d.Id);
        var rows = await DeliveryScopes.Rows(deliveries).Take(count + 1).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (rows.Count <= count) return (rows, high);
        var open = rows[^1].EventSeq;
        if (rows[0].EventSeq != open)
        {
            rows.RemoveAll(r => r.EventSeq == open);
            return (rows, rows[^1].EventSeq);
        }

        var one = db.Deliveries.Where(d => d.EventSeq == open).OrderBy(d => d.Id);
        return (await DeliveryScopes.Rows(one).ToListAsync(cancellationToken).ConfigureAwait(false), open);
    }

    private static async Task<(List<ScopeRow> Rows, long To)> MatchingAsync(
        ConsoleDbContext db, Plan plan, long from, int count, CancellationToken cancellationToken)
    {
        var to = plan.IsDirect ? plan.High : Math.Min(plan.High, from + Window - 1);
        var seqs = await plan.Matching!.Where(e => e.Seq >= from && e.Seq <= to).OrderBy(e => e.Seq).Select(e => e.Seq).Take(count)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        if (seqs.Count == count) to = seqs[^1];
        var deliveries = db.Deliveries.Where(d => seqs.Contains(d.EventSeq)).OrderBy(d => d.EventSeq).ThenBy(d => d.Id);
        return (await DeliveryScopes.Rows(deliveries).ToListAsync(cancellationToken).ConfigureAwait(false), to);
    }
}

/// <summary>Deliveries in a state.</summary>
internal sealed record StateCount(DeliveryState State, int Count);

/// <summary>Adds the parts of a count up.</summary>
internal sealed class ScopeTally(IProgress<ScopeCounts>? progress)
{
    private readonly Dictionary<DeliveryState, int> _counts = [];

    /// <param name="part">What was counted.</param>
    /// <param name="done">How much is, with it, from 0 to 1.</param>
    public void Add(IReadOnlyList<StateCount> part, double done)
    {
        foreach (var (state, count) in part.Where(p => p.Count > 0))
            _counts[state] = _counts.GetValueOrDefault(state) + count;
        progress?.Report(new ScopeCounts(new Dictionary<DeliveryState, int>(_counts), done));
    }

    /// <summary>All of it.</summary>
    public ScopeCounts Whole() => new(_counts, 1);
}
