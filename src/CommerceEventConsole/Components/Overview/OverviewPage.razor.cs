using CommerceEventConsole.Engine.Activity;
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

    /// <inheritdoc />
    protected override Task<OverviewSnapshot> ReadAsync(CancellationToken cancellationToken) =>
        Queries.ReadAsync(_span, StartOfToday(), cancellationToken);

    private void SetSpan(ActivitySpan span)
    {
        _span = span;
        Refresh();
    }
}
