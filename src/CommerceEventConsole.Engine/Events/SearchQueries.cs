using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Events;

/// <summary>Something that was found.</summary>
/// <param name="Key">What was found, and as what.</param>
/// <param name="Entity">What it leads to; null where only the event is known.</param>
/// <param name="LastSeq">The newest event that carries it.</param>
/// <param name="LastType">That event's canonical type.</param>
/// <param name="LastAt">When that event was received.</param>
public sealed record SearchHit(SearchKey Key, EntityRef? Entity, long LastSeq, string LastType, DateTimeOffset LastAt);

/// <summary>Finds orders, products, customers and events by what people have at hand.</summary>
public sealed class SearchQueries(IDbContextFactory<ConsoleDbContext> contexts, ISearchIndex index, EventNames names, StorageInfo storage)
{
    /// <summary>Hits offered at most.</summary>
    public const int MaxHits = 10;

    /// <summary>What begins with a text, exact hits first; empty for a blank text.</summary>
    public async Task<IReadOnlyList<SearchHit>> SuggestAsync(string text, CancellationToken cancellationToken)
    {
        var value = SearchKey.Normalize(EntityText.WithoutIdMark(text.Trim()));
        if (value.Length == 0) return [];
        await index.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var keys = await SearchKeyWalk.KeysAsync(db, storage.Provider, value, MaxHits, cancellationToken).ConfigureAwait(false);
        var found = new List<(SearchKey Key, long Seq)>(keys.Count + 1);
        if (await EventByIdAsync(db, text.Trim(), cancellationToken).ConfigureAwait(false) is { } seq)
            found.Add((new SearchKey(SearchKeyKind.EventId, text.Trim()), seq));

        foreach (var key in keys.Where(k => found.Count == 0 || k.Kind != SearchKeyKind.EventId))
        {
            var last = await db.EventSearchKeys.Where(k => k.Value == key.Value && k.Kind == key.Kind)
                .OrderByDescending(k => k.EventSeq).Select(k => k.EventSeq).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            // Retention may have taken it away since.
            if (last != 0) found.Add((key, last));
        }

        var hits = await DescribeAsync(db, found, cancellationToken).ConfigureAwait(false);
        return [.. hits.OrderByDescending(h => string.Equals(h.Key.Value, value, StringComparison.Ordinal)).Take(MaxHits)];
    }

    /// <summary>What a text most probably means: an exact hit if there is one, else the only thing that begins so; null for none.</summary>
    public async Task<SearchHit?> BestAsync(string text, CancellationToken cancellationToken)
    {
        var hits = await SuggestAsync(text, cancellationToken).ConfigureAwait(false);
        return hits.Count == 0 ? null : hits[0];
    }

    // An Adobe event is unique by its eventid, which is hashed into its identity at intake (spec 9.2, check 23) and needs no key of
    // its own; other events carry one.
    private static async Task<long?> EventByIdAsync(ConsoleDbContext db, string eventId, CancellationToken cancellationToken)
    {
        var identity = EventIdentity.OfAdobeEvent(eventId);
        var sources = await db.Sources.Select(s => s.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        return await db.Events.Where(e => sources.Contains(e.SourceId) && e.IdentityHash == identity)
            .OrderByDescending(e => e.Seq).Select(e => (long?)e.Seq).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<List<SearchHit>> DescribeAsync(
        ConsoleDbContext db, List<(SearchKey Key, long Seq)> found, CancellationToken cancellationToken)
    {
        var seqs = found.Select(f => f.Seq).Distinct().ToList();
        var events = await db.Events.AsNoTracking().Where(e => seqs.Contains(e.Seq))
            .Select(e => new { e.Seq, e.EventTypeId, e.ReceivedAt, e.EntityKind, e.EntityKey })
            .ToDictionaryAsync(e => e.Seq, cancellationToken).ConfigureAwait(false);
        var book = await names.GetAsync(events.Values.Select(e => e.EventTypeId), cancellationToken).ConfigureAwait(false);
        var hits = new List<SearchHit>(found.Count);
        foreach (var (key, seq) in found)
        {
            if (!events.TryGetValue(seq, out var last)) continue;
            var about = new EntityRef(last.EntityKind, last.EntityKey);
            hits.Add(new SearchHit(key, Target(key, about), seq, book.TypeOf(last.EventTypeId), last.ReceivedAt));
        }

        return hits;
    }

    // Keys are stored in lower case: where the event is about that very thing, its own writing is kept.
    private static EntityRef? Target(SearchKey key, EntityRef about)
    {
        if (key.Kind == SearchKeyKind.EventId) return null;
        if (EntityKeys.Of(about) == key || EntityKeys.EntityOf(key) is not { } named) return about.Key is null ? null : about;
        return named;
    }
}
