using System.Collections.Concurrent;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Resync.Runs;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Resync.Running;

/// <summary>
/// Works on runs, some at once, in order of their start. A run that has to wait is given back with the time from which it may go on, so that
/// it holds up no other one.
/// </summary>
internal sealed partial class ResyncRunner(
    ResyncTurns turns, ResyncLeases leases, ResyncSignals signals, StorageInfo storage, IOptions<ResyncOptions> options, TimeProvider time, ILogger<ResyncRunner> logger)
    : BackgroundService
{
    private readonly AutoResetSignal _wake = new();
    private readonly string _owner = $"resync-{Guid.NewGuid():N}";
    private readonly ConcurrentDictionary<int, Task> _running = [];

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        signals.Started += _wake.Set;
        try
        {
            await LoopAsync(stoppingToken).ConfigureAwait(false);
        }
        finally
        {
            signals.Started -= _wake.Set;
            await Task.WhenAll(_running.Values).ConfigureAwait(false);
        }
    }

    private async Task LoopAsync(CancellationToken stoppingToken)
    {
        var takeBackAll = storage.SingleNode;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (takeBackAll)
                    await leases.TakeBackAllAsync(stoppingToken).ConfigureAwait(false);
                takeBackAll = false;
                while (_running.Count < options.Value.MaxAtOnce
                    && await leases.TakeAsync(_owner, [.. _running.Keys], stoppingToken).ConfigureAwait(false) is { } run)
                {
                    Start(run, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogTrouble(logger, e);
            }

            await _wake.WaitAsync(options.Value.PollInterval, time, stoppingToken).ConfigureAwait(false);
        }
    }

    // Listed before it runs: it takes itself off the list at its end.
    private void Start(ResyncRun run, CancellationToken stoppingToken)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[run.Id] = gone.Task;
        _ = Task.Run(
            async () =>
            {
                var ended = false;
                try
                {
                    LogStart(logger, run.Id, run.Compared);
                    await turns.RunAsync(run, _owner, stoppingToken).ConfigureAwait(false);
                    ended = true;
                }
                catch (Exception e)
                {
                    // Where it stands is in the store: the node still holds it, and takes it up again from there after a while.
                    LogTrouble(logger, e);
                }
                finally
                {
                    _running.TryRemove(run.Id, out _);
                    gone.SetResult();
                    // Room for the next one, or for this one again, where somebody let it go on meanwhile.
                    if (ended) _wake.Set();
                    signals.RaiseChanged();
                }
            },
            CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Warning, "A resync was interrupted; it goes on shortly")]
    private static partial void LogTrouble(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Information, "Resync run {Id} goes on after {Compared} records")]
    private static partial void LogStart(ILogger logger, int id, long compared);
}
