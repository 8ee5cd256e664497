using CommerceEventConsole.Engine.Alerts.Registrations;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Freshness;
using CommerceEventConsole.Engine.Freshness.Running;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Alerts.Running;

/// <summary>Looks at the promises and the rules every half minute, on one node at a time; keeps what every node shows of them current.</summary>
internal sealed class AlertRunner(
    AlertDefaults defaults,
    AlertLease lease,
    AlertPass pass,
    AlertBoard board,
    FreshnessEvaluator promises,
    FreshnessBoard promiseBoard,
    IntakeAnswerLog answers,
    StorageInfo storage,
    IOptions<AlertOptions> options,
    TimeProvider time,
    ILogger<AlertRunner> logger) : BackgroundService
{
    private readonly AutoResetSignal _wake = new();

    // Where no other process may use the store, whoever held the lease is gone: the name is always the same.
    private readonly string _owner = storage.SingleNode ? "alerts" : $"alerts-{Guid.NewGuid():N}";

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var hasDefaults = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!hasDefaults)
                    await defaults.EnsureAsync(stoppingToken);
                hasDefaults = true;
                await RunOnceAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                logger.LogWarning(e, "Alert rules could not be looked at; the next look is in {Interval}", options.Value.Interval);
            }

            await _wake.WaitAsync(options.Value.Interval, time, stoppingToken);
        }

        await ReleaseAsync();
    }

    /// <summary>One turn of this node.</summary>
    internal async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await answers.FlushAsync(cancellationToken);
        if (await lease.TakeAsync(_owner, cancellationToken))
        {
            await promises.LookAsync(cancellationToken);
            await pass.RunAsync(_owner, cancellationToken);
        }

        await board.RefreshAsync(cancellationToken);
        await promiseBoard.RefreshAsync(cancellationToken);
    }

    private async Task ReleaseAsync()
    {
        try
        {
            await lease.ReleaseAsync(_owner, CancellationToken.None);
        }
        catch (Exception e)
        {
            logger.LogDebug(e, "The lease of the alerts runs out by itself");
        }
    }
}
