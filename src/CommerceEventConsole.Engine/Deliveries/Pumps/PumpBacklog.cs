using CommerceEventConsole.Engine.Deliveries.Circuits;
using CommerceEventConsole.Engine.Routing;

namespace CommerceEventConsole.Engine.Deliveries.Pumps;

/// <summary>Holds a destination's deliveries while it is not being sent to, and brings them back, oldest first.</summary>
internal sealed class PumpBacklog(PumpIdentity pump, DestinationGate gate, CancellationToken abandon)
{
    private readonly PumpServices _services = pump.Services;
    private bool _mayHold = true;
    private DateTimeOffset _checkAt;
    private long _checkedFor = RoutingTable.Empty.Version;

    /// <summary>Holds a chunk of what waits; true while there may be more.</summary>
    public Task<bool> HoldAsync()
    {
        _mayHold = true;
        return _services.Held.HoldAsync(pump.DestinationId, abandon);
    }

    /// <summary>
    /// Brings some back; true while there may be more. Looked for after a pause and after each change of the configuration, because a pause
    /// may be too short for the pump to notice, and at every poll, because intake may have held a delivery by a table that was out of date a
    /// moment later.
    /// </summary>
    public async Task<bool> ReleaseAsync(DestinationConfiguration destination)
    {
        var now = _services.Time.GetUtcNow();
        var version = _services.Routing.Current.Version;
        if (!_mayHold && now < _checkAt && version == _checkedFor)
            return false;
        _mayHold = await _services.Held.ReleaseAsync(pump.DestinationId, Most(destination), abandon).ConfigureAwait(false);
        (_checkAt, _checkedFor) = (now + _services.Options.PollInterval, version);
        return _mayHold;
    }

    // While the destination is on trial, no more than goes out next: what is brought back would have to be held again.
    private int Most(DestinationConfiguration destination) =>
        gate.IsRamping ? Math.Max(1, gate.Limit(destination) * _services.Options.Prefetch) : _services.Options.ChunkSize;
}
