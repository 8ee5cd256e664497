using CommerceEventConsole.Engine.Freshness;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Freshness;

/// <summary>Every promise, and whether it is kept.</summary>
public partial class FreshnessPage
{
    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    [Inject]
    private FreshnessBoard Board { get; set; } = null!;

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        Board.Changed -= Refresh;
        GC.SuppressFinalize(this);
        return base.DisposeAsync();
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        Board.Changed += Refresh;
        base.OnInitialized();
    }

    /// <inheritdoc />
    protected override Task<IReadOnlyList<PromiseRow>> ReadAsync(CancellationToken cancellationToken) => Board.ReadAsync(cancellationToken);
}
