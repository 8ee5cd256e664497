using CommerceEventConsole.Engine.Commerce.OwnChanges;
using CommerceEventConsole.Engine.Commerce.Rest;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Deliveries.Stages;

/// <summary>Registers the stages of routes.</summary>
internal static class StageServices
{
    /// <summary>Adds them. Routes with stages need <c>AddCommerce</c>.</summary>
    public static IServiceCollection AddStages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StageOptions>().Bind(configuration.GetSection(StageOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StageOptions>, StageOptionsValidator>());
        services.TryAddSingleton<IStageCommerce>(p => new StageCommerce(
            // Asked for when it is first needed: deliveries without stages need no Commerce.
            (instance, purpose, token) => p.GetRequiredService<CommerceRest>().OpenAsync(instance, purpose, token),
            p.GetRequiredService<IRouting>(),
            p.GetRequiredService<IOwnChanges>));
        services.TryAddSingleton<StageQuestions>();
        services.TryAddSingleton<StageProgress>();
        services.TryAddSingleton<RoutePreparation>();
        services.TryAddSingleton<WriteBackRunner>();
        services.TryAddSingleton<StagedSender>();
        services.TryAddSingleton<StagedBatches>();
        services.TryAddSingleton<IStageDryRun, StageDryRunner>();
        return services;
    }
}
