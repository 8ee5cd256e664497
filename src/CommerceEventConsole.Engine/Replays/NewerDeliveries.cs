using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Replays;

/// <summary>
/// Which deliveries are older than another about the same thing on the same route. The newer ones are found by the search key under
/// which their entity is stored; a delivery whose entity has none, or that keeps no order, is never older than another.
/// </summary>
internal sealed class NewerDeliveries(
    IDbContextFactory<ConsoleDbContext> contexts, ISearchIndex index, DeliveryScopes scopes)
{
    // Keys asked for in one statement, beside as many order keys.
    private const int MaxKeys = 400;

    /// <summary>The ids of those for which something newer arrived, is on its way, or is sent by the same replay.</summary>
    /// <param name="rows">Deliveries of the scope.</param>
    /// <param name="scope">The scope.</param>
    /// <param name="options">What of it is sent.</param>
    /// <param name="replayId">The replay; null before there is one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<HashSet<long>> OlderAsync(
        IReadOnlyList<ScopeRow> rows, DeliveryScope scope, ResendOptions options, int? replayId, CancellationToken cancellationToken)
    {
        var older = new HashSet<long>();
        var ordered = rows.Where(r => r.OrderKey is not null).ToList();
        if (ordered.Count == 0) return older;
        await index.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        foreach (var chunk in ordered.Chunk(MaxKeys))
        {
            var keys = await KeysAsync(db, chunk, cancellationToken).ConfigureAwait(false);
            var newest = await NewestAsync(db, chunk, keys, scope, options, replayId, cancellationToken).ConfigureAwait(false);
            older.UnionWith(chunk.Where(r => newest.GetValueOrDefault((r.RouteId, r.OrderKey!.Value)) > r.EventSeq).Select(r => r.Id));
        }

        return older;
    }

    internal static IQueryable<Candidate> Candidates(
        ConsoleDbContext db, List<string> keys, List<int> routes, List<long> orderKeys, long after) =>
        from k in db.EventSearchKeys
        where keys.Contains(k.Value) && k.EventSeq > after
        join d in db.Deliveries on k.EventSeq equals d.EventSeq
        where d.OrderKey != null && routes.Contains(d.RouteId) && orderKeys.Contains(d.OrderKey!.Value)
        select new Candidate(d.Id, d.EventSeq, d.RouteId, d.DestinationId, d.RevisionId, d.State, d.OrderKey!.Value, d.ReplayId, d.FailureGroupId);

    private static async Task<List<string>> KeysAsync(ConsoleDbContext db, ScopeRow[] rows, CancellationToken cancellationToken)
    {
        var seqs = rows.Select(r => r.EventSeq).Distinct().ToList();
        var entities = await db.Events.AsNoTracking().Where(e => seqs.Contains(e.Seq)).Select(e => new { e.EntityKind, e.EntityKey })
            .Distinct().ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. entities.Select(e => EntityKeys.Of(new EntityRef(e.EntityKind, e.EntityKey))?.Value).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    private async Task<Dictionary<(int Route, long Key), long>> NewestAsync(
        ConsoleDbContext db,
        ScopeRow[] rows,
        List<string> keys,
        DeliveryScope scope,
        ResendOptions options,
        int? replayId,
        CancellationToken cancellationToken)
    {
        var newest = new Dictionary<(int, long), long>();
        if (keys.Count == 0) return newest;
        var candidates = await Candidates(
            db, keys, [.. rows.Select(r => r.RouteId).Distinct()], [.. rows.Select(r => r.OrderKey!.Value).Distinct()], rows.Min(r => r.EventSeq))
            .Distinct().ToListAsync(cancellationToken).ConfigureAwait(false);
        var unsure = candidates.Where(c => !IsUnderWay(c, replayId) && options.Sends(c.State)).ToList();
        var inScope = await scopes.WithinAsync(scope, unsure, cancellationToken).ConfigureAwait(false);
        foreach (var c in candidates.Where(c => IsUnderWay(c, replayId) || inScope.Contains(c.Id)))
        {
            var place = (c.RouteId, c.OrderKey);
            newest[place] = Math.Max(c.EventSeq, newest.GetValueOrDefault(place));
        }

        return newest;
    }

    private static bool IsUnderWay(Candidate c, int? replayId) =>
        c.State is DeliveryState.Delivered or DeliveryState.Pending or DeliveryState.Sending or DeliveryState.Retrying or DeliveryState.Held
        || (replayId is not null && c.ReplayId == replayId);

    /// <summary>A delivery that may be newer.</summary>
    internal sealed record Candidate(
        long Id, long EventSeq, int RouteId, int DestinationId, int RevisionId, DeliveryState State, long OrderKey, int? ReplayId, int? FailureGroupId);
}
