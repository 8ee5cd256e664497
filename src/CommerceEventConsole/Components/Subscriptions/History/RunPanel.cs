using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Subscriptions.History;

/// <summary>A part of a page that runs something long: it shows how far that is, ends it when asked, and takes it along when it is left.</summary>
/// <typeparam name="TProgress">How far it is.</typeparam>
public abstract class RunPanel<TProgress> : ComponentBase, IAsyncDisposable
    where TProgress : class
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(200);

    private CancellationTokenSource? _stopping;
    private Task _run = Task.CompletedTask;
    private long _shownAt;
    private bool _isGone;

    /// <summary>Whether it is running.</summary>
    protected bool IsRunning { get; private set; }

    /// <summary>Whether the last run broke off.</summary>
    protected bool HasFailed { get; private set; }

    /// <summary>Whether the person ended the last run.</summary>
    protected bool WasStopped { get; private set; }

    /// <summary>How far it is, or was when it ended; null before the first word of it.</summary>
    protected TProgress? Progress { get; private set; }

    /// <summary>The clock.</summary>
    [Inject]
    protected TimeProvider Clock { get; set; } = null!;

    [Inject]
    private ILoggerFactory Loggers { get; set; } = null!;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _isGone = true;
        if (_stopping is not null)
            await _stopping.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs <paramref name="work"/>, unless something runs already.</summary>
    protected Task RunAsync(Func<IProgress<TProgress>, CancellationToken, Task> work)
    {
        if (IsRunning || _isGone)
            return Task.CompletedTask;
        return _run = RunWithAsync(work);
    }

    /// <summary>Ends what runs.</summary>
    protected Task StopAsync() => _stopping?.CancelAsync() ?? Task.CompletedTask;

    private async Task RunWithAsync(Func<IProgress<TProgress>, CancellationToken, Task> work)
    {
        (IsRunning, HasFailed, WasStopped, Progress) = (true, false, false, null);
        using var stopping = _stopping = new CancellationTokenSource();
        StateHasChanged();
        try
        {
            await work(new Reporter(this), stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            WasStopped = true;
        }
        catch (Exception e)
        {
            Loggers.CreateLogger(GetType()).LogError(e, "A run over stored events failed");
            HasFailed = true;
        }
        finally
        {
            _stopping = null;
            IsRunning = false;
            if (!_isGone)
                StateHasChanged();
        }
    }

    // From the thread that works: kept at once, shown now and then.
    private void Report(TProgress progress)
    {
        Progress = progress;
        if (_isGone || Clock.GetElapsedTime(Volatile.Read(ref _shownAt)) < ShortestWait)
            return;
        Volatile.Write(ref _shownAt, Clock.GetTimestamp());
        _ = InvokeAsync(StateHasChanged);
    }

    private sealed class Reporter(RunPanel<TProgress> panel) : IProgress<TProgress>
    {
        public void Report(TProgress value) => panel.Report(value);
    }
}
