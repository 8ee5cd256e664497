using CommerceEventConsole.Engine.BackOffice.Systems;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Setup;

/// <summary>Registers the setup file.</summary>
public static class SetupServices
{
    /// <summary>Adds <see cref="SetupRunner"/>, which whoever starts the console calls once the store is migrated. Needs <c>AddRouting</c>, <c>AddCommerce</c> and <c>AddBackOffice</c>; a file with resyncs <c>AddResync</c>.</summary>
    public static IServiceCollection AddSetupFile(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SetupOptions>().Bind(configuration.GetSection(SetupOptions.Section));
        services.AddSingleton(p => new SetupSystemsApplier(
            p.GetRequiredService<CommerceInstanceStore>(), p.GetRequiredService<BackOfficeSystemStore>(), p.GetRequiredService<ResyncStore>));
        services.AddSingleton<SetupApplier>();
        services.AddSingleton(p => new SetupExporter(p.GetRequiredService<IDbContextFactory<ConsoleDbContext>>(), p.GetRequiredService<ISecretProtector>()));
        services.AddSingleton(p => new SetupRunner(
            p.GetRequiredService<SetupApplier>(),
            configuration,
            p.GetRequiredService<IOptions<SetupOptions>>(),
            p.GetRequiredService<ILogger<SetupRunner>>()));
        return services;
    }
}
