using System.Collections.Frozen;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Subscriptions;

namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>
/// How each route sends, as the routing table in force says. What a subscription that was switched off still has to send goes one at a
/// time, in order.
/// </summary>
internal sealed class RouteSendings(IRouting routing)
{
    private volatile View _view = new(null, FrozenDictionary<int, RouteSending>.Empty, FrozenDictionary<int, RouteSending>.Empty);

    /// <summary>How a route sends.</summary>
    public RouteSending Of(int routeId) => Current().Routes.GetValueOrDefault(routeId, RouteSending.Default);

    /// <summary>How a delivery goes together with others of its route; null where it goes by itself. An edited one has headers of its own.</summary>
    public RouteSending? BatchOf(ClaimedDelivery delivery) =>
        delivery.Edit is null && Of(delivery.Lease.RouteId) is { BatchSize: > 1 } sending ? sending : null;

    /// <summary>The largest batch and the longest wait among the routes to a destination.</summary>
    public RouteSending MostOf(int destinationId) => Current().Destinations.GetValueOrDefault(destinationId, RouteSending.Default);

    private View Current()
    {
        var table = routing.Current;
        var view = _view;
        if (view.Table == table)
            return view;
        var targets = table.Routes.Values.SelectMany(t => t).ToList();
        return _view = new View(
            table,
            targets.Where(t => t.Sending != RouteSending.Default).ToFrozenDictionary(t => t.RouteId, t => t.Sending),
            targets.GroupBy(t => t.DestinationId).ToFrozenDictionary(
                g => g.Key,
                g => new RouteSending { BatchSize = g.Max(t => t.Sending.BatchSize), BatchSeconds = g.Max(t => t.Sending.BatchSeconds) }));
    }

    private sealed record View(RoutingTable? Table, FrozenDictionary<int, RouteSending> Routes, FrozenDictionary<int, RouteSending> Destinations);
}
