using CommerceEventConsole.Engine.Deliveries.Circuits;
using CommerceEventConsole.Engine.Routing;

namespace CommerceEventConsole.Engine.Deliveries.Pumps;

/// <summary>What a pump holds leases on: deliveries that wait for their turn, and those in flight. Bounded by what is claimed.</summary>
internal sealed class PumpHand(DestinationGate gate, DeliveryOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Queue<ClaimedDelivery> _ready = [];
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

    /// <summary>How many to claim now: a claim costs the store a write, so while enough is ready it waits until there is room for several.</summary>
    public int Room(DestinationConfiguration destination)
    {
        var limit = gate.Limit(destination);
        lock (_lock)
        {
            var room = Math.Min(Math.Min(limit * options.Prefetch, InTime(destination)) - _inHand, options.ClaimBatch);
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
                _ready.Enqueue(delivery);
        }
    }

    /// <summary>
    /// Takes the next that may go out now. One call to the destination carries one delivery; where several are to go in one call, they
    /// are taken together here and count as one in flight.
    /// </summary>
    /// <param name="destination">Where to; null where nothing may go out.</param>
    /// <param name="tooLate">Gets those whose lease would run out before their answer; null while there are none.</param>
    public ClaimedDelivery? TakeNext(out DestinationConfiguration? destination, ref List<ClaimedDelivery>? tooLate)
    {
        destination = null;
        lock (_lock)
        {
            while (!_isStopping && _ready.Count > 0 && gate.Active is { } active)
            {
                if (_ready.Peek().LeaseUntil - time.GetUtcNow() < active.Timeout + (options.LeaseMargin / 2))
                {
                    (tooLate ??= []).Add(_ready.Dequeue());
                    continue;
                }

                destination = gate.TryBegin(_inFlight);
                if (destination is null)
                    return null;
                _inFlight++;
                return _ready.Dequeue();
            }
        }

        return null;
    }

    /// <summary>Takes everything that waits.</summary>
    public List<ClaimedDelivery> TakeReady()
    {
        lock (_lock)
        {
            var ready = new List<ClaimedDelivery>(_ready);
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
