using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Calls;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Commerce.Records;
using CommerceEventConsole.Engine.Commerce.OwnChanges;
using CommerceEventConsole.Engine.Commerce.Rest;
using CommerceEventConsole.Engine.Commerce.Sync;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Commerce;

/// <summary>Registers what speaks with Commerce.</summary>
public static class CommerceServices
{
    /// <summary>Adds the Commerce instances, the calls of their REST interface, the loop guard and the comparison with their subscriptions. Needs <c>AddRouting</c>.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">Where sections <c>Commerce</c> and <c>OwnChanges</c> are; null for the usual values.</param>
    public static IServiceCollection AddCommerce(this IServiceCollection services, IConfiguration? configuration = null)
    {
        var options = services.AddOptions<CommerceOptions>();
        if (configuration is not null)
            options.Bind(configuration.GetSection(CommerceOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CommerceOptions>, CommerceOptionsValidator>());
        services.TryAddSingleton(p => new CommerceTransport(p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ImsTokens>();
        services.AddSingleton<CommerceAudit>();
        services.AddSingleton(p => new CommerceInstanceStore(
            p.GetRequiredService<IDbContextFactory<ConsoleDbContext>>(), p.GetRequiredService<ConfigurationWriter>(), p.GetRequiredService<ISecretProtector>()));
        services.AddSingleton<CallBudgets>();
        services.AddSingleton<CommerceCallCounts>();
        services.AddSingleton<CommerceSender>();
        services.AddSingleton(p => new CommerceClient(p.GetRequiredService<CommerceSender>()));
        services.AddSingleton(p => new CommerceRest(
            p.GetRequiredService<CommerceSender>(),
            p.GetRequiredService<CommerceInstanceStore>(),
            p.GetRequiredService<CommerceCallCounts>(),
            p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<IOptions<CommerceOptions>>()));
        services.AddOwnChanges(configuration);
        services.AddSingleton<ICommerceRecords, CommerceRecordsFactory>();
        services.AddSingleton<CommerceWriter>();
        services.AddSingleton(p => new CommerceSync(
            p.GetRequiredService<CommerceInstanceStore>(),
            p.GetRequiredService<SubscriptionStore>(),
            p.GetRequiredService<CommerceClient>(),
            p.GetRequiredService<CommerceWriter>(),
            p.GetRequiredService<CommerceAudit>(),
            p.GetRequiredService<EventTypeResolver>()));
        return services;
    }
}
