using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Resync.Running;
using CommerceEventConsole.Engine.Resync.Runs;
using CommerceEventConsole.Engine.Resync.Schedules;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Resync;

/// <summary>Registers resyncs.</summary>
public static class ResyncServices
{
    /// <summary>
    /// Adds definitions, runs and what works on them, as a hosted service. Storage, routing, delivery, jobs and the systems
    /// (<see cref="BackOffice.IRecordSystems"/>) are the caller's.
    /// </summary>
    public static IServiceCollection AddResync(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ResyncOptions>().Bind(configuration.GetSection(ResyncOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ResyncOptions>, ResyncOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(p => new ResyncStore(
            p.GetRequiredService<IDbContextFactory<ConsoleDbContext>>(),
            p.GetRequiredService<ConfigurationWriter>(),
            p.GetRequiredService<ICronSyntax>(),
            p.GetRequiredService<IResyncSchedules>()));
        services.TryAddSingleton<IResyncSchedules, ResyncSchedules>();
        services.AddSingleton<IConsoleJob, ResyncJob>();
        services.AddHostedService<ResyncScheduleStart>();
        services.TryAddSingleton<IResyncParties, ResyncParties>();
        services.AddSingleton<IRepairHook, OwnChangeHook>();
        services.AddSingleton<ResyncRuns>();
        services.AddSingleton<ResyncDifferences>();
        services.AddSingleton<ResyncKeys>();
        services.AddSingleton<ResyncSignals>();
        services.AddSingleton<ResyncLeases>();
        services.AddSingleton<ResyncCommitter>();
        services.AddSingleton<OrderDeliveries>();
        services.AddSingleton<OrderDays>();
        services.AddSingleton<RepairWriter>();
        services.AddSingleton<ResyncWork>();
        services.AddSingleton<ResyncHistory>();
        services.AddSingleton<ResyncTurns>();
        services.AddHostedService<ResyncRunner>();
        return services;
    }
}
