using System.Collections.Frozen;
using System.Collections.Immutable;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Sources;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.EndToEnd.Tests.Intake;

/// <summary>A routing table that tests write themselves.</summary>
internal sealed class FixedRouting : IRouting
{
    private int _lastId;

    public RoutingTable Current { get; private set; } = RoutingTable.Empty;

    public event Action? Changed;

    public Task ReloadAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask<CompiledSubscription?> RevisionAsync(int revisionId, CancellationToken cancellationToken) => default;

    /// <summary>Adds a source with an id and a slug of its own.</summary>
    public SourceConfiguration Add(Func<SourceConfiguration, SourceConfiguration> change)
    {
        var id = ++_lastId;
        var source = change(new SourceConfiguration(
            id, $"source-{id}", $"Source {id}", Verification.None, default, null, null, ConfirmChallenges: true, [], Enabled: true));
        Put(Current.Sources.Values.Append(source), Current.Routes);
        return source;
    }

    /// <summary>Adds a subscription's ways out; all of them share its rules.</summary>
    public void Add(string eventType, IReadOnlyList<Rule> rules, params Func<RouteTarget, RouteTarget>[] changes)
    {
        var match = CompiledSubscription.Compile(new SubscriptionDefinition(eventType, [], rules), out var problems);
        Assert.Empty(problems);
        var targets = changes.Select(change => change(Target(++_lastId, match!)));
        var earlier = Current.Routes.TryGetValue(eventType, out var known) ? known : [];
        Put(Current.Sources.Values, Current.Routes.Where(r => !string.Equals(r.Key, eventType, StringComparison.Ordinal))
            .Append(KeyValuePair.Create(eventType, earlier.AddRange(targets))));
    }

    private static RouteTarget Target(int id, CompiledSubscription match) =>
        new(RouteId: id, SubscriptionId: id + 100, RevisionId: id + 200, match, DestinationId: id + 300, Engine.Deliveries.DeliveryState.Pending, RouteSending.Default);

    private void Put(IEnumerable<SourceConfiguration> sources, IEnumerable<KeyValuePair<string, ImmutableArray<RouteTarget>>> routes)
    {
        Current = new RoutingTable
        {
            Version = Current.Version + 1,
            Sources = sources.ToFrozenDictionary(s => s.Slug, StringComparer.Ordinal),
            Routes = routes.ToFrozenDictionary(StringComparer.Ordinal),
        };
        Changed?.Invoke();
    }
}
