using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Setup;

/// <summary>Registers the setup file.</summary>
public static class SetupServices
{
    /// <summary>Adds <see cref="SetupRunner"/>, which whoever starts the console calls once the store is migrated. Needs <c>AddRouting</c>.</summary>
    public static IServiceCollection AddSetupFile(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SetupOptions>().Bind(configuration.GetSection(SetupOptions.Section));
        services.AddSingleton<SetupApplier>();
        services.AddSingleton(p => new SetupRunner(
            p.GetRequiredService<SetupApplier>(),
            configuration,
            p.GetRequiredService<IOptions<SetupOptions>>(),
            p.GetRequiredService<ILogger<SetupRunner>>()));
        return services;
    }
}
