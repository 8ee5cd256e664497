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

/// <summary>The table of what the console wrote to Commerce.</summary>
internal sealed class OwnChangeStore(IDbContextFactory<ConsoleDbContext> contexts, ISearchIndex index)
{
    private const int Newest = 20;

    public async Task AddAsync(IReadOnlyList<OwnChangeRow> rows, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.OwnChanges.AddRange(rows);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The newest event about each of these that has any.</summary>
    public async Task<IReadOnlyDictionary<(EntityKind, SearchKey), long>> NewestAsync(
        IEnumerable<(EntityKind Kind, SearchKey Key)> asked, CancellationToken cancellationToken)
    {
        // One context, and the index read up to now once: a resync remembers a thousand at a time. Each is a question of its own all the same,
        // because only then the store looks at no more than the newest few of an article that thousands of orders name.
        var newest = new Dictionary<(EntityKind, SearchKey), long>();
        await index.CatchUpAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var (kind, key) in asked.Distinct())
        {
            if (await NewestAsync(db, kind, key, cancellationToken) is { } seq)
                newest[(kind, key)] = seq;
        }

        return newest;
    }

    private static Task<long?> NewestAsync(ConsoleDbContext db, EntityKind kind, SearchKey key, CancellationToken cancellationToken)
    {
        var seqs = db.EventSearchKeys.Where(k => k.Value == key.Value && k.Kind == key.Kind).OrderByDescending(k => k.EventSeq).Select(k => k.EventSeq).Take(Newest);
        return db.Events.Where(e => seqs.Contains(e.Seq) && e.EntityKind == kind).OrderByDescending(e => e.Seq)
            .Select(e => (long?)e.Seq).FirstOrDefaultAsync(cancellationToken);
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
