using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Freshness.Running;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CommerceEventConsole.Engine.Freshness;

/// <summary>Registers promises.</summary>
public static class FreshnessServices
{
    /// <summary>Adds promises, and what looks whether they are kept; alerts call it at every look at their rules.</summary>
    public static IServiceCollection AddFreshness(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(EventCatalogue.Default);
        services.AddSingleton<LateDeliveries>();
        services.AddSingleton<LastRuns>();
        services.AddSingleton<FreshnessEvaluator>();
        services.AddSingleton<FreshnessBoard>();
        services.AddSingleton(p => new FreshnessStore(
            p.GetRequiredService<IDbContextFactory<ConsoleDbContext>>(),
            p.GetRequiredService<ConfigurationWriter>(),
            p.GetRequiredService<FreshnessEvaluator>(),
            p.GetRequiredService<FreshnessBoard>()));
        return services;
    }
}
