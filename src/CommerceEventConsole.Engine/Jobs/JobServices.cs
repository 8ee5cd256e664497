using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Jobs.Plans;
using CommerceEventConsole.Engine.Jobs.Quartz;
using CommerceEventConsole.Engine.Jobs.Retention;
using CommerceEventConsole.Engine.Jobs.Runs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Jobs;

/// <summary>Registers the jobs and the engine that hosts them.</summary>
public static class JobServices
{
    /// <summary>Adds every job with its schedule, hosted by Quartz. The storage must have been added before.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration) =>
        services.AddRetention(configuration).AddJobHosting(configuration);

    /// <summary>
    /// Adds what runs the registered <see cref="IConsoleJob"/>s and keeps their history, and <see cref="IJobSchedules"/> for schedules that
    /// come and go.
    /// </summary>
    public static IServiceCollection AddJobHosting(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddJobRecords(configuration);
        services.AddSingleton(p => new JobDesk(
            p.GetRequiredService<JobPlanStore>(), p.GetRequiredService<JobHistory>(), p.GetRequiredService<IJobHost>(), p.GetRequiredService<JobRunner>(),
            p.GetServices<JobSchedule>(), p.GetRequiredService<ICronSyntax>(), p.GetRequiredService<JobSignals>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IJobSchedules>(p => p.GetRequiredService<JobDesk>());

        // Before the host's own service: jobs are planned before the first one runs.
        services.AddHostedService<JobStart>();
        return services.AddQuartzHost();
    }

    /// <summary>Adds the clean-up.</summary>
    public static IServiceCollection AddRetention(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RetentionOptions>().Bind(configuration.GetSection(RetentionOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RetentionOptions>, RetentionOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ICronSyntax, QuartzCron>();
        services.TryAddSingleton(EventCatalogue.Default);
        services.TryAddSingleton<EventTypeResolver>();
        services.TryAddSingleton<EntityExtractor>();
        services.TryAddSingleton<EventNames>();
        services.TryAddSingleton<StoredSearchKeys>();
        services.TryAddSingleton<EventSweep>();
        services.AddSingleton<IConsoleJob, RetentionJob>();
        services.AddSingleton(p => RetentionJob.ScheduleOf(p.GetRequiredService<IOptions<RetentionOptions>>().Value));
        return services;
    }

    /// <summary>Adds plans and runs, without an engine that hosts them.</summary>
    internal static IServiceCollection AddJobRecords(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<JobOptions>().Bind(configuration.GetSection(JobOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JobOptions>, JobOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<JobSignals>();
        services.AddSingleton<JobPlanStore>();
        services.AddSingleton<JobRunStore>();
        services.AddSingleton<JobHistory>();
        services.AddSingleton(p => new JobRunner(
            p.GetServices<IConsoleJob>(), p.GetRequiredService<JobRunStore>(), p.GetRequiredService<JobSignals>(), p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILoggerFactory>(), p.GetRequiredService<IOptions<JobOptions>>()));
        return services;
    }
}
