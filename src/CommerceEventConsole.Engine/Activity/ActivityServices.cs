using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Engine.Activity;

/// <summary>Registers what the overview and the set-up screens ask.</summary>
public static class ActivityServices
{
    /// <summary>Adds the queries; storage, routing and delivery are the caller's.</summary>
    public static IServiceCollection AddActivity(this IServiceCollection services)
    {
        services.AddSingleton<ActivityQueries>();
        services.AddSingleton<LastAnswers>();
        services.AddSingleton<SourceActivityQueries>();
        services.AddSingleton<DestinationActivityQueries>();
        services.AddSingleton<UndeliveredQueries>();
        services.AddSingleton<OverviewQueries>();
        services.AddSingleton<DestinationTester>();
        services.AddSingleton<SubscriptionPreview>();
        services.AddSingleton<EventTypeArrivals>();
        return services;
    }
}
