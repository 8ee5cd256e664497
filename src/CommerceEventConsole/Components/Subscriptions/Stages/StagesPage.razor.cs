using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>What happens to an event on its way, for those who look.</summary>
public partial class StagesPage
{
    /// <summary>The subscription.</summary>
    [Parameter]
    public int Id { get; set; }

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(5);

    [Inject]
    private SubscriptionStore Store { get; set; } = null!;

    [Inject]
    private DestinationStore Destinations { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task<StagesReading> ReadAsync(CancellationToken cancellationToken)
    {
        if (await Store.GetAsync(Id, cancellationToken) is not { } row)
            return new StagesReading(null, IsInForce: false, []);
        var names = (await Destinations.ListAsync(cancellationToken)).ToDictionary(d => d.Id, d => d.Name);
        var draft = SubscriptionDraft.From(row, row.Published() ?? row.Draft());
        return new StagesReading(
            row.Name, row.Published() is not null, [.. draft.DestinationIds.Select(id => (names.GetValueOrDefault(id, "(deleted)"), draft.StagesOf(id)))]);
    }
}

/// <summary>What a subscription's routes do.</summary>
/// <param name="Name">What it is called; null where there is none.</param>
/// <param name="IsInForce">Whether that is in force; otherwise it is a draft that never was.</param>
/// <param name="Routes">The destinations' names and their stages.</param>
public sealed record StagesReading(string? Name, bool IsInForce, IReadOnlyList<(string Destination, RouteStages Stages)> Routes);
