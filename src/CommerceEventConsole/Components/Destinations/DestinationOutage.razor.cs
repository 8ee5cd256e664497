using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Destinations;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;

namespace CommerceEventConsole.Components.Destinations;

/// <summary>Since when and why a destination is unreachable, what that holds up, and when it is checked next; nothing while it answers.</summary>
public sealed partial class DestinationOutage : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _leaving = new();
    private ITimer? _countdown;
    private Task _check = Task.CompletedTask;
    private bool _isBusy;

    /// <summary>The destination and how it fares.</summary>
    [Parameter, EditorRequired]
    public DestinationActivity Row { get; set; } = null!;

    /// <summary>Told when the check that was announced should be over: what is shown is out of date.</summary>
    [Parameter]
    public EventCallback Stale { get; set; }

    [Inject]
    private DestinationStore Store { get; set; } = null!;

    [Inject]
    private NotificationService Notifications { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private ILogger<DestinationOutage> Logger { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Access { get; set; }

    // Nobody waits for a destination that somebody paused.
    private bool IsShown => Row.Destination.State == DestinationState.Unreachable;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_countdown is not null)
            await _countdown.DisposeAsync();
        await _leaving.CancelAsync();
        await _check.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _leaving.Dispose();
    }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (!IsShown)
        {
            _countdown?.Dispose();
            _countdown = null;
        }
        else
        {
            _countdown ??= Clock.CreateTimer(_ => _ = InvokeAsync(TickAsync), null, Second, Second);
        }
    }

    private Task TickAsync()
    {
        if (_leaving.IsCancellationRequested)
            return Task.CompletedTask;
        StateHasChanged();
        return Row.Outage?.NextProbeAt < Clock.GetUtcNow() ? Stale.InvokeAsync() : Task.CompletedTask;
    }

    private Task CheckAsync() => _check = CheckAsync(_leaving.Token);

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        _isBusy = true;
        try
        {
            var who = (Access is null ? null : (await Access).User.Identity?.Name) ?? throw new InvalidOperationException("Nobody is signed in.");
            var result = await Store.CheckNowAsync(Row.Destination.Id, who, cancellationToken);
            Notifications.Notify(
                result.Succeeded ? NotificationSeverity.Info : NotificationSeverity.Warning,
                result.Succeeded ? $"{Row.Destination.Name} is being checked." : string.Join(' ', result.Problems.Select(p => p.Message)));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception e)
        {
            Logger.LogError(e, "A check could not be asked for");
            Notifications.Notify(NotificationSeverity.Error, "The store did not take the change. Try again in a moment.");
        }
        finally
        {
            _isBusy = false;
        }
    }
}
