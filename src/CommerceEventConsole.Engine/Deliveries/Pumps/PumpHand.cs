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
    private readonly Throughput _throughput = new(options.Ahead, time);
    private int _inFlight;
    private int _inHand;
    private int _expected;
    private long _bytes;
    private long _usualBytes = 1;
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
            // A request takes as many as the largest batch. Beyond what the limit asks for, as many as go out in a moment: a destination
            // that answers at once is not to wait for the store.
            var most = sendings.MostOf(destinationId).BatchSize;
            var hand = Math.Max(Math.Min(limit * options.Prefetch, InTime(destination)) * most, Math.Min(_throughput.Recent, options.MostInHand));
            var room = Math.Min(hand - _inHand, options.ClaimBatch);

            // Large events are counted by their bytes, and nothing in hand always leaves room for one.
            room = (int)Math.Min(room, (((options.HandMegabytes * 1024L * 1024L) - _bytes) / _usualBytes) - _expected);
            if (_inHand == 0)
                room = Math.Max(room, 1);
            return room <= 0 || (_ready.Count + _expected > limit && room < hand / 2) ? 0 : room;
        }
    }

    /// <summary>So many were leased, and come as soon as they are loaded.</summary>
    public void Expect(int count)
    {
        lock (_lock)
        {
            _expected += count;
            _inHand += count;
        }
    }

    /// <summary>So many that were expected do not come: they could not be loaded.</summary>
    public void Miss(int count)
    {
        lock (_lock)
        {
            _expected -= count;
            _inHand -= count;
            CompleteIfEmpty();
        }
    }

    /// <summary>Adds what was expected.</summary>
    public void Add(IReadOnlyList<ClaimedDelivery> claimed)
    {
        lock (_lock)
        {
            _expected -= claimed.Count;
            long bytes = 0;
            foreach (var delivery in claimed)
            {
                bytes += delivery.Bytes;
                if (sendings.BatchOf(delivery) is { } sending)
                    GatheringOf(delivery.Lease.RouteId, sending).Add(delivery);
                else
                    _ready.Enqueue(delivery);
            }

            _bytes += bytes;
            if (claimed.Count > 0)
                _usualBytes = Math.Max(1, bytes / claimed.Count);
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
    /// <param name="count">Deliveries that went with it.</param>
    public void Landed(int count)
    {
        lock (_lock)
        {
            _inFlight--;
            _throughput.Add(count);
        }
    }

    /// <summary>Something else to wait for at the end, such as a probe; ends with <see cref="Exit"/>.</summary>
    public void Enter()
    {
        lock (_lock)
            _inHand++;
    }

    /// <summary>What was waited for by <see cref="Enter"/> has ended.</summary>
    public void Exit()
    {
        lock (_lock)
        {
            _inHand--;
            CompleteIfEmpty();
        }
    }

    /// <summary>These are no longer in hand.</summary>
    public void Leave(IReadOnlyList<ClaimedDelivery> deliveries)
    {
        lock (_lock)
        {
            _inHand -= deliveries.Count;
            foreach (var delivery in deliveries)
                _bytes -= delivery.Bytes;
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
