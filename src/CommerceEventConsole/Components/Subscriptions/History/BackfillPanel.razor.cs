using System.Globalization;
using CommerceEventConsole.Components.Events;
using CommerceEventConsole.Components.Shell;
using CommerceEventConsole.Engine.Replays;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;

namespace CommerceEventConsole.Components.Subscriptions.History;

/// <summary>Counts the past events of a subscription that were not sent yet, and sends them once somebody has seen how many there are.</summary>
public partial class BackfillPanel
{
    private readonly string _rangeId = $"backfill-{Guid.NewGuid():N}";
    private BackfillRange _range = BackfillRange.Day;
    private DateTime? _from;
    private DateTime? _to;
    private BackfillEstimate? _estimate;
    private Replay? _running;
    private string? _problem;
    private int _shownId;
    private bool _isStarting;

    /// <summary>The subscription.</summary>
    [Parameter, EditorRequired]
    public int SubscriptionId { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? Access { get; set; }

    [CascadingParameter]
    private ViewerClock? Viewer { get; set; }

    [Inject]
    private BackfillPlanner Planner { get; set; } = null!;

    [Inject]
    private ReplayStore Replays { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private NotificationService Notifications { get; set; } = null!;

    private string RunningText => Progress is { } p
        ? string.Create(CultureInfo.CurrentCulture, $"{p.Examined:N0} of {EventWords.Count(p.Total, "event")} looked at")
        : "Counting events…";

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_shownId == SubscriptionId)
            return;
        _shownId = SubscriptionId;
        Forget();
        try
        {
            _running = await Replays.UnfinishedAsync(SubscriptionId, CancellationToken.None);
        }
        catch (System.Data.Common.DbException)
        {
            // Only a hint: counting asks again, and says so when the store does not answer.
        }
    }

    private void Choose(string? value)
    {
        if (!Enum.TryParse(value, out BackfillRange range))
            return;
        _range = range;
        Forget();
    }

    // What was counted was counted for another time.
    private void Forget() => (_estimate, _problem) = (null, null);

    private Task EstimateAsync()
    {
        Forget();
        if (Times() is not var (from, to))
            return Task.CompletedTask;
        return RunAsync(async (progress, cancellationToken) =>
        {
            _estimate = await Planner.EstimateAsync(SubscriptionId, from, to, progress, cancellationToken);
            if (_estimate is null)
                _problem = "Nothing can be sent: the subscription is switched off, goes nowhere, or nothing of it is in force.";
            _running = await Replays.UnfinishedAsync(SubscriptionId, cancellationToken);
        });
    }

    private (DateTimeOffset From, DateTimeOffset? To)? Times()
    {
        if (_range is not BackfillRange.Custom)
            return (Clock.GetUtcNow() - BackfillTimes.Length(_range), null);
        if (_from is not { } from || _to is not { } to || from >= to)
        {
            _problem = "Choose two times, the earlier one first.";
            return null;
        }

        return (Moment(from), Moment(to));
    }

    private DateTimeOffset Moment(DateTime wallClock) =>
        Viewer?.FromLocal(wallClock) ?? new DateTimeOffset(DateTime.SpecifyKind(wallClock, DateTimeKind.Utc));

    private async Task StartAsync()
    {
        if (_isStarting || _estimate is not { } estimate || Access is null || (await Access).User.Identity?.Name is not { } who)
            return;
        var count = EventWords.Count(estimate.ToCreate, "past event");
        var options = new ConfirmOptions { OkButtonText = $"Send {count}", CancelButtonText = "Do not send" };
        var question = $"{count} will be sent. They are older than what the receiving system got since: it may take an older state for the newest one.";
        if (await Dialogs.Confirm(question, "Send past events?", options) is not true)
            return;
        _isStarting = true;
        try
        {
            var (replay, problem) = await Replays.StartBackfillAsync(estimate, who, CancellationToken.None);
            Forget();
            _problem = problem;
            _running = replay ?? await Replays.UnfinishedAsync(SubscriptionId, CancellationToken.None);
            if (replay is not null)
                Notifications.Notify(NotificationSeverity.Success, $"{count}: being sent");
        }
        catch (Exception e) when (e is System.Data.Common.DbException or InvalidOperationException or Microsoft.EntityFrameworkCore.DbUpdateException)
        {
            Notifications.Notify(NotificationSeverity.Error, "The store did not take it. Try again in a moment.");
        }
        finally
        {
            _isStarting = false;
        }
    }
}
