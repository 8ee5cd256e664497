using System.Collections.Immutable;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Events;

/// <summary>One event in the story of an entity.</summary>
/// <param name="Row">The event.</param>
/// <param name="ComparedWith">The <c>Seq</c> of the event before it about the same thing; null for the first, or where nothing could be compared.</param>
/// <param name="Changes">What differs from that one.</param>
/// <param name="IsProtected">Whether the values may be shown only on request (spec 9.2, check 29).</param>
public sealed record TimelineItem(EventRow Row, long? ComparedWith, ImmutableArray<FieldChange> Changes, bool IsProtected);

/// <summary>A part of the story of an entity.</summary>
/// <param name="Keys">All that it is known by.</param>
/// <param name="Items">Its events, in the order asked for.</param>
/// <param name="Next">Where the story goes on; null at its end.</param>
/// <param name="HasRelated">Whether events about other things that name this entity are left out.</param>
public sealed record TimelinePage(ImmutableArray<SearchKey> Keys, ImmutableArray<TimelineItem> Items, EventCursor? Next, bool HasRelated);

/// <summary>Tells the story of an order, a product, a customer: every event about it and what changed from one to the next.</summary>
public sealed class EntityTimeline(
    IDbContextFactory<ConsoleDbContext> contexts, ISearchIndex index, EventQueries events, EventCatalogue catalogue, EntityExtractor extractor)
{
    // Larger payloads are not compared: a page would read megabytes for a list nobody could take in.
    private const int MaxComparedBytes = 256 * 1024;
    private const int Chunk = 500;
    private const int MaxChunks = 20;
    private const int IdentitySamples = 3;

    /// <summary>One page of the story.</summary>
    /// <param name="entity">Whose.</param>
    /// <param name="oldestFirst">The order.</param>
    /// <param name="withRelated">Whether to include events about other things that name it (an order that holds the product).</param>
    /// <param name="from">Where the page before ended; null for the first.</param>
    /// <param name="take">How many at most, from 1.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<TimelinePage> PageAsync(
        EntityRef entity, bool oldestFirst, bool withRelated, EventCursor? from, int take, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(take);
        if (EntityKeys.Of(entity) is not { } own) return new TimelinePage([], [], null, HasRelated: false);

        await index.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var keys = await IdentityAsync(db, entity, own, cancellationToken).ConfigureAwait(false);
        var story = EntityKeys.OwnStory(entity.Kind);
        var (seqs, next) = await SeqsAsync(
            db, keys, withRelated ? null : story, oldestFirst, from ?? default, take, cancellationToken).ConfigureAwait(false);

        var page = db.Events.AsNoTracking().Where(e => seqs.Contains(e.Seq));
        var rows = await events.RowsAsync(
            db, oldestFirst ? page.OrderBy(e => e.Seq) : page.OrderByDescending(e => e.Seq), cancellationToken).ConfigureAwait(false);
        var items = await CompareAsync(db, rows, cancellationToken).ConfigureAwait(false);
        return new TimelinePage([.. keys], items, next, HasRelated: !withRelated && story is not null);
    }

    // An invoice names its order by id, a person by number: both are keys of the order once one of its own events tells them.
    private async Task<List<SearchKey>> IdentityAsync(ConsoleDbContext db, EntityRef entity, SearchKey own, CancellationToken cancellationToken)
    {
        var newest = await db.EventSearchKeys.Where(k => k.Value == own.Value && k.Kind == own.Kind)
            .OrderByDescending(k => k.EventSeq).Select(k => k.EventSeq).Take(Chunk).ToListAsync(cancellationToken).ConfigureAwait(false);
        var samples = await db.Events.AsNoTracking()
            .Where(e => newest.Contains(e.Seq) && e.EntityKind == entity.Kind && e.Body.Length <= MaxComparedBytes)
            .OrderByDescending(e => e.Seq).Take(IdentitySamples)
            .Join(db.EventTypes, e => e.EventTypeId, t => t.Id, (e, t) => new { t.Name, e.Body, e.ContentMode, e.Headers })
            .ToListAsync(cancellationToken).ConfigureAwait(false);

        var keys = new List<SearchKey> { own };
        var extracted = new List<SearchKey>();
        foreach (var sample in samples)
        {
            using var envelope = EventEnvelope.Parse(sample.Body, sample.ContentMode, sample.Headers);
            extractor.Extract(catalogue.Describe(sample.Name), envelope.Data, extracted);
            var same = extracted.Where(k => EntityKeys.NamesSame(entity.Kind, k.Kind)).ToList();
            // Two ids of one kind are two things, and it cannot be told which is meant.
            if (!same.Contains(own) || same.CountBy(k => k.Kind).Any(c => c.Value > 1)) continue;
            keys.AddRange(same.Where(k => !keys.Contains(k)));
        }

        return keys;
    }

    private static async Task<(List<long> Seqs, EventCursor? Next)> SeqsAsync(
        ConsoleDbContext db, List<SearchKey> keys, EntityKind[]? kinds, bool oldestFirst, EventCursor from, int take, CancellationToken cancellationToken)
    {
        var low = from.After ?? 0;
        var high = from.Before ?? long.MaxValue;
        var found = new List<long>();
        for (var chunk = 0; chunk < MaxChunks; chunk++)
        {
            var seqs = await NextSeqsAsync(db, keys, low, high, oldestFirst, Math.Max(Chunk, take + 1), cancellationToken).ConfigureAwait(false);
            if (seqs.Count == 0) return (found, null);
            if (oldestFirst) low = seqs[^1];
            else high = seqs[^1];
            found.AddRange(kinds is null ? seqs : await OfKindsAsync(db, seqs, kinds, cancellationToken).ConfigureAwait(false));
            if (found.Count > take)
            {
                found.RemoveRange(take, found.Count - take);
                return (found, oldestFirst ? EventCursor.NewerThan(found[^1]) : EventCursor.OlderThan(found[^1]));
            }
        }

        return (found, oldestFirst ? EventCursor.NewerThan(low) : EventCursor.OlderThan(high));
    }

    private static async Task<List<long>> NextSeqsAsync(
        ConsoleDbContext db, List<SearchKey> keys, long low, long high, bool oldestFirst, int count, CancellationToken cancellationToken)
    {
        var merged = new HashSet<long>();
        foreach (var key in keys)
        {
            var seqs = db.EventSearchKeys
                .Where(k => k.Value == key.Value && k.Kind == key.Kind && k.EventSeq > low && k.EventSeq < high).Select(k => k.EventSeq);
            var ordered = oldestFirst ? seqs.OrderBy(s => s) : seqs.OrderByDescending(s => s);
            merged.UnionWith(await ordered.Take(count).ToListAsync(cancellationToken).ConfigureAwait(false));
        }

        return [.. (oldestFirst ? merged.Order() : merged.OrderDescending()).Take(count)];
    }

    private static async Task<List<long>> OfKindsAsync(
        ConsoleDbContext db, List<long> seqs, EntityKind[] kinds, CancellationToken cancellationToken)
    {
        var kept = await db.Events.AsNoTracking().Where(e => seqs.Contains(e.Seq)).Select(e => new { e.Seq, e.EntityKind })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var wanted = kept.Where(e => kinds.Contains(e.EntityKind)).Select(e => e.Seq).ToHashSet();
        return [.. seqs.Where(wanted.Contains)];
    }

    private async Task<ImmutableArray<TimelineItem>> CompareAsync(ConsoleDbContext db, ImmutableArray<EventRow> rows, CancellationToken cancellationToken)
    {
        var types = rows.ToDictionary(r => r.Seq, r => r.Type);
        var predecessors = new Dictionary<long, long>();
        foreach (var entity in rows.Where(r => r.Entity.Key is not null).GroupBy(r => r.Entity))
        {
            var seqs = entity.Select(r => r.Seq).Order().ToList();
            for (var i = 1; i < seqs.Count; i++) predecessors[seqs[i]] = seqs[i - 1];
            if (await PreviousAsync(db, entity.Key, seqs[0], cancellationToken).ConfigureAwait(false) is not var (seq, type)) continue;
            predecessors[seqs[0]] = seq;
            types[seq] = type;
        }

        var payloads = await PayloadsAsync(db, [.. types.Keys], types, cancellationToken).ConfigureAwait(false);
        try
        {
            return [.. rows.Select(row => Compare(row, predecessors, types, payloads))];
        }
        finally
        {
            foreach (var payload in payloads.Values) payload.Envelope.Dispose();
        }
    }

    private static TimelineItem Compare(
        EventRow row, Dictionary<long, long> predecessors, Dictionary<long, string> types, Dictionary<long, Payload> payloads)
    {
        if (!payloads.TryGetValue(row.Seq, out var after)) return new TimelineItem(row, null, [], IsProtected: false);
        if (!predecessors.TryGetValue(row.Seq, out var previous) || !payloads.TryGetValue(previous, out var before))
            return new TimelineItem(row, null, [], after.Envelope.IsProtected);

        var onlyShared = !string.Equals(row.Type, types[previous], StringComparison.Ordinal);
        var changes = PayloadDiff.Compare(before.Root.Entity, after.Root.Entity, onlyShared);
        return new TimelineItem(row, previous, changes, before.Envelope.IsProtected || after.Envelope.IsProtected);
    }

    private static async Task<(long Seq, string Type)?> PreviousAsync(
        ConsoleDbContext db, EntityRef entity, long before, CancellationToken cancellationToken)
    {
        if (EntityKeys.Of(entity) is not { } own) return null;
        var older = await db.EventSearchKeys.Where(k => k.Value == own.Value && k.Kind == own.Kind && k.EventSeq < before)
            .OrderByDescending(k => k.EventSeq).Select(k => k.EventSeq).Take(Chunk).ToListAsync(cancellationToken).ConfigureAwait(false);
        var previous = await db.Events.AsNoTracking()
            .Where(e => older.Contains(e.Seq) && e.EntityKind == entity.Kind && e.EntityKey == entity.Key)
            .OrderByDescending(e => e.Seq)
            .Join(db.EventTypes, e => e.EventTypeId, t => t.Id, (e, t) => new { e.Seq, t.Name })
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return previous is null ? null : (previous.Seq, previous.Name);
    }

    private async Task<Dictionary<long, Payload>> PayloadsAsync(
        ConsoleDbContext db, List<long> seqs, Dictionary<long, string> types, CancellationToken cancellationToken)
    {
        var bodies = await db.Events.AsNoTracking()
            .Where(e => seqs.Contains(e.Seq) && e.Body.Length <= MaxComparedBytes)
            .Select(e => new { e.Seq, e.Body, e.ContentMode, e.Headers })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return bodies.ToDictionary(b => b.Seq, b =>
        {
            var envelope = EventEnvelope.Parse(b.Body, b.ContentMode, b.Headers);
            return new Payload(envelope, PayloadRoot.Find(envelope.Data, catalogue.Find(types[b.Seq])));
        });
    }

    private sealed record Payload(EventEnvelope Envelope, PayloadRoot Root);
}
