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

    private int? _before;

    /// <summary>Only older replays than this, from the address.</summary>
    [SupplyParameterFromQuery]
    public int? Before { get; set; }

    [Inject]
    private ReplayStore Store { get; set; } = null!;

    [Inject]
    private ReplayOutcomes Outcomes { get; set; } = null!;

    [Inject]
    private ReplaySignals Signals { get; set; } = null!;

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        Signals.Changed -= Refresh;
        GC.SuppressFinalize(this);
        return base.DisposeAsync();
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        _before = Before;
        Signals.Changed += Refresh;
        base.OnInitialized();
    }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (_before == Before)
            return;
        _before = Before;
        Refresh();
    }

    /// <inheritdoc />
    protected override async Task<ReplayList> ReadAsync(CancellationToken cancellationToken)
    {
        var page = await Store.PageAsync(_before, PageSize, cancellationToken);
        return new ReplayList(page, await Outcomes.FailedAsync([.. page.Rows.Select(r => r.Id)], cancellationToken));
    }
}
