using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Routing;

namespace CommerceEventConsole.Engine.Deliveries.Circuits;

/// <summary>
/// Says whether, how many and how fast requests may go to a destination, and learns from each answer. In memory alone: what every node
/// has to know is in the routing table.
/// </summary>
internal sealed class DestinationGate(int destinationId, IRouting routing, TimeProvider time) : IDisposable
{
    private const int TooManyRequests = 429;
    private const int NotAvailable = 503;

    private readonly Lock _gate = new();
    private readonly FailureWatch _watch = new();
    private readonly Ramp _ramp = new();
    private readonly Pace _pace = new(time);
    private bool _isTripped;
    private bool _wasStopped;

    /// <summary>The destination as it is configured; null where it is no more.</summary>
    public DestinationConfiguration? Destination => routing.Current.Destinations.GetValueOrDefault(destinationId);

    /// <summary>The destination where it may be sent to; null otherwise.</summary>
    public DestinationConfiguration? Active => !Volatile.Read(ref _isTripped) && Destination is { State: DestinationState.Active } d ? d : null;

    /// <summary>How long nothing may be sent for now; zero where something may.</summary>
    public TimeSpan Wait
    {
        get
        {
            lock (_gate)
                return _pace.Wait;
        }
    }

    /// <summary>Whether the destination asked to be left alone.</summary>
    public bool IsLeftAlone
    {
        get
        {
            lock (_gate)
                return _pace.IsLeftAlone;
        }
    }

    /// <summary>Whether it has just come back, and is being sent to with care.</summary>
    public bool IsRamping
    {
        get
        {
            lock (_gate)
                return _ramp.IsOn;
        }
    }

    private bool IsUnreachable => _isTripped || Destination is { State: DestinationState.Unreachable };

    /// <summary>Requests in flight at most.</summary>
    public int Limit(DestinationConfiguration destination)
    {
        lock (_gate)
            return _ramp.Limit(destination.MaxConcurrency);
    }

    /// <summary>Takes leave to begin a request beside those in flight; the destination to send it to, or null.</summary>
    public DestinationConfiguration? TryBegin(int inFlight)
    {
        lock (_gate)
        {
            return Active is { } destination && inFlight < _ramp.Limit(destination.MaxConcurrency) && _pace.TryTake(destination.MaxPerSecond)
                ? destination
                : null;
        }
    }

    /// <summary>The destination is not being sent to: once it is again, that begins with one request at a time.</summary>
    public void Stopped()
    {
        lock (_gate)
            _wasStopped = true;
    }

    /// <summary>The destination is being sent to.</summary>
    public void Started()
    {
        lock (_gate)
        {
            if (!_wasStopped)
                return;
            _wasStopped = false;
            _watch.Reset();
            _ramp.Begin();
        }
    }

    /// <summary>Learns from an attempt.</summary>
    public AttemptVerdict Observe(FinishedAttempt attempt)
    {
        lock (_gate)
        {
            if (!attempt.TellsOfDestination)
                return new AttemptVerdict(IsUnreachable, IsUncounted: false);
            var (outcome, destination) = (attempt.Outcome, attempt.Destination);
            var furtherAsked = LeaveAlone(outcome, destination);
            var opens = outcome.Fault == DestinationFault.None
                ? Works(outcome, attempt)
                : !IsUnreachable && Fails(outcome, attempt);
            _isTripped |= opens;
            var isFault = outcome.Fault != DestinationFault.None;

            // One that is on trial after an outage goes on costing nothing, but for a delivery that may be at fault itself.
            var isOnTrial = isFault && _ramp.IsOn && _watch.IsCertain;
            var isUncounted = furtherAsked || isOnTrial || (isFault && IsUnreachable);
            return new AttemptVerdict(IsUnreachable, isUncounted, opens, isUncounted ? NotBefore(isOnTrial, destination) : null);
        }
    }

    /// <summary>That the destination is unreachable has been stored, or could not be.</summary>
    public void Stored()
    {
        lock (_gate)
            _isTripped = false;
    }

    public void Dispose() => _pace.Dispose();

    private DateTimeOffset? NotBefore(bool isOnTrial, DestinationConfiguration destination)
    {
        DateTimeOffset? alone = _pace.IsLeftAlone ? _pace.AloneUntil : null;
        return alone ?? (isOnTrial ? time.GetUtcNow() + destination.FirstRetry : null);
    }

    private bool Works(DeliveryOutcome outcome, FinishedAttempt attempt)
    {
        _watch.Observe(DestinationFault.None, attempt.Delivery.Lease.Id, attempt.Destination.Circuit, time.GetUtcNow());
        if (outcome.StatusCode != TooManyRequests)
            _ramp.Succeeded(attempt.Destination.MaxConcurrency);
        return false;
    }

    // While it is being sent to with care, a failure means fewer at once, or none where it was one.
    private bool Fails(DeliveryOutcome outcome, FinishedAttempt attempt)
    {
        var destination = attempt.Destination;
        var opens = _watch.Observe(outcome.Fault, attempt.Delivery.Lease.Id, destination.Circuit, time.GetUtcNow());
        return opens || (_ramp.IsOn && !_ramp.StepBack(destination.MaxConcurrency) && _watch.IsCertain);
    }

    // True for one that the destination refused while it was being left alone already: it was on its way when another was told.
    private bool LeaveAlone(DeliveryOutcome outcome, DestinationConfiguration destination)
    {
        var asked = outcome.StatusCode switch
        {
            TooManyRequests => outcome.RetryAfter ?? destination.FirstRetry,
            NotAvailable => outcome.RetryAfter,
            _ => null,
        };
        if (asked is not { } wait || wait <= TimeSpan.Zero)
            return false;
        if (_pace.LeaveAlone(wait < destination.MaxRetry ? wait : destination.MaxRetry))
            return true;
        _ramp.StepBack(destination.MaxConcurrency);
        return false;
    }
}
