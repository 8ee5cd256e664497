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

    /// <summary>Only alerts older than this, from the address.</summary>
    [SupplyParameterFromQuery]
    public long? Before { get; set; }

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    protected override long? Wanted => Before;

    [Inject]
    private AlertStore Store { get; set; } = null!;

    [Inject]
    private AlertBoard Board { get; set; } = null!;

    /// <inheritdoc />
    protected override void Follow(Action refresh) => Board.Changed += refresh;

    /// <inheritdoc />
    protected override void Unfollow(Action refresh) => Board.Changed -= refresh;

    /// <inheritdoc />
    protected override async Task<AlertPicture> ReadAsync(long? wanted, CancellationToken cancellationToken)
    {
        var active = wanted is null ? await Store.ActiveAsync(cancellationToken) : [];
        return new AlertPicture(active, await Store.HistoryAsync(wanted, PageSize, cancellationToken));
    }

    private Task AcknowledgeAsync(Alert row) =>
        ActAsync((who, token) => Store.AcknowledgeAsync(row.Id, who, token), "Noted. Nobody is reminded of it any more.");
}
