using CommerceEventConsole.Engine.BackOffice.Rest;
using CommerceEventConsole.Engine.BackOffice.Systems;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.BackOffice;

/// <summary>Registers what speaks with back-office systems.</summary>
public static class BackOfficeServices
{
    /// <summary>Adds the systems and their connectors. Needs <c>AddRouting</c>; Commerce's half is an <see cref="ICommerceRecords"/> that others add.</summary>
    public static IServiceCollection AddBackOffice(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BackOfficeOptions>().Bind(configuration.GetSection(BackOfficeOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BackOfficeOptions>, BackOfficeOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(p => new BackOfficeSystemStore(
            p.GetRequiredService<IDbContextFactory<ConsoleDbContext>>(),
            p.GetRequiredService<ConfigurationWriter>(),
            p.GetRequiredService<ISecretProtector>(),
            p.GetRequiredService<IOptions<BackOfficeOptions>>()));
        services.TryAddSingleton(p => new SystemTransport(p.GetRequiredService<TimeProvider>(), p.GetRequiredService<IOptions<BackOfficeOptions>>()));
        services.AddSingleton<SystemTokens>();
        services.AddSingleton<RateBudgets>();
        services.AddSingleton<SystemConnections>();
        services.AddSingleton<RecordSystems>();
        services.AddSingleton<IRecordSystems>(p => p.GetRequiredService<RecordSystems>());
        services.AddSingleton(p => new SystemTester(p.GetRequiredService<BackOfficeSystemStore>(), p.GetRequiredService<RecordSystems>()));
        return services;
    }
}
