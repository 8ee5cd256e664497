namespace CommerceEventConsole.Sandbox;

/// <summary>The last entries of something, each with a growing number; older ones are forgotten.</summary>
internal sealed class BoundedLog<T>(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Queue<(long Number, T Entry)> _entries = new();
    private long _last;

    /// <summary>Adds an entry and returns its number; the first is 1.</summary>
    public long Add(Func<long, T> create)
    {
        lock (_gate)
        {
            _entries.Enqueue((++_last, create(_last)));
            if (_entries.Count > capacity)
                _entries.Dequeue();
            return _last;
        }
    }

    /// <summary>The entries after a number, oldest first.</summary>
    public IReadOnlyList<T> After(long number, int take)
    {
        lock (_gate)
            return [.. _entries.Where(entry => entry.Number > number).Take(take).Select(entry => entry.Entry)];
    }

    /// <summary>The newest entries, newest first.</summary>
    public IReadOnlyList<T> Latest(int take)
    {
        lock (_gate)
            return [.. _entries.Reverse().Take(take).Select(entry => entry.Entry)];
    }
}
