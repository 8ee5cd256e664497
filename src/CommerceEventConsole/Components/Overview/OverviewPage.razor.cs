using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Freshness;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Overview;

/// <summary>The first screen: whether all is well, and what happens now.</summary>
public partial class OverviewPage
{
    private const int MaxCards = 24;

    // Written by the page's thread, read by the one that queries: a word, and either value is fine.
    private volatile ActivitySpan _span = ActivitySpan.Hour;

    [Inject]
    private OverviewQueries Queries { get; set; } = null!;

    [Inject]
    private FreshnessBoard Promises { get; set; } = null!;

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        Promises.Changed -= Refresh;
        GC.SuppressFinalize(this);
        return base.DisposeAsync();
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        Promises.Changed += Refresh;
        base.OnInitialized();
    }

    /// <inheritdoc />
    protected override async Task<OverviewSnapshot> ReadAsync(CancellationToken cancellationToken) =>
        await Queries.ReadAsync(_span, StartOfToday(), cancellationToken) with { Promises = Promises.Current };

    private void SetSpan(ActivitySpan span)
    {
        _span = span;
        Refresh();
    }
}
