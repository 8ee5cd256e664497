using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Commerce.Sync;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CommerceEventConsole.Engine.Commerce;

/// <summary>Registers what speaks with Commerce.</summary>
public static class CommerceServices
{
    /// <summary>Adds the Commerce instances and the comparison with their subscriptions. Needs <c>AddRouting</c>.</summary>
    public static IServiceCollection AddCommerce(this IServiceCollection services)
    {
        services.TryAddSingleton(p => new CommerceTransport(p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ImsTokens>();
        services.AddSingleton<CommerceAudit>();
        services.AddSingleton(p => new CommerceInstanceStore(
            p.GetRequiredService<IDbContextFactory<ConsoleDbContext>>(), p.GetRequiredService<ConfigurationWriter>(), p.GetRequiredService<ISecretProtector>()));
        services.AddSingleton(p => new CommerceClient(
            p.GetRequiredService<CommerceTransport>(),
            p.GetRequiredService<ImsTokens>(),
            p.GetRequiredService<ISecretProtector>(),
            p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<CommerceWriter>();
        services.AddSingleton(p => new CommerceSync(
            p.GetRequiredService<CommerceInstanceStore>(),
            p.GetRequiredService<SubscriptionStore>(),
            p.GetRequiredService<CommerceClient>(),
            p.GetRequiredService<CommerceWriter>(),
            p.GetRequiredService<CommerceAudit>(),
            p.GetRequiredService<EventTypeResolver>()));
        return services;
    }
}
