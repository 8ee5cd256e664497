using System.Collections.Immutable;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Commerce.OwnChanges;

/// <summary>The bytes of an event to compare with.</summary>
/// <param name="Type">Its canonical type.</param>
/// <param name="Body">The bytes received.</param>
/// <param name="Mode">How the CloudEvent stood in them.</param>
/// <param name="Headers">The headers kept.</param>
internal sealed record BaselineEvent(string Type, byte[] Body, ContentMode Mode, byte[]? Headers);

/// <summary>What an event to compare with is looked for by.</summary>
/// <param name="InstanceId">The Commerce instance.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Key">Its key.</param>
internal readonly record struct BaselineQuestion(int InstanceId, EntityKind Kind, SearchKey Key);

/// <summary>The table of what the console wrote to Commerce.</summary>
internal sealed class OwnChangeStore(IDbContextFactory<ConsoleDbContext> contexts, ISearchIndex index)
{
    // One save of an order sends events of its items, addresses, payment and comments as well.
    private const int Newest = 100;

    public async Task AddAsync(IReadOnlyList<OwnChangeRow> rows, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.OwnChanges.AddRange(rows);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The newest event about each of these that has any.</summary>
    /// <param name="asked">What is asked for.</param>
    /// <param name="sourcesOf">The slugs of the sources of an instance whose events count; none for all.</param>
    /// <param name="partsOfOrders">Event types that tell of a part of an order only: they do not count.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<IReadOnlyDictionary<BaselineQuestion, long>> NewestAsync(
        IEnumerable<BaselineQuestion> asked, Func<int, ImmutableArray<string>> sourcesOf, ImmutableArray<string> partsOfOrders, CancellationToken cancellationToken)
    {
        // One context, and the index read up to now once: a resync remembers a thousand at a time. Each is a question of its own all the same,
        // because only then the store looks at no more than the newest few of an article that thousands of orders name.
        var newest = new Dictionary<BaselineQuestion, long>();
        string[] parts = [.. partsOfOrders];
        await index.CatchUpAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var question in asked.Distinct())
        {
            var without = question.Kind == EntityKind.Order ? parts : [];
            if (await NewestAsync(db, question, [.. sourcesOf(question.InstanceId)], without, cancellationToken) is { } seq)
                newest[question] = seq;
        }

        return newest;
    }

    private static Task<long?> NewestAsync(
        ConsoleDbContext db, BaselineQuestion asked, string[] sources, string[] withoutTypes, CancellationToken cancellationToken)
    {
        var (kind, key) = (asked.Kind, asked.Key);
        var seqs = db.EventSearchKeys.Where(k => k.Value == key.Value && k.Kind == key.Kind).OrderByDescending(k => k.EventSeq).Select(k => k.EventSeq).Take(Newest);
        var events = db.Events.Where(e => seqs.Contains(e.Seq) && e.EntityKind == kind);
        if (sources.Length > 0)
            events = events.Where(e => db.Sources.Any(s => s.Id == e.SourceId && sources.Contains(s.Slug)));
        if (withoutTypes.Length > 0)
            events = events.Where(e => db.EventTypes.Any(t => t.Id == e.EventTypeId && !withoutTypes.Contains(t.Name)));
        return events.OrderByDescending(e => e.Seq).Select(e => (long?)e.Seq).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>What is remembered of any of the keys, the newest first.</summary>
    public async Task<List<OwnChangeRow>> FindAsync(
        EntityKind kind, IReadOnlyList<SearchKey> keys, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var values = keys.Select(k => k.Value).ToList();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.OwnChanges.AsNoTracking().Where(r => values.Contains(r.Key) && r.EntityKind == kind && r.ExpiresAt > now)
            .OrderByDescending(r => r.Id).ToListAsync(cancellationToken);
        return [.. rows.Where(r => keys.Contains(new SearchKey(r.KeyKind, r.Key)))];
    }

    /// <summary>The newest rows that still count, the oldest of them first; one more than asked for tells that there are more.</summary>
    public async Task<List<OwnChangeRow>> CurrentAsync(DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.OwnChanges.AsNoTracking().Where(r => r.ExpiresAt > now).OrderByDescending(r => r.Id).Take(most + 1).ToListAsync(cancellationToken);
        rows.Reverse();
        return rows;
    }

    /// <summary>Until when some row counts; null where none does.</summary>
    public async Task<DateTimeOffset?> LastExpiryAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.OwnChanges.Where(r => r.ExpiresAt > now).OrderByDescending(r => r.ExpiresAt)
            .Select(r => (DateTimeOffset?)r.ExpiresAt).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Whether a row was there before a time that counts beyond another: then all nodes are watching.</summary>
    public async Task<bool> WasWatchedAsync(DateTimeOffset before, DateTimeOffset beyond, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.OwnChanges.AnyAsync(r => r.ExpiresAt > beyond && r.WrittenAt <= before, cancellationToken);
    }

    /// <summary>Removes rows that have had their time.</summary>
    /// <returns>How many.</returns>
    public async Task<int> SweepAsync(DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = await db.OwnChanges.Where(r => r.ExpiresAt <= now).OrderBy(r => r.ExpiresAt).Select(r => r.Id).Take(most).ToListAsync(cancellationToken);
        return ids.Count == 0 ? 0 : await db.OwnChanges.Where(r => ids.Contains(r.Id)).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>An event to compare with; null where it is there no more.</summary>
    public async Task<BaselineEvent?> BaselineAsync(long seq, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Events.AsNoTracking().Where(e => e.Seq == seq)
            .Join(db.EventTypes, e => e.EventTypeId, t => t.Id, (e, t) => new BaselineEvent(t.Name, e.Body, e.ContentMode, e.Headers))
            .FirstOrDefaultAsync(cancellationToken);
    }
}
