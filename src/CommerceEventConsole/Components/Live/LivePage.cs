using CommerceEventConsole.Components.Shell;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Routing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;

namespace CommerceEventConsole.Components.Live;

/// <summary>
/// A page that shows one picture of the store and keeps it current: it reads again when events came in, deliveries moved, the
/// configuration changed, or time passed, but never twice at once nor more often than its interval.
/// </summary>
/// <typeparam name="TData">The picture.</typeparam>
public abstract class LivePage<TData> : ComponentBase, IAsyncDisposable
    where TData : class
{
    private ChangeThrottler? _throttler;
    private IDisposable? _subscription;
    private readonly CancellationTokenSource _leaving = new();
    private ViewerClock? _ownClock;
    private Task _action = Task.CompletedTask;

    /// <summary>The picture; null before the first was read.</summary>
    protected TData? Data { get; private set; }

    /// <summary>Whether the last reading failed: what <see cref="Data"/> shows is then not current.</summary>
    protected bool HasFailed { get; private set; }

    /// <summary>Whether an action of the person is under way.</summary>
    protected bool IsBusy { get; private set; }

    /// <summary>The viewer's zone and clock.</summary>
    protected ViewerClock ViewerTime { get; private set; } = null!;

    /// <summary>The time between two readings at least.</summary>
    protected virtual TimeSpan Interval => TimeSpan.FromSeconds(1);

    /// <summary>The system's clock.</summary>
    [Inject]
    protected TimeProvider Clock { get; set; } = null!;

    [Inject]
    private LiveFeed Feed { get; set; } = null!;

    [Inject]
    private IRouting Routing { get; set; } = null!;

    [Inject]
    private ILoggerFactory Loggers { get; set; } = null!;

    [Inject]
    private NotificationService Notifications { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Access { get; set; }

    [CascadingParameter]
    private ViewerClock? Viewer { get; set; }

    /// <inheritdoc />
    public virtual async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        Routing.Changed -= Refresh;
        ViewerTime.Ticked -= Refresh;
        if (_throttler is not null)
            await _throttler.DisposeAsync();
        await _leaving.CancelAsync();
        await _action.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _leaving.Dispose();
        _ownClock?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        ViewerTime = Viewer ?? (_ownClock = new ViewerClock(TimeZoneInfo.Utc, Clock));
        _throttler = new ChangeThrottler(Interval, RefreshAsync, Clock, OnFailed);
        _subscription = Feed.Subscribe(Refresh);
        Routing.Changed += Refresh;
        ViewerTime.Ticked += Refresh;
        Refresh();
    }

    /// <summary>Reads the picture; runs outside the page's own thread, so it changes nothing of the page.</summary>
    protected abstract Task<TData> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Asks for a new picture, soon.</summary>
    protected void Refresh() => _throttler?.Notify();

    /// <summary>The start of the viewer's day.</summary>
    protected DateTimeOffset StartOfToday() => ViewerTime.FromLocal(ViewerTime.Now.Date);

    /// <summary>Does what the person at the screen asked for, and says how it went.</summary>
    /// <param name="action">Gets the person's name; returns why it was not done, or null.</param>
    /// <param name="done">What to say when it was.</param>
    protected async Task ActAsync(Func<string, CancellationToken, Task<string?>> action, string done)
    {
        if (IsBusy)
            return;
        IsBusy = true;
        try
        {
            var who = (Access is null ? null : (await Access).User.Identity?.Name) ?? throw new InvalidOperationException("Nobody is signed in.");
            var work = action(who, _leaving.Token);
            _action = work;
            var problem = await work;
            Notifications.Notify(problem is null ? NotificationSeverity.Success : NotificationSeverity.Warning, problem ?? done);
            Refresh();
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception e)
        {
            Loggers.CreateLogger(GetType()).LogError(e, "An action failed");
            Notifications.Notify(NotificationSeverity.Error, "The store did not take the change. Try again in a moment.");
        }
        finally
        {
            IsBusy = false;
        }
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var data = await ReadAsync(cancellationToken);
        await InvokeAsync(() =>
        {
            Data = data;
            HasFailed = false;
            StateHasChanged();
        });
    }

    private void OnFailed(Exception e)
    {
        Loggers.CreateLogger(GetType()).LogWarning(e, "A page could not read the store");
        _ = InvokeAsync(() =>
        {
            HasFailed = true;
            StateHasChanged();
        });
    }
}
