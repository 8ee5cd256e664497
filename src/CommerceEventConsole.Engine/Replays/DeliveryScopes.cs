using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Replays;

/// <summary>
/// Counts the deliveries of a scope, and walks them stretch by stretch: by delivery id, or by event where events are asked for. Each
/// way has an index that leads along it, so that a stretch costs what it holds, however large the store is.
/// </summary>
public sealed class DeliveryScopes
{
    /// <summary>What one stretch may ask for at most: a statement of SQL Server has room for 2,100 values.</summary>
    public const int MaxCount = 1_000;

    // What a list of failures shows where nobody said which.
    private static readonly DeliveryState[] Failures = [DeliveryState.Failed, DeliveryState.Retrying, DeliveryState.Held];

    private readonly IDbContextFactory<ConsoleDbContext> _contexts;
    private readonly ScopeEvents _events;

    /// <summary>Works on a store.</summary>
    public DeliveryScopes(
        IDbContextFactory<ConsoleDbContext> contexts, ISearchIndex index, EventNames names, EventCatalogue catalogue, StorageInfo storage)
    {
        _contexts = contexts;
        _events = new ScopeEvents(index, names, catalogue, storage);
    }

    /// <summary>The scope as it is now: nothing that is made later belongs to it. One that is frozen already stays as it is.</summary>
    public async Task<DeliveryScope> FreezeAsync(DeliveryScope scope, CancellationToken cancellationToken)
    {
        if (scope.UpToId is not null) return scope;
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var id = await db.Deliveries.MaxAsync(d => (long?)d.Id, cancellationToken).ConfigureAwait(false) ?? 0;
        var seq = await db.Deliveries.MaxAsync(d => (long?)d.EventSeq, cancellationToken).ConfigureAwait(false) ?? 0;
        return scope with { UpToId = id, UpToSeq = seq };
    }

    /// <summary>Counts exactly, not on the caller's thread.</summary>
    /// <param name="scope">What.</param>
    /// <param name="progress">Told of each part counted, from any thread.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<ScopeCounts> CountAsync(DeliveryScope scope, IProgress<ScopeCounts>? progress, CancellationToken cancellationToken) =>
        // SQLite answers on the thread that asks.
        Task.Run(() => CountHereAsync(scope, progress, cancellationToken), cancellationToken);

    /// <summary>The next deliveries of a scope.</summary>
    /// <param name="scope">What.</param>
    /// <param name="position">0 for the first stretch, then <see cref="ScopePage.Position"/> of the one before.</param>
    /// <param name="count">Deliveries, or events, to look at: from 1 to <see cref="MaxCount"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ScopePage> NextAsync(DeliveryScope scope, long position, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxCount);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        if (scope.Ids.Count > 0)
            return await PickedAsync(db, scope, position, count, cancellationToken).ConfigureAwait(false);
        if (scope.FailureGroupId is { } group)
            return await GroupedAsync(db, scope, group, position, count, cancellationToken).ConfigureAwait(false);
        if (ScopeEvents.Asks(scope))
        {
            return await _events.PlanAsync(db, scope, cancellationToken).ConfigureAwait(false) is { } plan
                ? await ScopeEvents.NextAsync(db, scope, plan, position, count, cancellationToken).ConfigureAwait(false)
                : new ScopePage([], position, IsEnd: true);
        }

