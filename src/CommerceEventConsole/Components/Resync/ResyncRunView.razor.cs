using System.Globalization;
using CommerceEventConsole.Components.Events;
using CommerceEventConsole.Components.Replays;
using CommerceEventConsole.Engine.Resync;
using CommerceEventConsole.Engine.Resync.Runs;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Resync;

/// <summary>What the address of a run's page asks for.</summary>
/// <param name="Id">The run.</param>
/// <param name="Filter">Which differences.</param>
/// <param name="After">Only differences after this one.</param>
public sealed record ResyncWanted(int Id, DifferenceFilter Filter, long? After);

/// <summary>A run, and the part of its differences that is shown.</summary>
/// <param name="Run">The run; null where there is none.</param>
/// <param name="Plan">What it does; null where that cannot be read.</param>
/// <param name="List">The differences.</param>
/// <param name="Counts">How many differences have which outcome.</param>
/// <param name="Commerce">What the Commerce instance is called.</param>
/// <param name="System">What the back-office system is called.</param>
/// <param name="Left">How long the rest takes at the pace of the last minute; null where that is not known.</param>
public sealed record ResyncPicture(
    ResyncRun? Run, ResyncPlan? Plan, DifferencePage List, IReadOnlyDictionary<ResyncOutcome, int> Counts, string Commerce, string System, TimeSpan? Left);

/// <summary>One run: how far it is, what it found, and how to repair or try again.</summary>
public partial class ResyncRunView
{
    private const int PageSize = 50;

    // A page reads one after the other: nobody else asks it meanwhile.
    private readonly ReplayPace _pace = new();

    /// <summary>The run.</summary>
    [Parameter]
    public int Id { get; set; }

    /// <summary>The outcome that is listed, from the address.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? ShowText { get; set; }

    /// <summary>Keys that begin so, from the address.</summary>
    [SupplyParameterFromQuery]
    public string? Key { get; set; }

    /// <summary>Only differences after this one, from the address.</summary>
    [SupplyParameterFromQuery]
    public long? After { get; set; }

    /// <inheritdoc />
    protected override ResyncWanted Wanted => new(Id, Filter, After);

    [Inject]
    private ResyncRuns Store { get; set; } = null!;

    [Inject]
    private ResyncDifferences Differences { get; set; } = null!;

    [Inject]
    private IResyncParties Parties { get; set; } = null!;

    [Inject]
    private ResyncSignals Signals { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private DifferenceFilter Filter => new(
        Key?.Trim() ?? "", Enum.TryParse<ResyncOutcome>(ShowText, ignoreCase: true, out var outcome) && Enum.IsDefined(outcome) ? outcome : null);

    /// <inheritdoc />
    protected override void Follow(Action refresh) => Signals.Changed += refresh;

    /// <inheritdoc />
    protected override void Unfollow(Action refresh) => Signals.Changed -= refresh;

    /// <inheritdoc />
    protected override async Task<ResyncPicture> ReadAsync(ResyncWanted wanted, CancellationToken cancellationToken)
    {
        var run = await Store.GetAsync(wanted.Id, cancellationToken);
        var plan = run is null ? null : ResyncPlan.Of(run);
        return new ResyncPicture(
            run,
            plan,
            await Differences.PageAsync(wanted.Id, wanted.Filter, wanted.After, PageSize, cancellationToken),
            await Differences.CountAsync(wanted.Id, cancellationToken),
            Name(await Parties.CommerceAsync(cancellationToken), plan?.CommerceId) ?? "Commerce",
            Name(await Parties.BackOfficeAsync(cancellationToken), plan?.SystemId) ?? "the back-office system",
            run is null ? null : Left(run));
    }

    private static string? Name(IReadOnlyList<ResyncParty> parties, int? id) => parties.FirstOrDefault(p => p.Id == id)?.Name;

    // While it waits or stands still nothing is promised.
    private TimeSpan? Left(ResyncRun run)
    {
        _pace.Add(Clock.GetUtcNow(), Bar(run.Compared));
        return run.State == ResyncState.Running ? _pace.Remaining(Bar(run.Total - run.Compared)) : null;
    }

    private static int Bar(long count) => (int)Math.Min(count, int.MaxValue);

    private static string Run(int id) => string.Create(CultureInfo.InvariantCulture, $"resync/runs/{id}");

    private string ProgressText(ResyncRun run)
    {
        var text = run.Total > run.Compared
            ? $"{ResyncWords.Number(run.Compared)} of {ResyncWords.Number(run.Total)} records compared"
            : $"{EventWords.Count(run.Compared, "record")} compared";
        return ResyncWords.Left(run, Data?.Left, Clock.GetUtcNow()) is { } left ? $"{text} · {left}" : text;
    }

    // Repairs what is listed, or tries again what failed: a run of its own, whose page is then shown.
    private async Task StartAsync(Func<string, CancellationToken, Task<(ResyncRun? Run, string? Problem)>> start)
    {
        ResyncRun? next = null;
        await ActAsync(
            async (who, token) =>
            {
                (next, var problem) = await start(who, token);
                return problem;
            },
            "The run is started.");
        if (next is not null)
            Navigation.NavigateTo(Run(next.Id));
    }
}
