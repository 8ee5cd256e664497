using CommerceEventConsole.Engine.Catalogue;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CommerceEventConsole.Engine.Failures;

/// <summary>Registers failure groups.</summary>
public static class FailureServices
{
    /// <summary>Adds what the sender asks, what screens ask and what people do; storage, catalogue and clock are the caller's.</summary>
    public static IServiceCollection AddFailures(this IServiceCollection services)
    {
        services.TryAddSingleton<EntityExtractor>();
        services.TryAddSingleton<StakeReader>();
        services.TryAddSingleton<FailureGroups>();
        services.TryAddSingleton<FailureMarks>();
        services.TryAddSingleton<FailureFigures>();
        services.TryAddSingleton<HeldStakes>();
        services.TryAddSingleton<FailureGroupQueries>();
        services.TryAddSingleton<FailureGroupPages>();
        services.TryAddSingleton<FailureGroupStore>();
        return services;
    }
}
