using CommerceEventConsole.Engine.Alerts.Registrations;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Commerce.OwnChanges;
using CommerceEventConsole.Engine.Intake.Authenticity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Intake;

/// <summary>Registers intake.</summary>
public static class IntakeServices
{
    /// <summary>Adds the pipeline with its catalogue, verification and challenges. Storage and routing are added by their own features.</summary>
    public static IServiceCollection AddIntake(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddEventCatalogue(configuration);
        services.AddSingleton<IValidateOptions<IntakeOptions>, IntakeOptionsValidator>();
        services.AddOptions<IntakeOptions>().Bind(configuration.GetSection(IntakeOptions.Section)).ValidateOnStart();
        services.AddSingleton(p => new AdobePublicKeys(
            OutboundClient(), p.GetRequiredService<IOptions<IntakeOptions>>(), p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<AdobePublicKeys>>()));
        services.AddSingleton<RequestVerifier>();
        services.AddSingleton<EventTypeIds>();
        services.AddSingleton<EventFactory>();
        services.TryAddSingleton<IOwnChangeFinder, NoOwnChanges>();
        services.AddSingleton<IntakePipeline>();
        services.TryAddSingleton<IntakeAnswers>();
        services.AddSingleton(p => new Challenges(
            OutboundClient(), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<Challenges>>()));
        services.AddSingleton<IHostedService>(p => p.GetRequiredService<Challenges>());
        return services;
    }

    // No redirects by itself, no cookies: the address that was checked is the address that is called.
    private static HttpClient OutboundClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(3),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = TimeSpan.FromSeconds(10),
    };
}
