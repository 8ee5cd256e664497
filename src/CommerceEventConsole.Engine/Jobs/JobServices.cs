using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Jobs.Quartz;
using CommerceEventConsole.Engine.Jobs.Retention;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Jobs;

/// <summary>Registers the jobs and the engine that hosts them.</summary>
public static class JobServices
{
    /// <summary>Adds every job with its schedule, hosted by Quartz. Storage is the caller's.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration) =>
        services.AddRetention(configuration).AddJobHosting();

    /// <summary>Adds the clean-up.</summary>
    public static IServiceCollection AddRetention(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RetentionOptions>().Bind(configuration.GetSection(RetentionOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RetentionOptions>, RetentionOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
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
}
