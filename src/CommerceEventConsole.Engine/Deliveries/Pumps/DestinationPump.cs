using CommerceEventConsole.Engine.Deliveries.Circuits;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.Deliveries.Pumps;

/// <summary>
/// Sends the deliveries of one destination: claims what is due, keeps as many in flight as the destination allows, and holds them back
/// while it is not being sent to. Knows nothing of other destinations, so that none can slow another.
/// </summary>
internal sealed partial class DestinationPump
{
    private readonly PumpIdentity _pump;
    private readonly PumpServices _services;
    private readonly DestinationGate _gate;
    private readonly PumpHand _hand;
    private readonly PumpCalls _calls;
    private readonly PumpArrivals _arrivals;
    private readonly PumpBacklog _backlog;
    private readonly PumpProbe _probe;
    private readonly CancellationTokenSource _cut;
    private readonly CancellationToken _abandon;
    private volatile bool _stopping;
    private Task _loop = Task.CompletedTask;

    public DestinationPump(int destinationId, string owner, PumpServices services, CancellationToken abandon)
    {
        (_services, _abandon) = (services, abandon);
        _cut = CancellationTokenSource.CreateLinkedTokenSource(abandon);
        _pump = new PumpIdentity(destinationId, owner, services, new AutoResetSignal());
        _gate = new DestinationGate(destinationId, services.Routing, services.Time);
        _hand = new PumpHand(destinationId, _gate, services.Sendings, services.Options, services.Time);
        _calls = new PumpCalls(_pump, _gate, _hand, _cut.Token, abandon);
        _arrivals = new PumpArrivals(_pump, _hand, _calls, abandon);
        _backlog = new PumpBacklog(_pump, _gate, abandon);
        _probe = new PumpProbe(_pump, _hand, _cut.Token, abandon);
    }

    /// <summary>Begins.</summary>
    public void Start() => _loop = RunAsync();

    /// <summary>There may be something to do. Costs nothing when that is known already.</summary>
    public void Wake() => _pump.Wake.Set();

    /// <summary>
    /// Claims no more, gives back what was not begun and lets the attempts in flight end; those that have not after the grace time are
    /// cut off, which costs their deliveries nothing.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        _hand.Stop();
        Wake();
        await Quietly(_loop.WaitAsync(cancellationToken)).ConfigureAwait(false);
        await Quietly(_hand.Empty.WaitAsync(_services.Options.StopGrace, _services.Time, cancellationToken)).ConfigureAwait(false);
        await _cut.CancelAsync().ConfigureAwait(false);
        await Quietly(_hand.Empty.WaitAsync(cancellationToken)).ConfigureAwait(false);
        _gate.Dispose();
    }

    private static async Task Quietly(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task RunAsync()
    {
        await Task.Yield();
        while (!_stopping && !_abandon.IsCancellationRequested)
        {
            TimeSpan wait;
            try
            {
                wait = _gate.Active is { } destination
                    ? await PumpAsync(destination).ConfigureAwait(false)
                    : await HoldAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (!_abandon.IsCancellationRequested)
            {
                LogTrouble(_services.Logger, e, _pump.DestinationId);
                // Not woken sooner: a store that failed a moment ago is not asked again for every event that comes in.
                await Quietly(Task.Delay(_services.Options.ErrorPause, _services.Time, _abandon)).ConfigureAwait(false);
                continue;
            }
            catch (OperationCanceledException)
            {
                break;
            }

            if (!_stopping)
                await _pump.Wake.WaitAsync(wait, _services.Time, _abandon).ConfigureAwait(false);
        }

        await _arrivals.Last.ConfigureAwait(false);
        await _calls.GiveBackAsync(_hand.TakeReady()).ConfigureAwait(false);
        _hand.NoMore();
    }

    // Returns how long to wait if nothing happens before.
    private async Task<TimeSpan> PumpAsync(DestinationConfiguration destination)
    {
        _gate.Started();
        if (_gate.IsLeftAlone)
        {
            await _calls.GiveBackAsync(_hand.TakeReady()).ConfigureAwait(false);
            return Sooner(_gate.Wait);
        }

        var moreHeld = await _backlog.ReleaseAsync(destination).ConfigureAwait(false);
        await _calls.StartAsync().ConfigureAwait(false);
        var room = _hand.Room(destination);
        if (room == 0)
            return moreHeld && !_gate.IsRamping ? TimeSpan.Zero : Paced();

        var since = _services.Time.Now();
        var claimed = await _arrivals.ClaimAsync(room, Lease(destination)).ConfigureAwait(false);
        if (claimed == room || (moreHeld && !_gate.IsRamping))
            return TimeSpan.Zero;

        // The queue is empty for now. Each event that comes in wakes the pump: a short rest lets those that come together go together.
        await Quietly(Task.Delay(_services.Options.ClaimInterval, _services.Time, _abandon)).ConfigureAwait(false);
        if (moreHeld && _hand.IsEmpty)
            return TimeSpan.Zero;
        var due = await _services.Claims.NextDueAsync(_pump.DestinationId, since, _abandon).ConfigureAwait(false) - _services.Time.GetUtcNow();
        return due < _services.Options.PollInterval && due.Value < Paced() ? due.Value : Paced();
    }

    private async Task<TimeSpan> HoldAsync()
    {
        _gate.Stopped();
        await _calls.GiveBackAsync(_hand.TakeReady()).ConfigureAwait(false);
        if (_gate.Destination is not { } destination)
            return _services.Options.PollInterval;
        var more = await _backlog.HoldAsync().ConfigureAwait(false);
        var wait = destination.State == DestinationState.Unreachable
            ? await _probe.TurnAsync(destination).ConfigureAwait(false)
            : _services.Options.PollInterval;
        return more ? TimeSpan.Zero : wait;
    }

    // The pace alone may keep back what is in hand: nothing else wakes the pump then.
    private TimeSpan Paced()
    {
        var wait = _gate.Wait is var pace && pace > TimeSpan.Zero ? Sooner(pace) : _services.Options.PollInterval;

        // Nothing but the clock wakes the pump for a request that has gathered long enough.
        return _hand.RipeAt - _services.Time.GetUtcNow() is { } ripe && ripe > TimeSpan.Zero && ripe < wait ? ripe : wait;
    }

    private TimeSpan Sooner(TimeSpan wait) => wait < _services.Options.PollInterval ? wait : _services.Options.PollInterval;

    // Long enough to wait for one that takes its whole time, and then to be sent: an attempt never outlives its lease.
    private TimeSpan Lease(DestinationConfiguration destination) =>
        (2 * destination.Timeout) + _services.Options.LeaseMargin + TimeSpan.FromSeconds(_services.Sendings.MostOf(destination.Id).BatchSeconds);

    [LoggerMessage(LogLevel.Warning, "The queue of destination {DestinationId} could not be worked on; trying again shortly")]
    private static partial void LogTrouble(ILogger logger, Exception exception, int destinationId);
}
