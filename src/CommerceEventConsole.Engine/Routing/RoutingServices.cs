using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Sources;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Formats;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Routing;

/// <summary>Registers sources, destinations, subscriptions and the table made of them.</summary>
public static class RoutingServices
{
    /// <summary>
    /// Adds the stores, the routing table and the protection of their secrets. Storage, the key ring
    /// (<see cref="StoredKeyRing.AddStoredKeyRing"/>) and the event catalogue are the caller's.
    /// </summary>
    public static IServiceCollection AddRouting(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SubscriptionOptions>().Bind(configuration.GetSection(SubscriptionOptions.Section));
        services.AddOptions<RoutingOptions>().Bind(configuration.GetSection(RoutingOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ISecretProtector, SecretProtector>();
        services.AddSingleton<ConfigurationRows>();
        services.AddSingleton<RevisionCache>();
        services.AddSingleton<RoutingTableReader>();
        services.AddSingleton<LiveRouting>();
        services.AddSingleton<IRouting>(p => p.GetRequiredService<LiveRouting>());
        services.AddSingleton<IHostedService>(p => p.GetRequiredService<LiveRouting>());

        services.AddSingleton<ConfigurationWriter>();
        services.AddSingleton<SourceEditor>();
        services.AddSingleton<DestinationEditor>();
        services.AddSingleton<SubscriptionEditor>();
        services.AddSingleton(p => new SourceStore(Factory(p), p.GetRequiredService<ConfigurationWriter>(), p.GetRequiredService<SourceEditor>()));
        services.AddSingleton(p => new DestinationStore(Factory(p), p.GetRequiredService<ConfigurationWriter>(), p.GetRequiredService<DestinationEditor>()));
        services.AddSingleton(p => new SubscriptionStore(Factory(p), p.GetRequiredService<ConfigurationWriter>(), p.GetRequiredService<SubscriptionEditor>(), p.GetRequiredService<IOptions<SubscriptionOptions>>()));
        services.AddSubscriptionFormats();
        return services;
    }

    private static IDbContextFactory<ConsoleDbContext> Factory(IServiceProvider services) =>
        services.GetRequiredService<IDbContextFactory<ConsoleDbContext>>();
}