        return await AttentionAsync(db, scope, position, count, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Which of these deliveries belong to a scope.</summary>
    internal async Task<HashSet<long>> WithinAsync(
        DeliveryScope scope, IReadOnlyList<NewerDeliveries.Candidate> candidates, CancellationToken cancellationToken)
    {
        var within = candidates
            .Where(c => scope.Fits(new ScopeRow(c.Id, c.EventSeq, c.RouteId, c.DestinationId, c.RevisionId, c.State, c.OrderKey)))
            .Where(c => scope.FailureGroupId is null || c.FailureGroupId == scope.FailureGroupId)
            .Where(c => scope.Ids.Count == 0 || scope.Ids.Contains(c.Id))
            .Where(c => !scope.IsOfFailures || StatesOf(scope).Contains(c.State));
        if (!ScopeEvents.Asks(scope)) return [.. within.Select(c => c.Id)];
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        if (await _events.PlanAsync(db, scope, cancellationToken).ConfigureAwait(false) is not { } plan) return [];
        var found = new HashSet<long>();
        foreach (var chunk in within.Where(c => c.EventSeq >= plan.Low && c.EventSeq <= plan.High).Chunk(MaxCount))
        {
            var seqs = chunk.Select(c => c.EventSeq).Distinct().ToList();
            var matching = plan.Matching is { } events
                ? await events.Where(e => seqs.Contains(e.Seq)).Select(e => e.Seq).ToHashSetAsync(cancellationToken).ConfigureAwait(false)
                : [.. seqs];
            found.UnionWith(chunk.Where(c => matching.Contains(c.EventSeq)).Select(c => c.Id));
        }

        return found;
    }

    internal static IQueryable<ScopeRow> Rows(IQueryable<Delivery> deliveries) => deliveries.Select(
        d => new ScopeRow(d.Id, d.EventSeq, d.RouteId, d.DestinationId, d.RevisionId, d.State, d.OrderKey));

    private static async Task<ScopePage> PickedAsync(
        ConsoleDbContext db, DeliveryScope scope, long position, int count, CancellationToken cancellationToken)
    {
        var ids = scope.Ids.Where(id => id > position).Order().Take(count).ToList();
        if (ids.Count == 0) return new ScopePage([], position, IsEnd: true);
        var rows = await Rows(db.Deliveries.Where(d => ids.Contains(d.Id)).OrderBy(d => d.Id)).ToListAsync(cancellationToken).ConfigureAwait(false);
        return new ScopePage([.. rows.Where(scope.Fits)], ids[^1], ids[^1] >= scope.Ids.Max());
    }

    private static async Task<ScopePage> GroupedAsync(
        ConsoleDbContext db, DeliveryScope scope, int group, long position, int count, CancellationToken cancellationToken)
    {
        var last = scope.UpToId ?? long.MaxValue;
        var rows = await Rows(Grouped(db, group).Where(d => d.Id > position && d.Id <= last).OrderBy(d => d.Id)).Take(count)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return new ScopePage([.. rows.Where(scope.Fits)], rows.Count == 0 ? position : rows[^1].Id, rows.Count < count);
    }

    // Each state of each destination is in order of id in the index: the lowest ids are read off them and merged, and only what comes
    // first of all is read whole.
    private async Task<ScopePage> AttentionAsync(
        ConsoleDbContext db, DeliveryScope scope, long position, int count, CancellationToken cancellationToken)
    {
        var last = scope.UpToId ?? long.MaxValue;
        var merged = new List<long>();
        foreach (var (state, destination) in await StreamsAsync(db, scope, cancellationToken).ConfigureAwait(false))
        {
            merged.AddRange(await Attention(db, state, destination).Where(d => d.Id > position && d.Id <= last).OrderBy(d => d.Id)
                .Select(d => d.Id).Take(count).ToListAsync(cancellationToken).ConfigureAwait(false));
        }

        if (merged.Count == 0) return new ScopePage([], position, IsEnd: true);
        merged.Sort();
        var ids = merged.Take(count).ToList();
        var rows = await Rows(db.Deliveries.Where(d => ids.Contains(d.Id)).OrderBy(d => d.Id)).ToListAsync(cancellationToken).ConfigureAwait(false);
        var states = StatesOf(scope);
        // What changed its state between the two looks is not what was asked for any more.
        rows.RemoveAll(r => !states.Contains(r.State));
        if (scope.EventType is { } type)
            rows = await OfTypeAsync(db, rows, type, cancellationToken).ConfigureAwait(false);
        return new ScopePage(rows, ids[^1], merged.Count < count);
    }

    private static async Task<List<ScopeRow>> OfTypeAsync(ConsoleDbContext db, List<ScopeRow> rows, string type, CancellationToken cancellationToken)
    {
        var seqs = rows.Select(r => r.EventSeq).Distinct().ToList();
        var matching = await OfType(db, type).Where(e => seqs.Contains(e.Seq)).Select(e => e.Seq).ToHashSetAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows.Where(r => matching.Contains(r.EventSeq))];
    }

