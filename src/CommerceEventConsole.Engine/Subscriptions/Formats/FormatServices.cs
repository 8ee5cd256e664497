using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Engine.Subscriptions.Formats;

/// <summary>Import and export of subscriptions.</summary>
public static class FormatServices
{
    /// <summary>Adds them, on the stores and the event catalogue.</summary>
    public static IServiceCollection AddSubscriptionFormats(this IServiceCollection services)
    {
        services.AddSingleton<ImportReader>();
        services.AddSingleton<SubscriptionImport>();
        services.AddSingleton<SubscriptionExport>();
        return services;
    }
}
