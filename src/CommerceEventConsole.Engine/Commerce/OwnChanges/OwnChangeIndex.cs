using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Commerce.OwnChanges;

/// <summary>The writes that this node remembers, by the keys of what was changed. Bounded: the oldest give way, and then the store has to be asked.</summary>
internal sealed class OwnChangeIndex(int limit)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(EntityKind, SearchKeyKind, string), List<OwnChangeRow>> _byKey = [];
    private readonly Queue<OwnChangeRow> _byAge = new();
    private DateTimeOffset _forgottenUntil;
    private volatile int _count;

    /// <summary>Whether nothing is remembered.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Whether writes that still count had to be forgotten.</summary>
    public bool HasForgotten(DateTimeOffset now)
    {
        lock (_gate)
            return now < _forgottenUntil;
    }

    public void Add(IEnumerable<OwnChangeRow> rows, DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (var row in rows)
            {
                var key = (row.EntityKind, row.KeyKind, row.Key);
                (_byKey.TryGetValue(key, out var list) ? list : _byKey[key] = []).Add(row);
                _byAge.Enqueue(row);
            }

            while (_byAge.Count > limit)
            {
                var oldest = _byAge.Dequeue();
                Remove(oldest);
                if (oldest.ExpiresAt > _forgottenUntil)
                    _forgottenUntil = oldest.ExpiresAt;
            }

            DropExpired(now);
        }
    }

    /// <summary>What is remembered of any of the keys, the newest first.</summary>
    public List<OwnChangeRow> Find(EntityKind kind, IReadOnlyList<SearchKey> keys, DateTimeOffset now)
    {
        List<OwnChangeRow> found = [];
        lock (_gate)
        {
            foreach (var key in keys)
            {
                if (_byKey.TryGetValue((kind, key.Kind, key.Value), out var rows))
                    found.AddRange(rows.Where(r => r.ExpiresAt > now));
            }
        }

        found.Sort((a, b) => b.Id.CompareTo(a.Id));
        return found;
    }

    /// <summary>Forgets what has had its time.</summary>
    public void Sweep(DateTimeOffset now)
    {
        lock (_gate)
            DropExpired(now);
    }

    private void DropExpired(DateTimeOffset now)
    {
        while (_byAge.TryPeek(out var oldest) && oldest.ExpiresAt <= now)
            Remove(_byAge.Dequeue());
        _count = _byAge.Count;
    }

    private void Remove(OwnChangeRow row)
    {
        var key = (row.EntityKind, row.KeyKind, row.Key);
        if (_byKey.TryGetValue(key, out var rows) && rows.Remove(row) && rows.Count == 0)
            _byKey.Remove(key);
    }
}
