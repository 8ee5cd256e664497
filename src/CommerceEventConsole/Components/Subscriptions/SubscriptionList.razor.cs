using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Subscriptions;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Subscriptions;

/// <summary>Every subscription in words.</summary>
public partial class SubscriptionList
{
    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(5);

    [Inject]
    private SubscriptionStore Store { get; set; } = null!;

    [Inject]
    private DestinationStore Destinations { get; set; } = null!;

    [Inject]
    private EventCatalogue Catalogue { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task<IReadOnlyList<SubscriptionLine>> ReadAsync(CancellationToken cancellationToken) => SubscriptionLine.For(
        await Store.ListAsync(cancellationToken), await Destinations.ListAsync(cancellationToken), Catalogue);

    private Task SetEnabledAsync(SubscriptionLine row, bool enabled) => ActAsync(
        async (who, cancellationToken) =>
        {
            var result = await Store.SetEnabledAsync(row.Id, enabled, who, cancellationToken);
            return result.Succeeded ? null : string.Join(' ', result.Problems.Select(p => p.Message));
        },
        enabled ? $"{row.Draft.Name} is switched on." : $"{row.Draft.Name} is switched off: it matches nothing until it is switched on again.");
}
