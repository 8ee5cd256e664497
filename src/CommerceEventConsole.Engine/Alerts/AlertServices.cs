using CommerceEventConsole.Engine.Alerts.Channels;
using CommerceEventConsole.Engine.Alerts.Conditions;
using CommerceEventConsole.Engine.Alerts.Notices;
using CommerceEventConsole.Engine.Alerts.Registrations;
using CommerceEventConsole.Engine.Alerts.Rules;
using CommerceEventConsole.Engine.Alerts.Running;
using CommerceEventConsole.Engine.Freshness;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Alerts;

/// <summary>Registers alerts.</summary>
public static class AlertServices
{
    /// <summary>Adds rules, channels, alerts, and the hosted service that looks and tells. Storage, routing and delivery are the caller's.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AlertOptions>().Bind(configuration.GetSection(AlertOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AlertOptions>, AlertOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(p => new AlertRuleStore(Factory(p), p.GetRequiredService<ConfigurationWriter>()));
        services.AddSingleton(p => new AlertChannelStore(
            Factory(p), p.GetRequiredService<ConfigurationWriter>(), p.GetRequiredService<ISecretProtector>()));
        services.AddSingleton<AlertBoard>();
        services.AddSingleton<AlertStore>();

        services.TryAddSingleton<IntakeAnswers>();
        services.AddSingleton<IntakeAnswerLog>();
        services.AddSingleton<IAlertCondition, GroupOpenedCondition>();
        services.AddSingleton<IAlertCondition, UnreachableCondition>();
        services.AddSingleton<IAlertCondition, BacklogCondition>();
        services.AddSingleton<IAlertCondition, SilenceCondition>();
        services.AddSingleton<IAlertCondition, RegistrationCondition>();
        services.AddFreshness();
        services.AddSingleton<IAlertCondition, PromiseCondition>();

        services.AddSingleton<INotifier, MailNotifier>();
        services.AddSingleton<INotifier, WebhookNotifier>();
        services.AddSingleton<ChannelLog>();
        services.AddSingleton<NoticeQueue>();
        services.AddSingleton<NoticeSender>();
        services.AddSingleton(p => new AlertChannelTester(
            p.GetRequiredService<AlertChannelStore>(),
            p.GetServices<INotifier>(),
            p.GetRequiredService<ChannelLog>(),
            p.GetRequiredService<TimeProvider>()));

        services.AddSingleton<AlertDefaults>();
        services.AddSingleton<AlertLease>();
        services.AddSingleton<AlertRecorder>();
        services.AddSingleton<AlertPass>();
        services.AddSingleton<AlertRunner>();
        services.AddHostedService(p => p.GetRequiredService<AlertRunner>());
        return services;
    }

    private static IDbContextFactory<ConsoleDbContext> Factory(IServiceProvider services) =>
        services.GetRequiredService<IDbContextFactory<ConsoleDbContext>>();
}
