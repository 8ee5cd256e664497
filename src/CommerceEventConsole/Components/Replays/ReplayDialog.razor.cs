using System.Globalization;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Engine.Routing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;

namespace CommerceEventConsole.Components.Replays;

/// <summary>
/// Shows what a replay would do, takes how it shall be done, and starts it. What was counted is what is sent: deliveries that come to the
/// scope later do not belong to it.
/// </summary>
public partial class ReplayDialog
{
    // From here on one does not know from experience that they will arrive: it is felt out first, unless the person says otherwise.
    private const int Many = 112;

    private readonly string _reasonId = $"replay-reason-{Guid.NewGuid():N}";
    private ReplayForm _form = new();
    private ResendEstimate? _estimate;
    private List<(int Id, string Name)> _destinations = [];
    private string? _problem;
    private bool _isStarting;

    /// <summary>Which deliveries.</summary>
    [Parameter, EditorRequired]
    public DeliveryScope Scope { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Access { get; set; }

    [Inject]
    private ResendPlanner Planner { get; set; } = null!;

    [Inject]
    private ReplayStore Store { get; set; } = null!;

    [Inject]
    private IRouting Routing { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private NotificationService Notifications { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private int Percent => (int)Math.Round((Progress?.Done ?? 0) * 100);

    private string CountingText => Progress is { } p ? $"{ReplayWords.Deliveries(p.Total)} found so far…" : "Counting deliveries…";

    private int ToSend => _estimate?.ToSend(_form.Options()) ?? 0;

    /// <summary>Opens the dialog; operators only. The page of the replay opens by itself when one was started.</summary>
    /// <returns>The replay that was started; null where none was.</returns>
    public static async Task<Replay?> OpenAsync(DialogService dialogs, DeliveryScope scope) => await dialogs.OpenAsync<ReplayDialog>(
        "Replay deliveries",
        new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(Scope)] = scope }!,
        new DialogOptions { Width = "40rem", CloseDialogOnOverlayClick = false, AutoFocusFirstElement = true }) as Replay;

    /// <inheritdoc />
    protected override Task OnInitializedAsync()
    {
        _form = ReplayForm.For(Scope);
        _destinations = [.. Routing.Current.Destinations.Values.Select(d => (d.Id, d.Name)).OrderBy(d => d.Name, StringComparer.CurrentCultureIgnoreCase)];
        return CountAsync();
    }

    private Task CountAsync()
    {
        _estimate = null;
        return RunAsync(async (progress, cancellationToken) =>
        {
            _estimate = await Planner.EstimateAsync(Scope, progress, cancellationToken);
            _form.Canary = _estimate.ToSend(_form.Options()) >= Many;
            StateHasChanged();
            await LookAsync(progress, cancellationToken);
        });
    }

    private Task LookAsync() => RunAsync(LookAsync);

    private async Task LookAsync(IProgress<ScopeCounts> progress, CancellationToken cancellationToken)
    {
        if (_estimate is not { } estimate) return;
        // Shown while it is being looked.
        var shown = new Both(progress, found => _estimate = estimate with { Outdated = found });
        _estimate = await Planner.LookForNewerAsync(estimate, shown, cancellationToken);
    }

    private static string Number(int count) => count.ToString("N0", CultureInfo.CurrentCulture);

    private string Sentence(ResendEstimate estimate) =>
        estimate.Counts.Total == 0 ? "There is nothing here any more."
        : ToSend == 0 ? $"None of {ReplayWords.Deliveries(estimate.Counts.Total)} would be sent."
        : ToSend == estimate.Counts.Total ? $"{ReplayWords.Deliveries(ToSend)} would be sent."
        : string.Create(CultureInfo.CurrentCulture, $"{ToSend:N0} of {ReplayWords.Deliveries(estimate.Counts.Total)} would be sent.");

    // What stays as it is, and why.
    private List<string> LeftOut(ResendEstimate estimate)
    {
        var options = _form.Options();
        var lines = new List<string>();
        Add(DeliveryState.Delivered, "arrived already");
        Add(DeliveryState.Held, "held: sent by themselves as soon as the destination is back");
        Add(DeliveryState.Pending, "waiting to be sent already");
        Add(DeliveryState.Sending, "being sent now");
        Add(DeliveryState.Dismissed, "dismissed");
        Add(DeliveryState.Superseded, "superseded by something newer before");
        if (options.NewestOnly && estimate.Outdated.Total > 0)
            lines.Add($"{Number(estimate.Outdated.Total)} older than another about the same thing: they become superseded");
        return lines;

        void Add(DeliveryState state, string why)
        {
            if (!options.Sends(state) && estimate.Counts.In(state) is > 0 and var count)
                lines.Add($"{Number(count)} {why}");
        }
    }

    private async Task StartAsync()
    {
        if (_isStarting || _estimate is not { } estimate || Access is null || (await Access).User.Identity?.Name is not { } who)
            return;
        (_isStarting, _problem) = (true, null);
        try
        {
            await StopAsync();
            var request = new ResendRequest(estimate.Scope, _form.Options(), estimate.Counts.Total, _form.Reason);
            var (replay, problem) = await Store.StartResendAsync(request, who, CancellationToken.None);
            _problem = problem;
            if (replay is null) return;
            Dialogs.Close(replay);
            Navigation.NavigateTo($"replays/{replay.Id.ToString(CultureInfo.InvariantCulture)}");
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

    private sealed class Both(IProgress<ScopeCounts> shown, Action<ScopeCounts> kept) : IProgress<ScopeCounts>
    {
        public void Report(ScopeCounts value)
        {
            kept(value);
            shown.Report(value);
        }
    }
}

/// <summary>What a person chose in the dialog.</summary>
internal sealed class ReplayForm
{
    public bool NewestOnly { get; set; }

    public bool CurrentRevision { get; set; }

    public bool DeliveredToo { get; set; }

    public bool SetAsideToo { get; set; }

    /// <summary>0 for where each was to go.</summary>
    public int DestinationId { get; set; }

    public int? PerMinute { get; set; }

    public bool Canary { get; set; }

    public int MaxFailedPercent { get; set; } = new ResendOptions().MaxFailedPercent;

    public string? Reason { get; set; }

    public static ReplayForm For(DeliveryScope scope) => new() { SetAsideToo = ResendOptions.For(scope).SetAsideToo };

    public ResendOptions Options() => new()
    {
        NewestOnly = NewestOnly,
        CurrentRevision = CurrentRevision,
        DeliveredToo = DeliveredToo,
        SetAsideToo = SetAsideToo,
        DestinationId = DestinationId == 0 ? null : DestinationId,
        PerMinute = PerMinute,
        Canary = Canary,
        MaxFailedPercent = MaxFailedPercent,
    };
}