    private async Task<ScopeCounts> CountHereAsync(DeliveryScope scope, IProgress<ScopeCounts>? progress, CancellationToken cancellationToken)
    {
        var tally = new ScopeTally(progress);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        if (scope.Ids.Count > 0)
        {
            await CountPickedAsync(db, scope, tally, cancellationToken).ConfigureAwait(false);
        }
        else if (scope.FailureGroupId is { } group)
        {
            var last = scope.UpToId ?? long.MaxValue;
            var counts = await ByState(Where(Grouped(db, group), scope).Where(d => d.Id <= last)).ToListAsync(cancellationToken).ConfigureAwait(false);
            tally.Add(counts, 1);
        }
        else if (ScopeEvents.Asks(scope))
        {
            if (await _events.PlanAsync(db, scope, cancellationToken).ConfigureAwait(false) is { } plan)
                await ScopeEvents.CountAsync(db, scope, plan, tally, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await CountAttentionAsync(db, scope, tally, cancellationToken).ConfigureAwait(false);
        }

        return tally.Whole();
    }

    private static async Task CountPickedAsync(ConsoleDbContext db, DeliveryScope scope, ScopeTally tally, CancellationToken cancellationToken)
    {
        var done = 0;
        foreach (var ids in scope.Ids.Chunk(MaxCount))
        {
            var counts = await ByState(Where(db.Deliveries.Where(d => ids.Contains(d.Id)), scope)).ToListAsync(cancellationToken).ConfigureAwait(false);
            tally.Add(counts, (done += ids.Length) / (double)scope.Ids.Count);
        }
    }

    private static async Task CountAttentionAsync(ConsoleDbContext db, DeliveryScope scope, ScopeTally tally, CancellationToken cancellationToken)
    {
        var last = scope.UpToId ?? long.MaxValue;
        var streams = await StreamsAsync(db, scope, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < streams.Count; i++)
        {
            var (state, destination) = streams[i];
            var deliveries = Attention(db, state, destination).Where(d => d.Id <= last);
            if (scope.EventType is { } type)
            {
                var events = OfType(db, type);
                deliveries = deliveries.Where(d => events.Any(e => e.Seq == d.EventSeq));
            }

            var count = await deliveries.CountAsync(cancellationToken).ConfigureAwait(false);
            tally.Add([new StateCount(state, count)], (i + 1d) / streams.Count);
        }
    }

    private static async Task<List<(DeliveryState State, int Destination)>> StreamsAsync(
        ConsoleDbContext db, DeliveryScope scope, CancellationToken cancellationToken)
    {
        var destinations = scope.DestinationId is { } id
            ? [id]
            : await db.Destinations.Select(d => d.Id).OrderBy(d => d).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. from state in StatesOf(scope) from destination in destinations select (state, destination)];
    }

    private static IReadOnlyCollection<DeliveryState> StatesOf(DeliveryScope scope) => scope.States.Count == 0 ? Failures : scope.States;

    internal static IQueryable<Delivery> Where(IQueryable<Delivery> deliveries, DeliveryScope scope)
    {
        if (scope.DestinationId is { } destination) deliveries = deliveries.Where(d => d.DestinationId == destination);
        if (scope.States.Count > 0) deliveries = deliveries.Where(d => scope.States.Contains(d.State));
        return deliveries;
    }

    internal static IQueryable<StateCount> ByState(IQueryable<Delivery> deliveries) =>
        deliveries.GroupBy(d => d.State).Select(g => new StateCount(g.Key, g.Count()));

    internal static IQueryable<StoredEvent> OfType(ConsoleDbContext db, string type)
    {
        var ids = db.EventTypes.Where(t => t.Name == type).Select(t => t.Id);
        return db.Events.Where(e => ids.Contains(e.EventTypeId));
    }

    // The states stand as in the index's filter, or it is not used.
    private static IQueryable<Delivery> Grouped(ConsoleDbContext db, int group) =>
        db.Deliveries.Where(d => (d.State == DeliveryState.Retrying || d.State == DeliveryState.Failed) && d.FailureGroupId == group);

    private static IQueryable<Delivery> Attention(ConsoleDbContext db, DeliveryState state, int destination) =>
        DeliveryQueries.Attention(db).Where(d => d.State == state && d.DestinationId == destination);
}
