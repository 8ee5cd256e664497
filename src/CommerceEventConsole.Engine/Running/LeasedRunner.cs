using System.Collections.Concurrent;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Extensions.Hosting;

namespace CommerceEventConsole.Engine.Running;

/// <summary>
/// Works on runs that stand in the store, some at once, in order of their start. A node leases what it works on; what it could not finish is
/// taken up again from where the store says it stands, by whichever node.
/// </summary>
/// <typeparam name="T">A run.</typeparam>
/// <param name="name">What the runs are called in the names of leases.</param>
/// <param name="signals">Their signals.</param>
/// <param name="storage">Where there is one node, what it held when it ended is free at once.</param>
/// <param name="time">The clock of its waits.</param>
internal abstract class LeasedRunner<T>(string name, RunSignals signals, StorageInfo storage, TimeProvider time) : BackgroundService
    where T : class
{
    private readonly AutoResetSignal _wake = new();
    private readonly ConcurrentDictionary<int, Task> _running = [];

    /// <summary>By what name this node leases.</summary>
    protected string Owner { get; } = $"{name}-{Guid.NewGuid():N}";

    /// <summary>The signals of the runs.</summary>
    protected RunSignals Signals { get; } = signals;

    /// <summary>The clock of all waits.</summary>
    protected TimeProvider Time { get; } = time;

    /// <summary>Runs that a node works on at once.</summary>
    protected abstract int MaxAtOnce { get; }

    /// <summary>How often a node looks for runs that others started or left.</summary>
    protected abstract TimeSpan PollInterval { get; }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        Signals.Started += _wake.Set;
        try
        {
            await LoopAsync(stoppingToken).ConfigureAwait(false);
        }
        finally
        {
            Signals.Started -= _wake.Set;
            await Task.WhenAll(_running.Values).ConfigureAwait(false);
        }
    }

    /// <summary>Frees every lease, whoever holds it.</summary>
    protected abstract Task TakeBackAllAsync(CancellationToken cancellationToken);

    /// <summary>Leases the next run; null where there is none.</summary>
    /// <param name="running">What this node works on already.</param>
    /// <param name="cancellationToken">Gives up.</param>
    protected abstract Task<T?> TakeAsync(IReadOnlyCollection<int> running, CancellationToken cancellationToken);

    /// <summary>The id of a run.</summary>
    protected abstract int IdOf(T run);

    /// <summary>Works on a run that this node holds until it ends, is stopped, or goes to another node.</summary>
    /// <returns>Whether there is room for another at once; false where the process stops.</returns>
    protected abstract Task<bool> WorkAsync(T run, CancellationToken stoppingToken);

    /// <summary>Logs that something failed that will be tried again.</summary>
    protected abstract void LogTrouble(Exception exception);

    private async Task LoopAsync(CancellationToken stoppingToken)
    {
        var takeBackAll = storage.SingleNode;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (takeBackAll)
                    await TakeBackAllAsync(stoppingToken).ConfigureAwait(false);
                takeBackAll = false;
                while (_running.Count < MaxAtOnce && await TakeAsync([.. _running.Keys], stoppingToken).ConfigureAwait(false) is { } run)
                    Start(run, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogTrouble(e);
            }

            await _wake.WaitAsync(PollInterval, Time, stoppingToken).ConfigureAwait(false);
        }
    }

    // Listed before it runs: it takes itself off the list at its end.
    private void Start(T run, CancellationToken stoppingToken)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[IdOf(run)] = gone.Task;
        _ = Task.Run(() => RunAsync(run, gone, stoppingToken), CancellationToken.None);
    }

    // Does not throw.
    private async Task RunAsync(T run, TaskCompletionSource gone, CancellationToken stoppingToken)
    {
        var hasEnded = false;
        try
        {
            hasEnded = await WorkAsync(run, stoppingToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Where it stands is in the store: the node still holds it, and takes it up again from there after a while.
            LogTrouble(e);
        }
        finally
        {
            _running.TryRemove(IdOf(run), out _);
            gone.SetResult();
            // Room for the next one, or for this one again, where somebody let it go on meanwhile.
            if (hasEnded)
                _wake.Set();
            Signals.RaiseChanged();
        }
    }
}
