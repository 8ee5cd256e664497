using System.Collections.Concurrent;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Replays;

/// <summary>
/// Runs replays, some at once, in order of their start. Each goes by steps that commit where it stands with what they made; a step that
/// was not committed is made again, by whichever node.
/// </summary>
internal sealed partial class ReplayRunner(
    IEnumerable<IReplayWork> kinds,
    ReplayLeases leases,
    ReplaySignals signals,
    StorageInfo storage,
    IOptions<ReplayOptions> options,
    TimeProvider time,
    ILogger<ReplayRunner> logger) : BackgroundService
{
    private readonly AutoResetSignal _wake = new();
    private readonly string _owner = $"replays-{Guid.NewGuid():N}";
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
                    && await leases.TakeAsync(_owner, [.. _running.Keys], stoppingToken).ConfigureAwait(false) is { } replay)
                {
                    Start(replay, stoppingToken);
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
    private void Start(Replay replay, CancellationToken stoppingToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[replay.Id] = ended.Task;
        _ = Task.Run(() => RunAsync(replay, ended, stoppingToken), CancellationToken.None);
    }

    /// <summary>Runs a replay that this node holds until it ends, is stopped, or goes to another node. Does not throw.</summary>
    private async Task RunAsync(Replay replay, TaskCompletionSource ended, CancellationToken stoppingToken)
    {
        var wake = new AutoResetSignal();
        signals.Started += wake.Set;
        var endedItself = false;
        try
        {
            LogStart(logger, replay.Id, replay.Position);
            var turn = new ReplayTurn(replay, _owner, wake, leases, options, time);
            var work = kinds.Single(k => k.Kind == replay.Kind);
            while (await work.StepAsync(turn, stoppingToken).ConfigureAwait(false))
                signals.RaiseChanged();
            endedItself = true;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops: another node need not wait for the lease to run out.
            await ReleaseAsync(replay.Id).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Where it stands is in the store: the node still holds it, and takes it up again from there after a while.
            LogTrouble(logger, e);
        }
        finally
        {
            signals.Started -= wake.Set;
            _running.TryRemove(replay.Id, out _);
            ended.SetResult();
            // Room for the next one.
            if (endedItself)
                _wake.Set();
            signals.RaiseChanged();
        }
    }

    private async Task ReleaseAsync(int id)
    {
        try
        {
            await leases.ReleaseAsync(id, _owner, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogTrouble(logger, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A replay was interrupted; it goes on shortly")]
    private static partial void LogTrouble(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Information, "Replay {Id} goes on at {Position}")]
    private static partial void LogStart(ILogger logger, int id, long position);
}
