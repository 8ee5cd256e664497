using System.Collections.Frozen;
using System.Collections.Immutable;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.Routing;

/// <summary>Builds a routing table from the store.</summary>
internal sealed class RoutingTableReader(
    IDbContextFactory<ConsoleDbContext> factory, ConfigurationRows rows, RevisionCache revisions, ILogger<RoutingTableReader> logger)
{
    private const int MaxTries = 3;

    /// <summary>The version that the store is at.</summary>
    public async Task<long> VersionAsync(CancellationToken cancellationToken)
    {
        await using var context = await factory.CreateDbContextAsync(cancellationToken);
        return await VersionAsync(context, cancellationToken);
    }

    /// <summary>Reads everything anew.</summary>
    public async Task<RoutingTable> ReadAsync(CancellationToken cancellationToken)
    {
        await using var context = await factory.CreateDbContextAsync(cancellationToken);
        for (var tries = 1; ; tries++)
        {
            // Several queries without a lock: when the version moved meanwhile, they may have seen half a change. The last try keeps the
            // version from before, so that the next poll finds it outdated.
            var version = await VersionAsync(context, cancellationToken);
            var table = await ReadAsync(context, version, cancellationToken);
            if (tries == MaxTries || await VersionAsync(context, cancellationToken) == version)
                return table;
        }
    }

    private static Task<long> VersionAsync(ConsoleDbContext context, CancellationToken cancellationToken) =>
        context.Counters.AsNoTracking().Where(c => c.Name == Counter.Configuration).Select(c => c.Value).SingleAsync(cancellationToken);

    private async Task<RoutingTable> ReadAsync(ConsoleDbContext context, long version, CancellationToken cancellationToken)
    {
        var sources = await context.Sources.AsNoTracking().ToListAsync(cancellationToken);
        var destinations = await context.Destinations.AsNoTracking().ToListAsync(cancellationToken);
        var open = await context.DestinationHealth.Where(h => h.IsOpen).Select(h => h.DestinationId).ToHashSetAsync(cancellationToken);
        var subscriptions = await SubscriptionEditor.WithContent(context.Subscriptions.AsNoTracking())
            .Where(s => s.Enabled).OrderBy(s => s.Id).ToListAsync(cancellationToken);

        var faults = new List<string>();
        var byId = destinations.Select(d => rows.Read(d, open.Contains(d.Id))).ToFrozenDictionary(d => d.Id);
        var bySlug = sources.Select(rows.Read).ToFrozenDictionary(s => s.Slug, StringComparer.Ordinal);
        var routes = Routes(subscriptions, byId, faults);
        faults.AddRange(bySlug.Values.Select(s => s.Fault).Concat(byId.Values.Select(d => d.Fault)).OfType<string>());
        foreach (var fault in faults)
            logger.LogError("The configuration cannot be used as a whole: {Fault}", fault);

        return new RoutingTable { Version = version, Sources = bySlug, Destinations = byId, Routes = routes, Faults = [.. faults] };
    }

    private FrozenDictionary<string, ImmutableArray<RouteTarget>> Routes(
        IEnumerable<Subscription> subscriptions, FrozenDictionary<int, DestinationConfiguration> destinations, List<string> faults)
    {
        var routes = new Dictionary<string, List<RouteTarget>>(StringComparer.Ordinal);
        var published = new Dictionary<int, Subscriptions.Matching.CompiledSubscription>();
        foreach (var subscription in subscriptions)
        {
            if (subscription.Published() is not { } revision)
                continue;
            if (revisions.Compile(revision, out var problem) is not { } match)
            {
                faults.Add($"Subscription {subscription.Name} matches nothing: {problem}");
                continue;
            }

            published[revision.Id] = match;
            var targets = subscription.Routes
                .Where(r => !r.Removed)
                .OrderBy(r => r.Id)
                .Where(r => destinations.ContainsKey(r.DestinationId))
                .Select(r => new RouteTarget(
                    r.Id, subscription.Id, revision.Id, match, r.DestinationId, InitialState(destinations[r.DestinationId]), r.Sending));
            if (!routes.TryGetValue(match.EventType, out var list))
                routes.Add(match.EventType, list = []);
            list.AddRange(targets);
        }

        revisions.Publish(published);
        return routes.ToFrozenDictionary(r => r.Key, r => r.Value.ToImmutableArray(), StringComparer.Ordinal);
    }

    private static Deliveries.DeliveryState InitialState(DestinationConfiguration destination) =>
        destination.State == Destinations.DestinationState.Active ? Deliveries.DeliveryState.Pending : Deliveries.DeliveryState.Held;
}
