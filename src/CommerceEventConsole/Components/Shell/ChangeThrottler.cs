namespace CommerceEventConsole.Components.Shell;

/// <summary>
/// Turns many changes into few refreshes: the first change calls at once, further ones at most once per interval, and the last one is
/// never lost. Calls never overlap.
/// </summary>
/// <param name="interval">The shortest time from the end of one call to the start of the next.</param>
/// <param name="refresh">What is called; its token is cancelled when the throttler is disposed.</param>
/// <param name="time">The clock.</param>
/// <param name="failed">Told of what <paramref name="refresh"/> throws; without it, such a change is dropped silently.</param>
public sealed class ChangeThrottler(
    TimeSpan interval, Func<CancellationToken, Task> refresh, TimeProvider time, Action<Exception>? failed = null) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private bool _running;
    private bool _changed;
    private bool _disposed;

    /// <summary>Says that something changed. Returns at once, from any thread.</summary>
    public void Notify()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            _changed = true;
            if (_running)
                return;
            _running = true;
            // Off the caller's thread: it may be the feed's loop, which everybody shares.
            _loop = Task.Run(RunAsync);
        }
    }

    /// <summary>Cancels a refresh under way and waits for its end. No call comes afterwards.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (TakeChange())
        {
            try
            {
                await refresh(_stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                failed?.Invoke(e);
            }

            await Task.Delay(interval, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool TakeChange()
    {
        lock (_lock)
        {
            _running = _changed && !_disposed;
            _changed = false;
            return _running;
        }
    }
}
