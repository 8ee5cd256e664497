using CommerceEventConsole.Engine.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Quartz;

namespace CommerceEventConsole.Engine.Jobs.Quartz;

/// <summary>Hosts the jobs in Quartz. Nothing outside of this folder knows that it is Quartz that does.</summary>
public static class QuartzHosting
{
    /// <summary>Part of the key of every row of Quartz's tables.</summary>
    private const string SchedulerName = "Console";

    /// <summary>
    /// Has Quartz run jobs at their times, from its tables in the store. The tables are made by a migration like any other, not by Quartz
    /// at start: an administrator who lets no application change a schema finds them in schema.sql, reads them once, and Quartz only checks
    /// that they are there.
    /// </summary>
    internal static IServiceCollection AddQuartzHost(this IServiceCollection services)
    {
        // Quartz wants its database while services are registered, which is why the storage has to be added first.
        var store = services.LastOrDefault(s => s.ServiceType == typeof(StoreConnection))?.ImplementationInstance as StoreConnection
            ?? throw new InvalidOperationException("Add the storage before the jobs.");
        services.TryAddSingleton<ICronSyntax, QuartzCron>();
        services.TryAddSingleton<IJobHost, QuartzHost>();
        services.AddQuartz(quartz =>
        {
            quartz.UsePersistentStore(tables => Configure(tables, store));

            // A stop asks a running job to end, and waits until it has.
            quartz.ConfigureScheduler(s =>
            {
                s.InstanceName = SchedulerName;
                s.GenerateInstanceId = store.Provider == StorageProvider.SqlServer;
                s.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
        });

        // A dozen lines at each start tell nothing of ours. First of the rules, so that one in the configuration overrules it.
        services.Configure<LoggerFilterOptions>(o => o.Rules.Insert(0, new LoggerFilterRule(null, "Quartz", LogLevel.Warning, null)));
        services.AddQuartzHostedService(hosting => hosting.WaitForJobsToComplete = true);
        return services;
    }

    private static void Configure(IPersistentStoreBuilder tables, StoreConnection store)
    {
        if (store.Provider == StorageProvider.SqlServer)
        {
            tables.UseSqlServer(store.Factory, store.ConnectionString);

            // Each node runs what is due, one at a time does; a node that died is noticed by the others, who take over what it ran.
            tables.UseClustering();
        }
        else
        {
            tables.UseSqlite(store.Factory, store.ConnectionString);
        }

        tables.ConfigureStore(s =>
        {
            s.SchemaProvisioning = SchemaProvisioning.Validate;
            s.StoreJobDataAsStrings = true;
            s.MisfireThreshold = QuartzJob.Lateness;

            // A run that a stop of the console ended counts as cut off: where its job is to go on after that, it does.
            s.RecoverFiringsCancelledByShutdown = true;
        });
    }
}
