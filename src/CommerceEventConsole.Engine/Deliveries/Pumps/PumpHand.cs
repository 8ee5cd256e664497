using CommerceEventConsole.Engine.Deliveries.Circuits;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Subscriptions;

namespace CommerceEventConsole.Engine.Deliveries.Pumps;

/// <summary>What a pump holds leases on: deliveries that wait for their turn, and those in flight. Bounded by what is claimed.</summary>
internal sealed class PumpHand(int destinationId, DestinationGate gate, RouteSendings sendings, DeliveryOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Queue<ClaimedDelivery> _ready = [];
    private readonly Dictionary<int, Gathering> _gatherings = [];
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inFlight;
    private int _inHand;
    private bool _isStopping;
    private bool _isLast;

    /// <summary>Ends once nothing is in hand after <see cref="NoMore"/>.</summary>
    public Task Empty => _empty.Task;

    /// <summary>Whether nothing is in hand: nothing that ends will wake the pump.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
                return _inHand == 0;
        }
    }

    /// <summary>When the next request that gathers deliveries is to go; null where none does.</summary>
    public DateTimeOffset? RipeAt
    {
        get
        {
            lock (_lock)
                return _gatherings.Values.Min(g => g.RipeAt);
        }
    }

    /// <summary>How many to claim now: a claim costs the store a write, so while enough is ready it waits until there is room for several.</summary>
    public int Room(DestinationConfiguration destination)
    {
        var limit = gate.Limit(destination);
        lock (_lock)
        {
            // A request takes as many as the largest batch.
            var most = sendings.MostOf(destinationId).BatchSize;
            var room = Math.Min((Math.Min(limit * options.Prefetch, InTime(destination)) * most) - _inHand, options.ClaimBatch);
            return room <= 0 || (_ready.Count > 0 && room < (limit + 1) / 2) ? 0 : room;
        }
    }

    /// <summary>Adds what was claimed.</summary>
    public void Add(IReadOnlyList<ClaimedDelivery> claimed)
    {
        lock (_lock)
        {
            _inHand += claimed.Count;
            foreach (var delivery in claimed)
            {
                if (sendings.BatchOf(delivery) is { } sending)
                    GatheringOf(delivery.Lease.RouteId, sending).Add(delivery);
                else
                    _ready.Enqueue(delivery);
            }
        }
    }

    /// <summary>Takes what goes out next, in one request: one delivery, or several that were gathered.</summary>
    /// <param name="destination">Where to; null where nothing may go out.</param>
    /// <param name="tooLate">Gets those whose lease would run out before their answer; null while there are none.</param>
    public IReadOnlyList<ClaimedDelivery>? TakeNext(out DestinationConfiguration? destination, ref List<ClaimedDelivery>? tooLate)
    {
        destination = null;
        lock (_lock)
        {
            if (_isStopping || gate.Active is not { } active)
                return null;
            DropLate(time.GetUtcNow() + active.Timeout + (options.LeaseMargin / 2), ref tooLate);
            var gathering = Ripe();
            if (gathering is null && _ready.Count == 0)
                return null;
            destination = gate.TryBegin(_inFlight);
            if (destination is null)
                return null;
            _inFlight++;
            return gathering is null ? [_ready.Dequeue()] : gathering.Take();
        }
    }

    /// <summary>Takes everything that waits.</summary>
    public List<ClaimedDelivery> TakeReady()
    {
        lock (_lock)
        {
            List<ClaimedDelivery> ready = [.. _ready, .. _gatherings.Values.SelectMany(g => g.TakeAll())];
            _ready.Clear();
            return ready;
        }
    }

    /// <summary>A request has ended: another may begin.</summary>
    public void Landed()
    {
        lock (_lock)
            _inFlight--;
    }

    /// <summary>Something else to wait for at the end, such as a probe; ends with <see cref="Leave"/>.</summary>
    public void Enter()
    {
        lock (_lock)
            _inHand++;
    }

    /// <summary>So many are no longer in hand.</summary>
    public void Leave(int count)
    {
        lock (_lock)
        {
            _inHand -= count;
            CompleteIfEmpty();
        }
    }

    /// <summary>Begins no more.</summary>
    public void Stop()
    {
        lock (_lock)
            _isStopping = true;
    }

    /// <summary>Nothing is added any more.</summary>
    public void NoMore()
    {
        lock (_lock)
        {
            _isLast = true;
            CompleteIfEmpty();
        }
    }

    private Gathering GatheringOf(int routeId, RouteSending sending)
    {
        if (_gatherings.TryGetValue(routeId, out var known) && (known.Sending == sending || known.Count > 0))
            return known;
        return _gatherings[routeId] = new Gathering(sending);
    }

    private Gathering? Ripe()
    {
        if (_gatherings.Count == 0)
            return null;
        var now = time.GetUtcNow();
        return _gatherings.Values.Where(g => g.RipeAt <= now).MinBy(g => g.RipeAt);
    }

    private void DropLate(DateTimeOffset leasedUntil, ref List<ClaimedDelivery>? tooLate)
    {
        while (_ready.TryPeek(out var first) && first.LeaseUntil < leasedUntil)
            (tooLate ??= []).Add(_ready.Dequeue());
        foreach (var gathering in _gatherings.Values)
            gathering.TakeOlder(leasedUntil, ref tooLate);
    }

    // As many as a slow pace lets out before their leases run out, so that they are not claimed in vain.
    private int InTime(DestinationConfiguration destination) => destination.MaxPerSecond == 0
        ? int.MaxValue
        : Math.Max(1, (int)Math.Min(int.MaxValue, destination.MaxPerSecond * (destination.Timeout + (options.LeaseMargin / 2)).TotalSeconds / 2));

    private void CompleteIfEmpty()
    {
        if (_isLast && _inHand == 0)
            _empty.TrySetResult();
    }
}
