using CommerceEventConsole.Engine.Subscriptions;

namespace CommerceEventConsole.Engine.Deliveries.Pumps;

/// <summary>
/// Deliveries of one route that wait to go together: until there are as many as a request takes, or the oldest has waited as long as it may.
/// Counted from when it was made, so that a backlog does not wait again.
/// </summary>
internal sealed class Gathering(RouteSending sending)
{
    // Of events as received: a request stays well below what web servers take.
    private const int MaxBytes = 4 * 1024 * 1024;

    private readonly Queue<ClaimedDelivery> _waiting = [];

    /// <summary>By what it gathers.</summary>
    public RouteSending Sending => sending;

    /// <summary>How many wait.</summary>
    public int Count => _waiting.Count;

    /// <summary>Adds one.</summary>
    public void Add(ClaimedDelivery delivery) => _waiting.Enqueue(delivery);

    /// <summary>When the next request is to go; null while nothing waits.</summary>
    public DateTimeOffset? RipeAt => _waiting.Count == 0 ? null
        : _waiting.Count >= sending.BatchSize ? DateTimeOffset.MinValue
        : _waiting.Peek().Lease.CreatedAt.AddSeconds(sending.BatchSeconds);

    /// <summary>Takes as many as a request takes.</summary>
    public List<ClaimedDelivery> Take()
    {
        var taken = new List<ClaimedDelivery>(Math.Min(_waiting.Count, sending.BatchSize));
        var bytes = 0;
        while (taken.Count < sending.BatchSize && _waiting.TryPeek(out var next))
        {
            bytes += next.Event?.Body.Length ?? 0;
            if (taken.Count > 0 && bytes > MaxBytes)
                break;
            taken.Add(_waiting.Dequeue());
        }

        return taken;
    }

    /// <summary>Takes everything.</summary>
    public IEnumerable<ClaimedDelivery> TakeAll()
    {
        while (_waiting.TryDequeue(out var delivery))
            yield return delivery;
    }

    /// <summary>Takes what was leased so long ago that its answer might come too late.</summary>
    public void TakeOlder(DateTimeOffset leasedUntil, ref List<ClaimedDelivery>? older)
    {
        while (_waiting.TryPeek(out var first) && first.LeaseUntil < leasedUntil)
            (older ??= []).Add(_waiting.Dequeue());
    }
}
