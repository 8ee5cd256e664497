using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries.Batches;
using CommerceEventConsole.Engine.Deliveries.Circuits;
using CommerceEventConsole.Engine.Deliveries.Edits;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Deliveries.Pumps;
using CommerceEventConsole.Engine.Deliveries.Stages;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Failures;
using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>Registers delivery.</summary>
public static class DeliveryServices
{
    /// <summary>
    /// Adds the dispatcher, what screens ask and what they do. Call it after the store's writer has been added as a hosted service: the
    /// host stops in reverse, and the dispatcher records its last attempts through the writer. Needs <c>AddRouting</c>.
    /// </summary>
    public static IServiceCollection AddDelivery(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DeliveryOptions>().Bind(configuration.GetSection(DeliveryOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DeliveryOptions>, DeliveryOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(EventCatalogue.Default);
        services.AddFailures();
        services.TryAddSingleton<DeliverySignals>();
        services.TryAddSingleton<DestinationClient>();
        services.TryAddSingleton<DeliveryLeases>();
        services.TryAddSingleton<HeldDeliveries>();
        services.TryAddSingleton<RouteSendings>();
        services.TryAddSingleton<SupersededDeliveries>();
        services.TryAddSingleton<ClaimedDeliveries>();
        services.TryAddSingleton<DeliveryContent>();
        services.AddStages(configuration);
        services.TryAddSingleton<BatchSender>();
        services.TryAddSingleton<DeliverySender>();
        services.TryAddSingleton<EventNames>();
        services.TryAddSingleton<DeliveryScopes>();
        services.TryAddSingleton<DeliveryActions>();
        services.TryAddSingleton<DeliveryQueries>();
        services.TryAddSingleton<SentContent>();
        services.TryAddSingleton(p => new AttemptReader(
            p.GetRequiredService<IDbContextFactory<ConsoleDbContext>>(), p.GetRequiredService<SentContent>()));
        services.TryAddSingleton(p => new DeliveryEditor(
            p.GetRequiredService<IDbContextFactory<ConsoleDbContext>>(), p.GetRequiredService<SentContent>(), p.GetRequiredService<IRouting>(),
            p.GetRequiredService<DeliverySignals>(), p.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<CircuitStore>();
        services.TryAddSingleton<ProbeDeliveries>();
        services.TryAddSingleton<ProbeRequests>();
        services.TryAddSingleton<PumpServices>();
        services.AddHostedService<Dispatcher>();
        return services;
    }
}
