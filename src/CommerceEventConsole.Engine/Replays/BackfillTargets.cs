using System.Collections.Immutable;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions.History;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Replays;

/// <summary>Where the past events of a subscription go, and which of them: as intake would decide now.</summary>
internal static class BackfillTargets
{
    /// <summary>The routes of a subscription that is in force; empty where it matches nothing or goes nowhere.</summary>
    public static ImmutableArray<RouteTarget> Of(RoutingTable table, int subscriptionId)
    {
        foreach (var targets in table.Routes.Values)
        {
            if (targets.Any(t => t.SubscriptionId == subscriptionId))
                return [.. targets.Where(t => t.SubscriptionId == subscriptionId)];
        }

        return [];
    }

    /// <summary>The events that match; what cannot be read does not.</summary>
    public static IEnumerable<StoredRow> Matching(
        IReadOnlyList<StoredRow> rows, CompiledSubscription match, EventCatalogue catalogue, CancellationToken cancellationToken)
    {
        var info = catalogue.Find(match.EventType);
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Matches(row, match, info))
                yield return row;
        }
    }

    /// <summary>What intake would have made of an event.</summary>
    public static IEnumerable<ReplayDelivery> Deliveries(StoredRow row, ImmutableArray<RouteTarget> targets) => targets.Select(t =>
        new ReplayDelivery(
            row.Seq,
            new NewDelivery(t.RouteId, t.DestinationId, t.RevisionId, t.OrderKeyOf(row.Entity), t.InitialState)));

    private static bool Matches(StoredRow row, CompiledSubscription match, EventTypeInfo? info)
    {
        try
        {
            using var document = StoredDocument.Open(row.ContentMode, row.Headers, row.Body);
            return match.Matches(PayloadRoot.Find(document.Data, info));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
