using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CommerceEventConsole.Engine.Replays;

/// <summary>Registers what runs over stored events and deliveries: the time machine and replays.</summary>
public static class ReplayServices
{
    /// <summary>
    /// Adds both, with the runner as a hosted service. Storage, routing, delivery and the resolver of event types are the caller's.
    /// </summary>
    public static IServiceCollection AddReplays(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(EventCatalogue.Default);
        services.AddOptions<ReplayOptions>();
        services.AddSingleton<EventSlices>();
        services.AddSingleton<SliceWalk>();
        services.AddSingleton(p => new SubscriptionHistory(
            p.GetRequiredService<EventSlices>(),
            p.GetRequiredService<SliceWalk>(),
            p.GetRequiredService<EventTypeResolver>(),
            p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new BackfillPlanner(
            p.GetRequiredService<IDbContextFactory<ConsoleDbContext>>(),
            p.GetRequiredService<EventSlices>(),
            p.GetRequiredService<SliceWalk>(),
            p.GetRequiredService<IRouting>(),
            p.GetRequiredService<EventCatalogue>()));
        services.TryAddSingleton<EventNames>();
        services.AddSingleton<DeliveryScopes>();
        services.AddSingleton<ReplaySignals>();
        services.AddSingleton<ReplayStore>();
        services.AddSingleton<ReplayLeases>();
        services.AddSingleton<IReplayWork, BackfillWork>();
        services.AddSingleton<NewerDeliveries>();
        services.AddSingleton(p => new ResendPlanner(p.GetRequiredService<DeliveryScopes>(), p.GetRequiredService<NewerDeliveries>()));
        services.AddSingleton<ResendCommitter>();
        services.AddSingleton<ReplayOutcomes>();
        services.AddSingleton<IReplayWork, ResendWork>();
        services.AddHostedService<ReplayRunner>();
        return services;
    }
}
