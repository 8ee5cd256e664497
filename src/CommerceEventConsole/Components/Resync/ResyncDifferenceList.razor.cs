using System.Globalization;
using CommerceEventConsole.Components.Events;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Resync.Runs;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace CommerceEventConsole.Components.Resync;

/// <summary>What a run has found, page by page, and what can be done about it: repair what a dry run listed, try again what failed.</summary>
public partial class ResyncDifferenceList
{
    private readonly HashSet<long> _picked = [];
    private int _run;

    /// <summary>The run.</summary>
    [Parameter, EditorRequired]
    public ResyncRun Run { get; set; } = null!;

    /// <summary>What it does; null where that cannot be read.</summary>
    [Parameter, EditorRequired]
    public ResyncPlan? Plan { get; set; }

    /// <summary>What the Commerce instance is called.</summary>
    [Parameter]
    public string Commerce { get; set; } = "Commerce";

    /// <summary>What the back-office system is called.</summary>
    [Parameter]
    public string System { get; set; } = "the system";

    /// <summary>The differences that are shown.</summary>
    [Parameter, EditorRequired]
    public DifferencePage Page { get; set; } = null!;

    /// <summary>How many have which outcome.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyDictionary<ResyncOutcome, int> Counts { get; set; } = null!;

    /// <summary>Which are shown.</summary>
    [Parameter, EditorRequired]
    public DifferenceFilter Filter { get; set; } = null!;

    /// <summary>The difference after which the page begins; null at the first page.</summary>
    [Parameter]
    public long? After { get; set; }

    /// <summary>Whether the page does something already.</summary>
    [Parameter]
    public bool IsBusy { get; set; }

    /// <summary>Starts a run and leads to its page.</summary>
    [Parameter, EditorRequired]
    public Func<Func<string, CancellationToken, Task<(ResyncRun? Run, string? Problem)>>, Task> Start { get; set; } = null!;

    [Inject]
    private ResyncRuns Store { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private string KeyName => Plan is null ? "Key" : ResyncWords.Key(Plan.Kind);

    private string Target => Plan?.Direction == ResyncDirection.ToSystem ? System : Commerce;

    private int Failed => Counts.GetValueOrDefault(ResyncOutcome.Failed) + Counts.GetValueOrDefault(ResyncOutcome.Writing);

    private bool CanRepair => Run.IsDryRun && Plan is not null && ResyncWords.Repairable(Run, Plan) > 0;

    private bool CanPick => !Run.IsUnfinished && Counts.GetValueOrDefault(ResyncOutcome.Failed) > 0;

    private IEnumerable<long> PageFailed => Page.Rows.Where(r => r.Outcome is ResyncOutcome.Failed).Select(r => r.Id);

    private bool IsPagePicked => PageFailed.Any() && PageFailed.All(_picked.Contains);

    // With more than the list holds, everything is compared again.
    private string RepairText => Run.Unlisted > 0 ? "Repair all" : $"Repair {EventWords.Count(Repairable, "record")}";

    private string RetryText => _picked.Count > 0 ? $"Try the selected {ResyncWords.Number(_picked.Count)} again" : $"Try the {ResyncWords.Number(Failed)} failed again";

    private long Repairable => Plan is null ? 0 : ResyncWords.Repairable(Run, Plan);

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (_run == Run.Id) return;
        _run = Run.Id;
        _picked.Clear();
    }

    private static string Value(string? value, string field) => value ?? (field.Length == 0 ? "not there" : "–");

    private async Task RepairAsync()
    {
        var options = new ConfirmOptions { OkButtonText = RepairText, CancelButtonText = "Cancel" };
        var what = Run.Unlisted > 0 ? "Everything is compared again, and what differs is" : $"{EventWords.Count(Repairable, "record")} are";
        if (Run.Unlisted == 0 && Repairable == 1) what = "1 record is";
        var text = $"{what} written to {Target}. Both sides are read again first: what agrees by then is left alone. A repair cannot be taken back.";
        if (await Dialogs.Confirm(text, "Repair?", options) is true)
            await Start((who, token) => Store.RepairAsync(Run.Id, who, token));
    }

    private void Pick(long id, bool isPicked)
    {
        if (isPicked) _picked.Add(id);
        else _picked.Remove(id);
    }

    private void PickPage(bool isPicked)
    {
        foreach (var id in PageFailed.ToList())
            Pick(id, isPicked);
    }

    private void Go(ResyncOutcome? outcome, string? key) => Navigation.NavigateTo(Address(outcome, key, null));

    private string Address(ResyncOutcome? outcome, string? key, long? after)
    {
        var parts = new List<string>();
        if (outcome is { } o) parts.Add($"show={o.ToString().ToLowerInvariant()}");
        if (!string.IsNullOrWhiteSpace(key)) parts.Add($"key={Uri.EscapeDataString(key)}");
        if (after is { } id) parts.Add(string.Create(CultureInfo.InvariantCulture, $"after={id}"));
        var path = string.Create(CultureInfo.InvariantCulture, $"resync/runs/{Run.Id}");
        return parts.Count == 0 ? path : $"{path}?{string.Join('&', parts)}";
    }
}
