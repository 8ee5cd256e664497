using System.Diagnostics.CodeAnalysis;

namespace CommerceEventConsole.Sandbox.BackOffice.Erp;

/// <summary>
/// Rows of one kind, found by key, in the order of their keys, and in the order of their changes. When it is full it forgets what came first.
/// Not safe for concurrent use: the ERP's gate is held.
/// </summary>
internal sealed class ErpTable<T>(int capacity)
    where T : ErpRow
{
    private readonly Dictionary<string, T> _rows = new(StringComparer.Ordinal);
    private readonly Queue<string> _oldestFirst = new();
    private readonly SortedSet<(DateTimeOffset ChangedAt, string Key)> _changes = new(Comparer<(DateTimeOffset ChangedAt, string Key)>.Create(
        (a, b) => a.ChangedAt.CompareTo(b.ChangedAt) is var order and not 0 ? order : string.CompareOrdinal(a.Key, b.Key)));
    private string[]? _keys;

    public int Count => _rows.Count;

    /// <summary>Rows in no order.</summary>
    public IEnumerable<T> Rows => _rows.Values;

    public bool TryGet(string key, [MaybeNullWhen(false)] out T row) => _rows.TryGetValue(key, out row);

    /// <summary>Keeps a row, or notes that it was changed.</summary>
    public void Put(T row, DateTimeOffset changedAt)
    {
        if (_rows.TryAdd(row.Key, row))
        {
            _oldestFirst.Enqueue(row.Key);
            _keys = null;
            if (_rows.Count > capacity && _rows.Remove(_oldestFirst.Dequeue(), out var forgotten))
                _changes.Remove((forgotten.ChangedAt, forgotten.Key));
        }
        else
        {
            _changes.Remove((row.ChangedAt, row.Key));
        }
        row.ChangedAt = changedAt;
        _changes.Add((changedAt, row.Key));
    }

    public void Clear()
    {
        _rows.Clear();
        _oldestFirst.Clear();
        _changes.Clear();
        _keys = null;
    }

    /// <summary>Rows by key, after one.</summary>
    public IEnumerable<T> ByKey(string? after)
    {
        _keys ??= [.. _rows.Keys.Order(StringComparer.Ordinal)];
        var first = after is null ? 0 : Array.BinarySearch(_keys, after, StringComparer.Ordinal) is var found and >= 0 ? found + 1 : ~Array.BinarySearch(_keys, after, StringComparer.Ordinal);
        for (var i = first; i < _keys.Length; i++)
            yield return _rows[_keys[i]];
    }

    /// <summary>Rows by the time of their change, from one on.</summary>
    public IEnumerable<T> ByChange(DateTimeOffset since) =>
        _changes.GetViewBetween((since, ""), (DateTimeOffset.MaxValue, "")).Select(change => _rows[change.Key]);
}
