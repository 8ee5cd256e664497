using CommerceEventConsole.Components.Events;
using CommerceEventConsole.Components.Replays;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Replays;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace CommerceEventConsole.Components.Failures;

/// <content>What is selected, and what is done to it.</content>
public sealed partial class FailuresPage
{
    private void SelectionChanged()
    {
        // Single rows again: whoever takes one out does not mean all that match.
        _scope = null;
        StateHasChanged();
    }

    private async Task SelectAllMatchingAsync()
    {
        if (_counting is not null) return;
        using var counting = CancellationTokenSource.CreateLinkedTokenSource(Leaving);
        _counting = counting;
        try
        {
            // As it is now: what fails later was not among what was counted, and nothing is done to it.
            var scope = await Scopes.FreezeAsync(DeliveryScope.OfFailures(Filter), counting.Token);
            _total = (await Scopes.CountAsync(scope, progress: null, counting.Token)).Total;
            _scope = scope;
        }
        catch (OperationCanceledException) when (counting.IsCancellationRequested)
        {
            // Stopped, or the page was left.
        }
        catch (Exception e)
        {
            Log(e);
            Notifications.Notify(NotificationSeverity.Error, "It could not be counted", "Nothing more is selected. Try again in a moment.");
        }
        finally
        {
            _counting = null;
        }
    }

    private async Task ClearSelectionAsync()
    {
        if (_counting is { } counting) await counting.CancelAsync();
        _selected.Clear();
        _scope = null;
    }

    private Task ReplayAsync(long[] ids) => ActAsync(async who => ActionToast.Show(
        Notifications,
        Shown is DeliveryState.Retrying
            ? await Actions.RetryNowAsync(ids, who, Leaving)
            : await Actions.ReplayAsync(ids, who, deliveredToo: false, Leaving),
        "sent again"));

    private Task ReplaySelectedAsync() => (_scope, Shown) switch
    {
        (null, _) => ReplayAsync([.. _selected]),
        ({ } scope, DeliveryState.Retrying) => ActAsync(who => RetryScopeAsync(scope, who)),
        ({ } scope, _) => ActAsync(async _ =>
        {
            // Its own page opens where it was started.
            if (await ReplayDialog.OpenAsync(Dialogs, scope) is not null)
                await ClearSelectionAsync();
        }),
    };

    private async Task RetryScopeAsync(DeliveryScope scope, string who)
    {
        if (await BulkDialog.OpenAsync(
            Dialogs, "Try now?", $"{ActionToast.Deliveries(_total)} will be tried at once instead of when they are due.",
            $"Try {ActionToast.Deliveries(_total)}", _total,
            (progress, token) => Actions.RetryNowAsync(scope, who, progress, token)) is { } outcome)
        {
            await EndAsync(outcome, "sent again");
        }
    }

    private Task RestoreAsync(long[] ids) =>
        ActAsync(async who => ActionToast.Show(Notifications, await Actions.RestoreAsync(ids, who, Leaving), "restored"));

    private Task RestoreSelectedAsync() => _scope is not { } scope
        ? RestoreAsync([.. _selected])
        : ActAsync(async who =>
        {
            if (await BulkDialog.OpenAsync(
                Dialogs, "Restore?",
                $"{ActionToast.Deliveries(_total)} will be what they were before: given up, or waiting to be sent where they had not been given up.",
                $"Restore {ActionToast.Deliveries(_total)}", _total,
                (progress, token) => Actions.RestoreAsync(scope, who, progress, token)) is { } outcome)
            {
                await EndAsync(outcome, "restored");
            }
        });

    private Task DismissSelectedAsync() => ActAsync(async who =>
    {
        var result = _scope is { } scope ? await DismissScopeAsync(scope, who) : await DismissIdsAsync([.. _selected], who);
        if (result is null) return;
        _undo = result.Changed > 0 ? result : null;
        ActionToast.ShowDismissed(Notifications, result, EventCallback.Factory.Create(this, UndoneAsync));
    });

    private async Task<DeliveryActionResult?> DismissIdsAsync(long[] ids, string who)
    {
        var options = new ConfirmOptions { OkButtonText = $"Dismiss {ActionToast.Deliveries(ids.Length)}", CancelButtonText = "Keep" };
        return await Dialogs.Confirm(Question(ids.Length), "Dismiss?", options) is true ? await Actions.DismissAsync(ids, who, Leaving) : null;
    }

    private async Task<DeliveryActionResult?> DismissScopeAsync(DeliveryScope scope, string who)
    {
        var outcome = await BulkDialog.OpenAsync(
            Dialogs, "Dismiss?", Question(_total), $"Dismiss {ActionToast.Deliveries(_total)}", _total,
            (progress, token) => Actions.DismissAsync(scope, who, progress, token));
        if (outcome is null) return null;
        await ClearSelectionAsync();
        return outcome.Result;
    }

    private Task UndoAsync() => _undo is not { DismissalId: { } id, Changed: var count } ? Task.CompletedTask : ActAsync(async who =>
    {
        if (count <= ActionToast.LargestUndo)
        {
            ActionToast.Show(Notifications, await Actions.UndoDismissalAsync(id, who, progress: null, Leaving), "restored");
        }
        else if (await BulkDialog.OpenAsync(
            Dialogs, "Undo", $"{ActionToast.Deliveries(count)} are being restored.", "Restore", count,
            (progress, token) => Actions.UndoDismissalAsync(id, who, progress, token), startsAtOnce: true) is { IsStopped: true })
        {
            // The rest can still be undone.
            return;
        }

        _undo = null;
    });

    // By the toast.
    private async Task UndoneAsync()
    {
        _undo = null;
        await LoadAsync();
    }

    private async Task EndAsync(BulkOutcome outcome, string done)
    {
        await ClearSelectionAsync();
        if (outcome.Result is { } result)
            ActionToast.Show(Notifications, result, outcome.IsStopped ? $"{done}, then stopped" : done);
    }

    private static string Question(int count) =>
        $"{ActionToast.Deliveries(count)} will not be sent any more. The tab Dismissed keeps {(count == 1 ? "it" : "them")}: from there {(count == 1 ? "it is" : "they are")} restored or replayed.";
}
