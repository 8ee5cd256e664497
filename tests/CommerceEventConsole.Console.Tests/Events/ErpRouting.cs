using System.Collections.Frozen;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Console.Tests.Events;

/// <summary>Routing that knows the ERP, and one revision that sends events whole.</summary>
/// <param name="eventType">The revision's.</param>
internal sealed class ErpRouting(string eventType) : IRouting
{
    private readonly CompiledSubscription _revision = CompiledSubscription.Compile(new SubscriptionDefinition(eventType, [], []), out _)!;

    public event Action? Changed
    {
        add { }
        remove { }
    }

    public RoutingTable Current { get; } = new()
    {
        Version = 1,
        Destinations = FrozenDictionary.ToFrozenDictionary([KeyValuePair.Create(1, new DestinationConfiguration(
            1, "ERP", DestinationKind.Erp, new Uri("https://erp.example.test"), null,
            [new("Authorization", "Bearer very-secret"), new("X-Shop", "north")], AllowPrivateAddress: false, DestinationState.Active,
            MaxConcurrency: 4, TimeSpan.FromSeconds(30), MaxAttempts: 5, TimeSpan.FromSeconds(5), TimeSpan.FromHours(1)))]),
    };

    public Task ReloadAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask<CompiledSubscription?> RevisionAsync(int revisionId, CancellationToken cancellationToken) => new(_revision);
}
