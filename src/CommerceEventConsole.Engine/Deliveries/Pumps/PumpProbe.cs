using CommerceEventConsole.Engine.Deliveries.Circuits;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Routing;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.Deliveries.Pumps;

/// <summary>Probes a destination while it is unreachable, one node at a time, and closes its circuit once it works.</summary>
internal sealed partial class PumpProbe(PumpIdentity pump, PumpHand hand, CancellationToken cut, CancellationToken abandon)
{
    private readonly PumpServices _services = pump.Services;
    private Task _probe = Task.CompletedTask;
    private long _last;

    /// <summary>Begins a probe where one is due; returns how long to wait if nothing happens before.</summary>
    public async Task<TimeSpan> TurnAsync(DestinationConfiguration destination)
    {
        if (!_probe.IsCompleted)
            return _services.Options.PollInterval;
        var health = await _services.Circuits.ReadAsync(destination.Id, abandon).ConfigureAwait(false);
        if (health is not { IsOpen: true })
        {
            // Closed by another node: this one has not heard of it yet.
            await _services.Routing.ReloadAsync(abandon).ConfigureAwait(false);
            return _services.Options.ErrorPause;
        }

        var wait = (health.NextProbeAt - _services.Time.GetUtcNow()) ?? TimeSpan.Zero;
        if (wait > TimeSpan.Zero)
            return Shorter(wait);
        var lease = Lease(destination);
        if (!await _services.Circuits.TakeProbeAsync(destination.Id, pump.Owner, lease, abandon).ConfigureAwait(false))
            return Shorter(destination.Circuit.FirstProbe);
        hand.Enter();
        _probe = ProbeAsync(destination, health, lease);
        return _services.Options.PollInterval;
    }

    // A probe never outlives its lease.
    private TimeSpan Lease(DestinationConfiguration destination) => destination.Timeout + _services.Options.LeaseMargin;

    private TimeSpan Shorter(TimeSpan wait) => wait < _services.Options.PollInterval ? wait : _services.Options.PollInterval;

    private async Task ProbeAsync(DestinationConfiguration destination, DestinationHealth health, TimeSpan lease)
    {
        await Task.Yield();
        try
        {
            var (result, wait) = await RequestAsync(destination, health, lease).ConfigureAwait(false);
            if (result.Succeeded && health.GoodProbes + 1 >= destination.Circuit.ProbesToClose)
                await _services.Circuits.CloseAsync(destination, abandon).ConfigureAwait(false);
            else
                await _services.Circuits.EndProbeAsync(destination.Id, pump.Owner, result, wait, abandon).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The lease runs out, and the next probe follows.
            if (!abandon.IsCancellationRequested)
                LogTrouble(_services.Logger, e, destination.Id);
            await Task.Delay(_services.Options.ErrorPause, _services.Time, cut).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        hand.Leave(1);
        pump.Wake.Set();
    }

    private async Task<(ProbeResult Result, TimeSpan Wait)> RequestAsync(DestinationConfiguration destination, DestinationHealth health, TimeSpan lease)
    {
        var circuit = destination.Circuit;
        if (circuit.HealthUrl is { } address)
        {
            var answer = await _services.Probes.AskAsync(destination, address, cut).ConfigureAwait(false);
            return (answer, WaitAfter(answer));
        }

        var delivery = await _services.Probes.TakeAsync(destination, _last, pump.Owner, lease, abandon).ConfigureAwait(false);
        if (delivery is null)
            return (ProbeResult.None, circuit.FirstProbe);
        var result = await _services.Probes.SendAsync(delivery, destination, pump.Owner, cut, abandon).ConfigureAwait(false);

        // The oldest, again and again, while nothing gets through. Otherwise it may be at fault itself, and the next has a try.
        _last = result.MayBeEvent ? delivery.Lease.Id : 0;

        // Nothing was sent because the delivery itself cannot be: it has failed, and the next one tells.
        var wasNotSent = !result.Succeeded && !result.Failed && !result.MayBeEvent;
        return (result, wasNotSent ? TimeSpan.Zero : WaitAfter(result));

        TimeSpan WaitAfter(ProbeResult met) => circuit.ProbeWait(health.FailedProbes + (met.Failed ? 1 : 0), met.RetryAfter);
    }

    [LoggerMessage(LogLevel.Warning, "Destination {DestinationId} could not be checked; trying again shortly")]
    private static partial void LogTrouble(ILogger logger, Exception exception, int destinationId);
}
