using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>
/// Sends the deliveries of one destination: claims what is due, keeps as many in flight as the destination allows, and holds them back
/// while it is not being sent to. Knows nothing of other destinations, so that none can slow another.
/// </summary>
internal sealed partial class DestinationPump(int destinationId, string owner, PumpServices services, CancellationToken abandon)
{
    private readonly Lock _gate = new();
    private readonly Queue<ClaimedDelivery> _ready = [];
    private readonly AutoResetSignal _wake = new();
    private readonly CancellationTokenSource _cut = CancellationTokenSource.CreateLinkedTokenSource(abandon);
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inFlight;
    private int _inHand;
    private volatile bool _stopping;
    private bool _mayHold = true;
    private DateTimeOffset _heldCheckAt;
    private Task _loop = Task.CompletedTask;

    private DestinationConfiguration? Active =>
        services.Routing.Current.Destinations.GetValueOrDefault(destinationId) is { State: DestinationState.Active } d ? d : null;

    /// <summary>Begins.</summary>
    public void Start() => _loop = RunAsync();

    /// <summary>There may be something to do. Costs nothing when that is known already.</summary>
    public void Wake() => _wake.Set();

    /// <summary>
    /// Claims no more, gives back what was not begun and lets the attempts in flight end; those that have not after the grace time are
    /// cut off, which costs their deliveries nothing.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            _stopping = true;
        Wake();
        await Quietly(_loop.WaitAsync(cancellationToken)).ConfigureAwait(false);
        lock (_gate)
            CompleteIfEmpty();
        await Quietly(_empty.Task.WaitAsync(services.Options.StopGrace, services.Time, cancellationToken)).ConfigureAwait(false);
        await _cut.CancelAsync().ConfigureAwait(false);
        await Quietly(_empty.Task.WaitAsync(cancellationToken)).ConfigureAwait(false);
    }

    private static async Task Quietly(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task RunAsync()
    {
        await Task.Yield();
        while (!_stopping && !abandon.IsCancellationRequested)
        {
            TimeSpan wait;
            try
            {
                wait = Active is { } destination
                    ? await PumpAsync(destination).ConfigureAwait(false)
                    : await HoldAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (!abandon.IsCancellationRequested)
            {
                LogTrouble(services.Logger, e, destinationId);
                // Not woken sooner: a store that failed a moment ago is not asked again for every event that comes in.
                await Quietly(Task.Delay(services.Options.ErrorPause, services.Time, abandon)).ConfigureAwait(false);
                continue;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            if (!_stopping)
                await _wake.WaitAsync(wait, services.Time, abandon).ConfigureAwait(false);
        }

        await GiveBackAsync(TakeReady()).ConfigureAwait(false);
    }

    // Returns how long to wait if nothing happens before.
    private async Task<TimeSpan> PumpAsync(DestinationConfiguration destination)
    {
        var moreHeld = await ReleaseHeldAsync().ConfigureAwait(false);
        await GiveBackAsync(StartReady()).ConfigureAwait(false);
        var room = Room(destination);
        if (room == 0)
            return moreHeld ? TimeSpan.Zero : services.Options.PollInterval;

        var since = services.Time.Now();
        var claimed = await services.Claims.ClaimAsync(destinationId, room, owner, Lease(destination), abandon).ConfigureAwait(false);
        lock (_gate)
        {
            _inHand += claimed.Count;
            foreach (var delivery in claimed)
                _ready.Enqueue(delivery);
        }

        await GiveBackAsync(StartReady()).ConfigureAwait(false);
        if (moreHeld || claimed.Count == room)
            return TimeSpan.Zero;

        // The queue is empty for now. Each event that comes in wakes the pump: a short rest lets those that come together go together.
        await Quietly(Task.Delay(services.Options.ClaimInterval, services.Time, abandon)).ConfigureAwait(false);
        var due = await services.Claims.NextDueAsync(destinationId, since, abandon).ConfigureAwait(false) - services.Time.GetUtcNow();
        return due < services.Options.PollInterval ? due.Value : services.Options.PollInterval;
    }

    // Looked for after a pause and at every poll, because intake may have held a delivery by a table that was out of date a moment later.
    private async Task<bool> ReleaseHeldAsync()
    {
        var now = services.Time.GetUtcNow();
        if (!_mayHold && now < _heldCheckAt)
            return false;
        _mayHold = await services.Held.ReleaseAsync(destinationId, abandon).ConfigureAwait(false);
        _heldCheckAt = now + services.Options.PollInterval;
        return _mayHold;
    }

    private async Task<TimeSpan> HoldAsync()
    {
        _mayHold = true;
        await GiveBackAsync(TakeReady()).ConfigureAwait(false);
        var known = services.Routing.Current.Destinations.ContainsKey(destinationId);
        while (known && !_stopping && Active is null && await services.Held.HoldAsync(destinationId, abandon).ConfigureAwait(false))
        {
        }

        return services.Options.PollInterval;
    }

    // A claim costs the store a write: while enough is ready, it waits until there is room for several.
    private int Room(DestinationConfiguration destination)
    {
        lock (_gate)
        {
            var room = Math.Min((destination.MaxConcurrency * services.Options.Prefetch) - _inHand, services.Options.ClaimBatch);
            return room <= 0 || (_ready.Count > 0 && room < (destination.MaxConcurrency + 1) / 2) ? 0 : room;
        }
    }

    // Long enough to wait for one that takes its whole time, and then to be sent: an attempt never outlives its lease.
    private TimeSpan Lease(DestinationConfiguration destination) => (2 * destination.Timeout) + services.Options.LeaseMargin;

    private List<ClaimedDelivery> StartReady()
    {
        var tooLate = new List<ClaimedDelivery>();
        lock (_gate)
        {
            while (!_stopping && _ready.Count > 0 && Active is { } destination && _inFlight < destination.MaxConcurrency)
            {
                var delivery = _ready.Dequeue();
                if (delivery.LeaseUntil - services.Time.GetUtcNow() < destination.Timeout + (services.Options.LeaseMargin / 2))
                {
                    tooLate.Add(delivery);
                    continue;
                }

                _inFlight++;
                _ = SendAsync(delivery, destination);
            }
        }

        return tooLate;
    }

    private List<ClaimedDelivery> TakeReady()
    {
        lock (_gate)
        {
            var ready = new List<ClaimedDelivery>(_ready);
            _ready.Clear();
            return ready;
        }
    }

    private async Task GiveBackAsync(List<ClaimedDelivery> deliveries)
    {
        if (deliveries.Count == 0)
            return;
        try
        {
            // A dispatcher that is dropped gives nothing back, as a process that ends.
            await services.Leases.ReleaseAsync(deliveries.ConvertAll(d => d.Lease.Id), owner, abandon).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Their leases run out by themselves.
            LogTrouble(services.Logger, e, destinationId);
        }

        Leave(deliveries.Count);
    }

    private async Task SendAsync(ClaimedDelivery delivery, DestinationConfiguration destination)
    {
        await Task.Yield();
        FinishedAttempt? attempt = null;
        try
        {
            attempt = await services.Sender.SendAsync(delivery, destination, _cut.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Nothing was sent: what it takes to send it could not be read.
            LogTrouble(services.Logger, e, destinationId);
            await Quietly(Task.Delay(services.Options.ErrorPause, services.Time, _cut.Token)).ConfigureAwait(false);
        }

        lock (_gate)
            _inFlight--;

        // The slot is free: the next goes out while this one is being recorded.
        await GiveBackAsync(StartReady()).ConfigureAwait(false);
        if (attempt is null)
            await GiveBackAsync([delivery]).ConfigureAwait(false);
        else
            await RecordAsync(attempt).ConfigureAwait(false);
    }

    private async Task RecordAsync(FinishedAttempt attempt)
    {
        try
        {
            if (!abandon.IsCancellationRequested)
                await services.Sender.RecordAsync(attempt, owner, abandon).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The lease runs out, and the delivery is sent again with the same id.
            if (!abandon.IsCancellationRequested)
                LogLost(services.Logger, e, attempt.Delivery.Lease.Id);
        }

        Leave(1);
    }

    private void Leave(int count)
    {
        lock (_gate)
        {
            _inHand -= count;
            CompleteIfEmpty();
        }

        Wake();
    }

    private void CompleteIfEmpty()
    {
        if (_stopping && _inHand == 0 && _loop.IsCompleted)
            _empty.TrySetResult();
    }

    [LoggerMessage(LogLevel.Warning, "The queue of destination {DestinationId} could not be worked on; trying again shortly")]
    private static partial void LogTrouble(ILogger logger, Exception exception, int destinationId);

    [LoggerMessage(LogLevel.Error, "An attempt of delivery {DeliveryId} was not recorded; it will be sent again when its lease has run out")]
    private static partial void LogLost(ILogger logger, Exception exception, long deliveryId);
}
