using CommerceEventConsole.Engine.BackOffice.Exports;
using CommerceEventConsole.Engine.BackOffice.Rest;
using CommerceEventConsole.Engine.BackOffice.Systems;
using CommerceEventConsole.Engine.Jobs;
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
        return services.AddExports(configuration);
    }

    // A job each: the schedules are those of the configuration at start, as all others are.
    private static IServiceCollection AddExports(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ExportOptions>().Bind(configuration.GetSection(ExportOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ExportOptions>, ExportOptionsValidator>());
        services.AddSingleton<ExportRows>();
        services.AddSingleton<ExportStates>();
        foreach (var export in configuration.GetSection(ExportOptions.Section).Get<ExportOptions>()?.Items ?? [])
        {
            services.AddSingleton<IConsoleJob>(p => new ExportJob(
                export,
                p.GetRequiredService<ExportRows>(),
                p.GetRequiredService<ExportStates>(),
                p.GetRequiredService<SystemTransport>(),
                p.GetRequiredService<TimeProvider>()));
            services.AddSingleton(new JobSchedule(new JobId(ExportJob.NameOf(export)), new JobTiming(export.Schedule))
            {
                Title = $"Export {export.Name}",
                Description = $"Writes new {(export.What == ExportSubject.Events ? "events" : "deliveries")} to files for reports, each once.",
            });
        }

        return services;
    }
}
