using System.Globalization;
using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Resync;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Resync.Runs;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Resync;

/// <summary>What the page of resyncs shows.</summary>
/// <param name="Definitions">The resyncs, by name.</param>
/// <param name="Last">The newest run of each, by resync.</param>
/// <param name="Jobs">The job of each, which says when it runs: whatever an operator has made of its schedule, by resync.</param>
/// <param name="Runs">Runs of all of them.</param>
/// <param name="CommerceNames">The Commerce instances.</param>
/// <param name="SystemNames">The back-office systems.</param>
public sealed record ResyncList(
    IReadOnlyList<ResyncDefinition> Definitions,
    IReadOnlyDictionary<int, ResyncRun> Last,
    IReadOnlyDictionary<int, JobView> Jobs,
    ResyncRunPage Runs,
    IReadOnlyList<ResyncParty> CommerceNames,
    IReadOnlyList<ResyncParty> SystemNames)
{
    /// <summary>The name of a Commerce instance.</summary>
    public string Commerce(int id) => CommerceNames.FirstOrDefault(p => p.Id == id)?.Name ?? "a shop that is gone";

    /// <summary>The name of a back-office system.</summary>
    public string System(int id) => SystemNames.FirstOrDefault(p => p.Id == id)?.Name ?? "a system that is gone";
}

/// <summary>Every resync: what it compares, how it went last, when it runs next, and how to start it.</summary>
public partial class ResyncPage
{
    private const int PageSize = 25;

    /// <summary>Only older runs than this, from the address.</summary>
    [SupplyParameterFromQuery]
    public int? Before { get; set; }

    /// <summary>Only runs of this resync, from the address.</summary>
    [SupplyParameterFromQuery]
    public int? Of { get; set; }

    /// <inheritdoc />
    protected override (int? Of, int? Before) Wanted => (Of, Before);

    [Inject]
    private ResyncStore Store { get; set; } = null!;

    [Inject]
    private ResyncRuns Runs { get; set; } = null!;

    [Inject]
    private ResyncSignals Signals { get; set; } = null!;

    [Inject]
    private JobDesk Jobs { get; set; } = null!;

    [Inject]
    private IResyncParties Parties { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc />
    protected override void Follow(Action refresh) => Signals.Changed += refresh;

    /// <inheritdoc />
    protected override void Unfollow(Action refresh) => Signals.Changed -= refresh;

    /// <inheritdoc />
    protected override async Task<ResyncList> ReadAsync((int? Of, int? Before) wanted, CancellationToken cancellationToken)
    {
        var definitions = await Store.ListAsync(cancellationToken);
        return new ResyncList(
            definitions,
            await Runs.LastAsync(cancellationToken),
            await JobsAsync(cancellationToken),
            await Runs.PageAsync(wanted.Of, wanted.Before, PageSize, cancellationToken),
            await Parties.CommerceAsync(cancellationToken),
            await Parties.BackOfficeAsync(cancellationToken));
    }

    // Jobs of resyncs are named by their number.
    private async Task<IReadOnlyDictionary<int, JobView>> JobsAsync(CancellationToken cancellationToken) =>
        (await Jobs.ListAsync(cancellationToken)).Where(j => j.Plan.Id.Name == ResyncWords.JobName && int.TryParse(j.Plan.Id.Parameter, CultureInfo.InvariantCulture, out _))
            .ToDictionary(j => int.Parse(j.Plan.Id.Parameter!, CultureInfo.InvariantCulture));

    private static string History(int? of, int? before)
    {
        var parts = new List<string>();
        if (of is { } id) parts.Add(string.Create(CultureInfo.InvariantCulture, $"of={id}"));
        if (before is { } run) parts.Add(string.Create(CultureInfo.InvariantCulture, $"before={run}"));
        return parts.Count == 0 ? "resync" : $"resync?{string.Join('&', parts)}";
    }

    private void ShowOf(ChangeEventArgs e) =>
        Navigation.NavigateTo(History(int.TryParse(e.Value as string, CultureInfo.InvariantCulture, out var id) ? id : null, null));

    private static string Address(string path, int id) => string.Create(CultureInfo.InvariantCulture, $"{path}/{id}");

    private async Task StartAsync(ResyncDefinition definition, bool isDryRun)
    {
        ResyncRun? run = null;
        await ActAsync(
            async (who, token) =>
            {
                (run, var problem) = await Runs.StartAsync(definition.Id, ResyncTrigger.Person, isDryRun, who, token);
                return problem;
            },
            isDryRun ? "The dry run is started. It changes nothing." : "The run is started.");
        if (run is not null)
            Navigation.NavigateTo(Address("resync/runs", run.Id));
    }
}
