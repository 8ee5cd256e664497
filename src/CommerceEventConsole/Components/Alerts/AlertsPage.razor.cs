using CommerceEventConsole.Engine.Alerts;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Alerts;

/// <summary>What the page of alerts shows.</summary>
/// <param name="Active">What goes on; not read for older pages of the history.</param>
/// <param name="History">A page of what is over.</param>
public sealed record AlertPicture(IReadOnlyList<Alert> Active, AlertHistory History);

/// <summary>Every alert: what goes on first; operators say that they look after it.</summary>
public partial class AlertsPage
{
    private const int PageSize = 50;

    private long? _before;

    /// <summary>Only alerts older than this, from the address.</summary>
    [SupplyParameterFromQuery]
    public long? Before { get; set; }

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    [Inject]
    private AlertStore Store { get; set; } = null!;

    [Inject]
    private AlertBoard Board { get; set; } = null!;

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
        _before = Before;
        Board.Changed += Refresh;
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
    protected override async Task<AlertPicture> ReadAsync(CancellationToken cancellationToken)
    {
        var before = _before;
        var active = before is null ? await Store.ActiveAsync(cancellationToken) : [];
        return new AlertPicture(active, await Store.HistoryAsync(before, PageSize, cancellationToken));
    }

    private Task AcknowledgeAsync(Alert row) =>
        ActAsync((who, token) => Store.AcknowledgeAsync(row.Id, who, token), "Noted. Nobody is reminded of it any more.");
}
