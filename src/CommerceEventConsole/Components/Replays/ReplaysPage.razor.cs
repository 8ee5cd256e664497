using CommerceEventConsole.Engine.Replays;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Replays;

/// <summary>A page of replays, and how many deliveries of each failed again.</summary>
/// <param name="Page">The replays.</param>
/// <param name="Failed">Failed and retrying deliveries by replay; replays without any are left out.</param>
public sealed record ReplayList(ReplayPage Page, IReadOnlyDictionary<int, int> Failed);

/// <summary>Every replay: who started it and why, how far it is, what came of it, and how to stop it.</summary>
public partial class ReplaysPage
{
    private const int PageSize = 50;

    /// <summary>Only older replays than this, from the address.</summary>
    [SupplyParameterFromQuery]
    public int? Before { get; set; }

    /// <inheritdoc />
    protected override int? Wanted => Before;

    [Inject]
    private ReplayStore Store { get; set; } = null!;

    [Inject]
    private ReplayOutcomes Outcomes { get; set; } = null!;

    [Inject]
    private ReplaySignals Signals { get; set; } = null!;

    /// <inheritdoc />
    protected override void Follow(Action refresh) => Signals.Changed += refresh;

    /// <inheritdoc />
    protected override void Unfollow(Action refresh) => Signals.Changed -= refresh;

    /// <inheritdoc />
    protected override async Task<ReplayList> ReadAsync(int? wanted, CancellationToken cancellationToken)
    {
        var page = await Store.PageAsync(wanted, PageSize, cancellationToken);
        return new ReplayList(page, await Outcomes.FailedAsync([.. page.Rows.Select(r => r.Id)], cancellationToken));
    }
}
