using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Commerce.OwnChanges;

/// <summary>Registers the loop guard.</summary>
public static class OwnChangeServices
{
    /// <summary>Adds the memory of what the console wrote, and has intake ask it.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">Where section <c>OwnChanges</c> is; null for the usual values.</param>
    public static IServiceCollection AddOwnChanges(this IServiceCollection services, IConfiguration? configuration = null)
    {
        var options = services.AddOptions<OwnChangeOptions>();
        if (configuration is not null)
            options.Bind(configuration.GetSection(OwnChangeOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OwnChangeOptions>, OwnChangeOptionsValidator>());
        services.AddSingleton<OwnChangeStore>();
        services.AddSingleton<OwnChangeSources>();
        services.AddSingleton<OwnChangeMemory>();
        services.AddSingleton<IOwnChanges>(p => p.GetRequiredService<OwnChangeMemory>());
        services.Replace(ServiceDescriptor.Singleton<IOwnChangeFinder>(p => p.GetRequiredService<OwnChangeMemory>()));
        services.AddSingleton<IHostedService>(p => p.GetRequiredService<OwnChangeMemory>());
        return services;
    }
}
