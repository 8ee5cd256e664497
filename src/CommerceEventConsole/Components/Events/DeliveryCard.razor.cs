using CommerceEventConsole.Components.Events.Edits;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Deliveries.Edits;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;

namespace CommerceEventConsole.Components.Events;

/// <summary>One delivery of an event with all its attempts, and the button that puts it right.</summary>
public sealed partial class DeliveryCard : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private bool _busy;

    /// <summary>The delivery.</summary>
    [Parameter, EditorRequired]
    public EventDelivery Item { get; set; } = null!;

    /// <summary>Whether what was sent and answered is hidden.</summary>
    [Parameter]
    public bool IsMasked { get; set; }

    /// <summary>Told when it was acted on.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? Access { get; set; }

    [Inject]
    private DeliveryActions Actions { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private NotificationService Notifications { get; set; } = null!;

    [Inject]
    private ILogger<DeliveryCard> Logger { get; set; } = null!;

    // Who may not see the values cannot judge them either.
    private bool CanEdit => Item.ReplacedBy is null && !IsMasked && DeliveryEditor.IsEditable(Item.Delivery.State);

    private bool CanDismiss => Item.Delivery.State is DeliveryState.Failed or DeliveryState.Retrying or DeliveryState.Held;

    private string? ActionText => Item.ReplacedBy is not null ? null : Item.Delivery.State switch
    {
        DeliveryState.Failed or DeliveryState.Dismissed or DeliveryState.Superseded => "Replay",
        DeliveryState.Retrying => "Try now",
        DeliveryState.Delivered => "Send again",
        _ => null,
    };

    private string StateText => Item.Delivery.State switch
    {
        DeliveryState.Pending => "Waits for its turn.",
        DeliveryState.Sending => "Is being sent right now.",
        DeliveryState.Retrying => $"Did not arrive so far: {Reason}",
        DeliveryState.Delivered => "Arrived.",
        DeliveryState.Failed => $"Was given up after {EventWords.Count(Item.Delivery.Attempts, "attempt")}: {Reason}",
        DeliveryState.Held => "Waits until its destination is sent to again. This costs it no attempts.",
        DeliveryState.Superseded when Item.ReplacedBy is { } edit => $"{edit.EditedBy} edited it: the edited delivery below goes in its place.",
        DeliveryState.Superseded => "Was not needed any more: a newer version went instead.",
        DeliveryState.Dismissed => "Somebody decided that it need not arrive.",
        _ => "",
    };

    private bool TellsReason => Item.Delivery.State is DeliveryState.Failed or DeliveryState.Retrying;

    private string Reason => string.IsNullOrWhiteSpace(Item.Delivery.LastError) ? "the reason is not known." : Item.Delivery.LastError;

    /// <inheritdoc />
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    private async Task ActAsync()
    {
        var (id, state) = (Item.Delivery.Id, Item.Delivery.State);
        if (state is DeliveryState.Delivered
            && await Dialogs.Confirm(
                $"{Item.DestinationName} has taken this event already. Send it once more?", "Send again?",
                new ConfirmOptions { OkButtonText = "Send again", CancelButtonText = "Cancel" }) is not true) return;

        await RunAsync(async who => ActionToast.Show(
            Notifications,
            state is DeliveryState.Retrying
                ? await Actions.RetryNowAsync([id], who, _leaving.Token)
                : await Actions.ReplayAsync([id], who, state is DeliveryState.Delivered, _leaving.Token),
            "sent again"));
    }

    // Restored with a click on the same card: no question is asked first.
    private Task DismissAsync() => RunAsync(async who =>
        ActionToast.ShowDismissed(Notifications, await Actions.DismissAsync([Item.Delivery.Id], who, _leaving.Token), Changed));

    private Task RestoreAsync() =>
        RunAsync(async who => ActionToast.Show(Notifications, await Actions.RestoreAsync([Item.Delivery.Id], who, _leaving.Token), "restored"));

    private async Task EditAsync()
    {
        if (!await DeliveryEditDialog.OpenAsync(Dialogs, Item.Delivery.Id)) return;
        Notifications.Notify(NotificationSeverity.Success, "Edited delivery sent", "The original stays in the record.");
        await Changed.InvokeAsync();
    }

    private async Task RunAsync(Func<string, Task> act)
    {
        _busy = true;
        try
        {
            var who = Access is null ? null : (await Access).User.Identity?.Name;
            if (who is null) return;
            await act(who);
            await Changed.InvokeAsync();
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page was left; what was done stays done.
        }
        catch (Exception e)
        {
            Logger.LogWarning(e, "An action on a delivery failed");
            Notifications.Notify(NotificationSeverity.Error, "The store did not take it", "Nothing was changed. Try again in a moment.");
        }
        finally
        {
            _busy = false;
        }
    }
}
