using System.Collections.Frozen;
using System.Collections.Immutable;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Tests.Deliveries;

/// <summary>Routing that a test sets.</summary>
public sealed class FakeRouting : IRouting
{
    private readonly Dictionary<int, CompiledSubscription> _revisions = [];

    public event Action? Changed;

    public RoutingTable Current { get; private set; } = RoutingTable.Empty;

    public void Set(DestinationConfiguration destination)
    {
        var destinations = Current.Destinations.Values.Where(d => d.Id != destination.Id).Append(destination);
        Current = new RoutingTable { Version = Current.Version + 1, Destinations = destinations.ToFrozenDictionary(d => d.Id), Routes = Current.Routes };
        Changed?.Invoke();
    }

    /// <summary>The one route, from now on.</summary>
    public void Set(RouteSending sending)
    {
        var target = new RouteTarget(Rig.RouteId, SubscriptionId: 1, RevisionId: 1, _revisions[1], DestinationId: 1, DeliveryState.Pending, sending);
        Current = new RoutingTable
        {
            Version = Current.Version + 1,
            Destinations = Current.Destinations,
            Routes = new Dictionary<string, ImmutableArray<RouteTarget>>(StringComparer.Ordinal) { [Rig.EventTypeName] = [target] }.ToFrozenDictionary(),
        };
        Changed?.Invoke();
    }

    public void Set(int revisionId, params string[] fields) =>
        _revisions[revisionId] = CompiledSubscription.Compile(new SubscriptionDefinition(Rig.EventTypeName, fields, []), out _)!;

    public Task ReloadAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask<CompiledSubscription?> RevisionAsync(int revisionId, CancellationToken cancellationToken) =>
        new(_revisions.GetValueOrDefault(revisionId));
}
