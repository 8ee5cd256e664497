namespace CommerceEventConsole.Engine.Events;

/// <summary>
/// The newest events, a fixed number of them. One thread adds, any thread reads. Remembers where events were skipped, so that a reader
/// learns how many it did not get.
/// </summary>
internal sealed class LiveFeedRing(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Entry[] _entries = new Entry[capacity];
    private int _count;
    private int _next;

    private readonly record struct Entry(EventSummary Event, long Follows);

    /// <summary>The newest <c>Seq</c> added; 0 before the first.</summary>
    public long LastSeq { get; private set; }

    /// <summary>Adds events in ascending order.</summary>
    /// <param name="ascending">The events.</param>
    /// <param name="complete">Whether nothing was skipped between <see cref="LastSeq"/> and the first of them.</param>
    public void Add(IReadOnlyList<EventSummary> ascending, bool complete)
    {
        lock (_lock)
        {
            for (var i = 0; i < ascending.Count; i++)
            {
                var summary = ascending[i];
                _entries[_next] = new Entry(summary, i > 0 || complete ? LastSeq : summary.Seq - 1);
                _next = (_next + 1) % _entries.Length;
                _count = Math.Min(_count + 1, _entries.Length);
                LastSeq = summary.Seq;
            }
        }
    }

    /// <summary>The newest events, newest first.</summary>
    public EventSummary[] Latest(int count)
    {
        lock (_lock)
        {
            var result = new EventSummary[Math.Min(count, _count)];
            for (var i = 0; i < result.Length; i++)
                result[i] = Back(i).Event;
            return result;
        }
    }

    /// <summary>The newest events after <paramref name="seq"/>, oldest first.</summary>
    /// <param name="seq">The last one that the reader has.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="missed">Events after <paramref name="seq"/> that are not in the result; where <c>Seq</c> has gaps, at most so many.</param>
    public EventSummary[] Since(long seq, int max, out long missed)
    {
        lock (_lock)
        {
            var found = 0;
            missed = 0;
            while (found < Math.Min(max, _count) && Back(found).Event.Seq > seq)
            {
                // Skipped between this event and the one before it in the ring.
                if (found > 0)
                    missed += Back(found - 1).Follows - Back(found).Event.Seq;
                found++;
            }

            var result = new EventSummary[found];
            for (var i = 0; i < found; i++)
                result[found - 1 - i] = Back(i).Event;
            missed += Math.Max(0, (found > 0 ? Back(found - 1).Follows : LastSeq) - seq);
            return result;
        }
    }

    private Entry Back(int i) => _entries[(_next - 1 - i + (2 * _entries.Length)) % _entries.Length];
}
