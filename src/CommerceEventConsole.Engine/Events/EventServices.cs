using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Intake;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CommerceEventConsole.Engine.Events;

/// <summary>Registers what screens read events with.</summary>
public static class EventServices
{
    /// <summary>Adds the queries over events, entities, search keys and rejected requests.</summary>
    public static IServiceCollection AddEventQueries(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(EventCatalogue.Default);
        services.TryAddSingleton<EntityExtractor>();
        services.TryAddSingleton<EventNames>();
        services.TryAddSingleton<EventQueries>();
        services.TryAddSingleton<EntityTimeline>();
        services.TryAddSingleton<SearchQueries>();
        services.TryAddSingleton<RejectedQueries>();
        return services;
    }
}
