using CommerceEventConsole.Components.Shell;
using CommerceEventConsole.Engine.Events;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CommerceEventConsole.Components.Events;

/// <summary>A page that follows the live feed: it is asked to refresh, never more often than its interval, until it is left.</summary>
public abstract class FeedComponent : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private ChangeThrottler? _throttler;
    private IDisposable? _subscription;

    /// <summary>The clock.</summary>
    [Inject]
    protected TimeProvider Clock { get; set; } = null!;

    /// <summary>The newest events.</summary>
    [Inject]
    protected LiveFeed Feed { get; set; } = null!;

    /// <summary>The browser.</summary>
    [Inject]
    protected IJSRuntime Js { get; set; } = null!;

    /// <summary>The way to other pages.</summary>
    [Inject]
    protected NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private ILoggerFactory Loggers { get; set; } = null!;

    /// <summary>The shortest time between two refreshes.</summary>
    protected abstract TimeSpan Interval { get; }

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Leaving => _leaving.Token;

    /// <inheritdoc />
    public virtual async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        await _leaving.CancelAsync();
        if (_throttler is not null) await _throttler.DisposeAsync();
        _leaving.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        _throttler = new ChangeThrottler(Interval, token => InvokeAsync(() => OnFeedAsync(token)), Clock, Log);
        _subscription = Feed.Subscribe(_throttler.Notify);
    }

    /// <summary>Something changed: events came, or deliveries moved on. Called on the page's own thread.</summary>
    protected abstract Task OnFeedAsync(CancellationToken cancellationToken);

    /// <summary>Notes what went wrong; the person is told by the page.</summary>
    protected void Log(Exception exception) => Loggers.CreateLogger(GetType()).LogWarning(exception, "A page could not be refreshed");
}
