using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>Registers the event catalogue.</summary>
public static class CatalogueServices
{
    /// <summary>Adds the catalogue, the resolver with the configured aliases, the extractor and the checker.</summary>
    public static IServiceCollection AddEventCatalogue(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EventTypeAliases>().Bind(configuration.GetSection(EventTypeAliases.SectionName)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EventTypeAliases>, EventTypeAliasesValidator>());
        services.TryAddSingleton(EventCatalogue.Default);
        services.TryAddSingleton<EventTypeResolver>();
        services.TryAddSingleton<EntityExtractor>();
        services.TryAddSingleton<PayloadChecker>();
        return services;
    }
}
