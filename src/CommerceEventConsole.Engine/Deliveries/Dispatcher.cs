using System.Collections.Concurrent;
using System.Security.Cryptography;
using CommerceEventConsole.Engine.Deliveries.Pumps;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>
/// Sends what the queue holds: a pump for each destination, woken by commits, by changes of routing, by the clock and, for what other
/// nodes did, by a slow poll. Takes back the leases of dispatchers that are gone.
/// </summary>
internal sealed partial class Dispatcher(PumpServices services, StoreWriter writer, DeliverySignals signals, StorageInfo storage)
    : BackgroundService
{
    private const int OwnerNameLength = 8;
    private const int OwnerBytes = 6;

    private readonly ConcurrentDictionary<int, DestinationPump> _pumps = [];
    private readonly AutoResetSignal _routingChanged = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly string _owner = Owner();

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        Unlisten();
        await Task.WhenAll(_pumps.Values.Select(pump => pump.StopAsync(cancellationToken))).ConfigureAwait(false);
    }

    /// <summary>Drops what is still going on, as the end of the process would: its leases run out.</summary>
    public override void Dispose()
    {
        Unlisten();
        base.Dispose();
        _abandon.Cancel();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        writer.Committed += OnCommitted;
        signals.Due += OnDue;
        services.Routing.Changed += _routingChanged.Set;
        var takeBackAll = storage.SingleNode;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TakeBackAsync(takeBackAll, stoppingToken).ConfigureAwait(false);
                takeBackAll = false;
                StartAndWakePumps(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogTrouble(services.Logger, e);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await _routingChanged.WaitAsync(services.Options.LeaseCheckInterval, services.Time, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task TakeBackAsync(bool all, CancellationToken cancellationToken)
    {
        var destinations = all
            ? await TakeBackAllAsync(cancellationToken).ConfigureAwait(false)
            : await services.Leases.TakeBackExpiredAsync(cancellationToken).ConfigureAwait(false);
        foreach (var id in destinations)
            OnDue(id);
    }

    private async Task<IReadOnlySet<int>> TakeBackAllAsync(CancellationToken cancellationToken)
    {
        await services.Circuits.TakeBackProbesAsync(cancellationToken).ConfigureAwait(false);
        return await services.Leases.TakeBackAllAsync(cancellationToken).ConfigureAwait(false);
    }

    private void StartAndWakePumps(CancellationToken stoppingToken)
    {
        foreach (var id in services.Routing.Current.Destinations.Keys)
        {
            if (stoppingToken.IsCancellationRequested || _pumps.ContainsKey(id))
                continue;
            var pump = new DestinationPump(id, _owner, services, _abandon.Token);
            _pumps[id] = pump;
            pump.Start();
        }

        foreach (var pump in _pumps.Values)
            pump.Wake();
    }

    // On the writer's thread: sets flags, nothing else.
    private void OnCommitted(WriteBatch batch)
    {
        foreach (var e in batch.Events)
        {
            if (e.IsDuplicate)
                continue;
            for (var i = 0; i < e.Deliveries.Count; i++)
            {
                if (e.Deliveries[i].State == DeliveryState.Pending)
                    OnDue(e.Deliveries[i].DestinationId);
            }
        }
    }

    private void OnDue(int destinationId)
    {
        if (_pumps.TryGetValue(destinationId, out var pump))
            pump.Wake();
    }

    private void Unlisten()
    {
        writer.Committed -= OnCommitted;
        signals.Due -= OnDue;
        services.Routing.Changed -= _routingChanged.Set;
    }

    // Written with each delivery that is sent, so it is short: the end of the machine's name, where those of a cluster differ, and as many
    // random digits as keep two processes apart.
    private static string Owner()
    {
        var name = Environment.MachineName;
        return $"{name[^Math.Min(name.Length, OwnerNameLength)..]}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(OwnerBytes))}";
    }

    [LoggerMessage(LogLevel.Warning, "Leases that ran out could not be taken back; trying again shortly")]
    private static partial void LogTrouble(ILogger logger, Exception exception);
}
