using CommerceEventConsole.Engine.Deliveries.Circuits;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommerceEventConsole.Storage.Tests.Stores;

/// <summary>A process that opens and closes circuits on a store.</summary>
internal sealed class CircuitNode
{
    public CircuitNode(StoreFixture store, TimeProvider time)
    {
        var writer = new ConfigurationWriter(store.Contexts(), new NoSecrets(), Routing, time, NullLogger<ConfigurationWriter>.Instance);
        Circuits = new CircuitStore(store.Contexts(), writer, Routing, time);
    }

    public CircuitStore Circuits { get; }

    public CountingRouting Routing { get; } = new();

    /// <summary>Counts how often it was told to read the store.</summary>
    internal sealed class CountingRouting : IRouting
    {
        private int _reloads;

        public event Action? Changed;

        public RoutingTable Current => RoutingTable.Empty;

        public int Reloads => _reloads;

        public Task ReloadAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _reloads);
            Changed?.Invoke();
            return Task.CompletedTask;
        }

        public ValueTask<CompiledSubscription?> RevisionAsync(int revisionId, CancellationToken cancellationToken) => default;
    }

    private sealed class NoSecrets : ISecretProtector
    {
        public void Prepare()
        {
        }

        public string Protect(SecretPurpose purpose, string secret) => secret;

        public bool TryUnprotect(SecretPurpose purpose, string protectedSecret, out string secret)
        {
            secret = protectedSecret;
            return true;
        }
    }
}

/// <summary>What stores of a test's own work on.</summary>
internal static class StoreContexts
{
    public static IDbContextFactory<ConsoleDbContext> Contexts(this StoreFixture store) =>
        store.Services.GetRequiredService<IDbContextFactory<ConsoleDbContext>>();
}
