using CommerceEventConsole.Components.Events;
using CommerceEventConsole.Components.Replays;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Replays;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;

namespace CommerceEventConsole.Components.Failures.Groups;

/// <summary>Puts a whole failure group right: sends all of it again, or says that it need not arrive.</summary>
public sealed partial class GroupRepair : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private bool _isBusy;

    /// <summary>The group.</summary>
    [Parameter, EditorRequired]
    public int GroupId { get; set; }

    /// <summary>Deliveries of it that fail now.</summary>
    [Parameter, EditorRequired]
    public long Failing { get; set; }

    /// <summary>Whether another action is under way.</summary>
    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>Something was done.</summary>
    [Parameter]
    public EventCallback Done { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? Access { get; set; }

    [Inject]
    private DeliveryScopes Scopes { get; set; } = null!;

    [Inject]
    private DeliveryActions Actions { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private NotificationService Notifications { get; set; } = null!;

    [Inject]
    private ILogger<GroupRepair> Logger { get; set; } = null!;

    /// <inheritdoc />
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    // The dialog counts, asks, and leads to the replay's own page.
    private Task ReplayAsync() => RunAsync(_ => ReplayDialog.OpenAsync(Dialogs, DeliveryScope.OfGroup(GroupId)));

    private Task DismissAsync() => RunAsync(async who =>
    {
        // As it is now: what fails from here on is not among what was counted.
        var scope = await Scopes.FreezeAsync(DeliveryScope.OfGroup(GroupId), _leaving.Token);
        var total = (await Scopes.CountAsync(scope, progress: null, _leaving.Token)).Total;
        var deliveries = ActionToast.Deliveries(total);
        var outcome = await BulkDialog.OpenAsync(
            Dialogs, "Dismiss?", $"{deliveries} will not be sent any more. Failures keeps them under Dismissed: from there they are restored or replayed.",
            $"Dismiss {deliveries}", total, (progress, token) => Actions.DismissAsync(scope, who, progress, token));
        if (outcome?.Result is { } result)
            ActionToast.ShowDismissed(Notifications, result, Done);
    });

    private async Task RunAsync(Func<string, Task> act)
    {
        if (_isBusy || Access is null || (await Access).User.Identity?.Name is not { } who)
            return;
        _isBusy = true;
        try
        {
            await act(who);
            await Done.InvokeAsync();
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page was left; what was done stays done.
        }
        catch (Exception e)
        {
            Logger.LogWarning(e, "A failure group could not be put right");
            Notifications.Notify(NotificationSeverity.Error, "The store did not answer", "Try again in a moment; what was done already is not done twice.");
        }
        finally
        {
            _isBusy = false;
        }
    }
}
