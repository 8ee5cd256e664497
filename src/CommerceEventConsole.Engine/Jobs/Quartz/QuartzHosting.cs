using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Quartz;

namespace CommerceEventConsole.Engine.Jobs.Quartz;

/// <summary>Hosts the jobs in Quartz. Nothing outside of this folder knows that it is Quartz that does.</summary>
public static class QuartzHosting
{
    /// <summary>Runs every <see cref="IConsoleJob"/> that has a <see cref="JobSchedule"/>.</summary>
    public static IServiceCollection AddJobHosting(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ICronSyntax, QuartzCron>();
        services.TryAddSingleton<JobRunner>();
        services.AddQuartz(quartz =>
        {
            // In memory: all schedules come from the configuration, so there is nothing yet that a restart could lose. Quartz's own tables
            // would have to be made beside the migrations, and on SQLite each firing would write while intake waits for the same lock.
            quartz.UseInMemoryStore();
            // A stop asks a running job to end, and waits until it has.
            quartz.ConfigureScheduler(s => s.ShutdownJobInterruption = ShutdownJobInterruption.Always);
        });
        // A dozen lines at each start tell nothing of ours. First of the rules, so that one in the configuration overrules it.
        services.Configure<LoggerFilterOptions>(o => o.Rules.Insert(0, new LoggerFilterRule(null, "Quartz", LogLevel.Warning, null)));
        services.AddHostedService<QuartzSchedules>();
        services.AddQuartzHostedService(hosting => hosting.WaitForJobsToComplete = true);
        return services;
    }
}
