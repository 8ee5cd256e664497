using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Events;

/// <summary>
/// Walks the distinct search keys that begin with a text, one index seek per key: a SKU with a million events costs what one with a
/// single event costs.
/// </summary>
internal static class SearchKeyWalk
{
    /// <summary>The first distinct keys in order of value.</summary>
    public static async Task<List<SearchKey>> KeysAsync(
        ConsoleDbContext db, StorageProvider provider, string prefix, int count, CancellationToken cancellationToken)
    {
        var keys = new List<SearchKey>(count);
        var within = WithPrefix(db.EventSearchKeys.AsNoTracking(), prefix, provider);
        var next = await FirstAsync(within, cancellationToken).ConfigureAwait(false);
        while (next is { } key)
        {
            keys.Add(key);
            if (keys.Count == count) break;
            var sameValue = db.EventSearchKeys.AsNoTracking().Where(k => k.Value == key.Value && k.Kind > key.Kind);
            next = await FirstAsync(sameValue, cancellationToken).ConfigureAwait(false)
                ?? await FirstAsync(within.Where(k => string.Compare(k.Value, key.Value) > 0), cancellationToken).ConfigureAwait(false);
        }

        return keys;
    }

    /// <summary>The first distinct values, whatever they are keys of.</summary>
    public static async Task<List<string>> ValuesAsync(
        ConsoleDbContext db, StorageProvider provider, string prefix, int count, CancellationToken cancellationToken)
    {
        var values = new List<string>();
        var within = WithPrefix(db.EventSearchKeys.AsNoTracking(), prefix, provider);
        var next = await FirstAsync(within, cancellationToken).ConfigureAwait(false);
        while (next is { Value: var value })
        {
            values.Add(value);
            if (values.Count == count) break;
            next = await FirstAsync(within.Where(k => string.Compare(k.Value, value) > 0), cancellationToken).ConfigureAwait(false);
        }

        return values;
    }

    // SQLite's LIKE ignores case and therefore the index; its order is that of code points, so that a range says the same.
    // SQL Server orders by language, where a range would not, and seeks on LIKE.
    private static IQueryable<EventSearchKey> WithPrefix(IQueryable<EventSearchKey> keys, string prefix, StorageProvider provider)
    {
        if (provider == StorageProvider.SqlServer) return keys.Where(k => k.Value.StartsWith(prefix));
        var end = prefix + "\U0010FFFF";
        return keys.Where(k => string.Compare(k.Value, prefix) >= 0 && string.Compare(k.Value, end) <= 0);
    }

    private static async Task<SearchKey?> FirstAsync(IQueryable<EventSearchKey> keys, CancellationToken cancellationToken)
    {
        var first = await keys.OrderBy(k => k.Value).ThenBy(k => k.Kind)
            .Select(k => new { k.Kind, k.Value }).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return first is null ? null : new SearchKey(first.Kind, first.Value);
    }
}
