using System.Diagnostics.CodeAnalysis;

namespace CommerceEventConsole.Sandbox;

/// <summary>A map that forgets its oldest keys when it is full. Not safe for concurrent use: its owner locks.</summary>
internal sealed class BoundedMap<TKey, TValue>(int capacity, IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
{
    private readonly Dictionary<TKey, TValue> _values = new(comparer);
    private readonly LinkedList<TKey> _oldestFirst = new();

    public int Count => _values.Count;

    /// <summary>Values, oldest key first.</summary>
    public IEnumerable<TValue> Values => _oldestFirst.Select(key => _values[key]);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => _values.TryGetValue(key, out value);

    /// <summary>Sets a value and returns the one that was forgotten for it, if any.</summary>
    public TValue? Set(TKey key, TValue value)
    {
        TValue? forgotten = default;
        if (!_values.ContainsKey(key))
        {
            if (_values.Count >= capacity)
            {
                _values.Remove(_oldestFirst.First!.Value, out forgotten);
                _oldestFirst.RemoveFirst();
            }
            _oldestFirst.AddLast(key);
        }
        _values[key] = value;
        return forgotten;
    }

    public void Clear()
    {
        _values.Clear();
        _oldestFirst.Clear();
    }

    public bool Remove(TKey key) => _values.Remove(key) && _oldestFirst.Remove(key);
}
