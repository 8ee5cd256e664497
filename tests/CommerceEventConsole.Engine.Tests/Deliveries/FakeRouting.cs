using System.Collections.Frozen;
using CommerceEventConsole.Engine.Routing;
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
        Current = new RoutingTable { Version = Current.Version + 1, Destinations = destinations.ToFrozenDictionary(d => d.Id) };
        Changed?.Invoke();
    }

    public void Set(int revisionId, params string[] fields) =>
        _revisions[revisionId] = CompiledSubscription.Compile(new SubscriptionDefinition(Rig.EventTypeName, fields, []), out _)!;

    public Task ReloadAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask<CompiledSubscription?> RevisionAsync(int revisionId, CancellationToken cancellationToken) =>
        new(_revisions.GetValueOrDefault(revisionId));
}
