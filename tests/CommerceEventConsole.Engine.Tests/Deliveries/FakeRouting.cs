using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Tests.Deliveries;

/// <summary>Routing that a test sets.</summary>
public sealed class FakeRouting : IRouting
{
    private readonly Dictionary<int, CompiledSubscription> _revisions = [];
    private readonly ConcurrentDictionary<int, DestinationConfiguration> _asked = [];
    private readonly SemaphoreSlim _reload = new(1, 1);
    private HashSet<int> _open = [];
    private FrozenDictionary<string, ImmutableArray<RouteTarget>> _routes = FrozenDictionary<string, ImmutableArray<RouteTarget>>.Empty;

    public event Action? Changed;

    public RoutingTable Current { get; private set; } = RoutingTable.Empty;

    /// <summary>Where the open circuits are read, as the real table reads them.</summary>
    public Func<CancellationToken, Task<HashSet<int>>>? Circuits { get; set; }

    public void Set(DestinationConfiguration destination)
    {
        _asked[destination.Id] = destination;
        Publish();
    }

    /// <summary>The one route, from now on.</summary>
    public void Set(RouteSending sending)
    {
        var target = new RouteTarget(Rig.RouteId, SubscriptionId: 1, RevisionId: 1, _revisions[1], DestinationId: 1, DeliveryState.Pending, sending);
        _routes = new Dictionary<string, ImmutableArray<RouteTarget>>(StringComparer.Ordinal) { [Rig.EventTypeName] = [target] }.ToFrozenDictionary(StringComparer.Ordinal);
        Publish();
    }

    public void Set(int revisionId, params string[] fields) =>
        _revisions[revisionId] = CompiledSubscription.Compile(new SubscriptionDefinition(Rig.EventTypeName, fields, []), out _)!;

    /// <summary>A revision whose route to destination 1 has stages.</summary>
    public void Set(int revisionId, RouteStages stages)
    {
        var compiled = CompiledStages.Compile(stages, out var problems);
        Assert.Empty(problems);
        Set(revisionId);
        _revisions[revisionId] = _revisions[revisionId].With(new Dictionary<int, CompiledStages> { [1] = compiled! }.ToFrozenDictionary());
    }

    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await _reload.WaitAsync(cancellationToken);
        try
        {
            if (Circuits is { } circuits)
                _open = await circuits(cancellationToken);
        }
        finally
        {
            _reload.Release();
        }

        Publish();
    }

    public ValueTask<CompiledSubscription?> RevisionAsync(int revisionId, CancellationToken cancellationToken) =>
        new(_revisions.GetValueOrDefault(revisionId));

    private void Publish()
    {
        var open = _open;
        Current = new RoutingTable
        {
            Version = Current.Version + 1,
            Routes = _routes,
            Destinations = _asked.Values
                .Select(d => d.State == DestinationState.Active && open.Contains(d.Id) ? d with { State = DestinationState.Unreachable } : d)
                .ToFrozenDictionary(d => d.Id),
        };
        Changed?.Invoke();
    }
}
