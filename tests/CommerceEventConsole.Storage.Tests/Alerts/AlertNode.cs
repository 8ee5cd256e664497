using System.Collections.Concurrent;
using CommerceEventConsole.Engine.Alerts;
using CommerceEventConsole.Engine.Alerts.Channels;
using CommerceEventConsole.Engine.Alerts.Conditions;
using CommerceEventConsole.Engine.Alerts.Notices;
using CommerceEventConsole.Engine.Alerts.Rules;
using CommerceEventConsole.Engine.Alerts.Running;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Storage.Tests.Stores;
using CommerceEventConsole.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CommerceEventConsole.Storage.Tests.Alerts;

/// <summary>A process that looks at alert rules on a store, with a clock and a way out of the test's own.</summary>
internal sealed class AlertNode
{
    private readonly StoreFixture _store;
    private readonly IServiceProvider _services;

    public AlertNode(StoreFixture store, AlertNode? like = null)
    {
        _store = store;
        Time = like?.Time ?? new ManualTime(Batches.Noon);
        var configuration = new ConfigurationBuilder().Build();
        _services = store.AddNode(services =>
        {
            services.AddSingleton<TimeProvider>(Time);
            services.AddStoredKeyRing();
            services.AddEventCatalogue(configuration);
            services.AddRouting(configuration);
            services.AddSingleton<DeliveryQueries>();
            services.AddAlerts(configuration);
            services.RemoveAll<INotifier>();
            services.AddSingleton<INotifier>(Out);
            // Several processes, whatever the database: which of them looks is what some tests are about.
            services.AddSingleton(new StorageInfo(StorageProvider.SqlServer, SingleNode: false));
        });
    }

    public ManualTime Time { get; }

    public Recorder Out { get; } = new();

    public AlertRuleStore Rules => Get<AlertRuleStore>();

    public AlertChannelStore Channels => Get<AlertChannelStore>();

    public AlertStore Alerts => Get<AlertStore>();

    public AlertBoard Board => Get<AlertBoard>();

    public AlertRunner Runner => Get<AlertRunner>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<AlertChannel> AddChannelAsync(Func<AlertChannelDraft, AlertChannelDraft>? change = null)
    {
        var draft = new AlertChannelDraft($"Channel {_store.NextId()}", AlertChannelKind.Webhook) { Url = "https://chat.example.com/hook" };
        return Value(await Channels.CreateAsync(change?.Invoke(draft) ?? draft, "anna", Token));
    }

    public async Task<AlertRule> AddRuleAsync(AlertKind kind, int about, Func<AlertRuleDraft, AlertRuleDraft>? change = null)
    {
        var draft = new AlertRuleDraft($"Rule {_store.NextId()}", kind) { DestinationId = about, SourceId = about, Minutes = 5 };
        return Value(await Rules.CreateAsync(change?.Invoke(draft) ?? draft, "anna", Token));
    }

    public async Task<Destination> AddDestinationAsync() => Value(await Get<DestinationStore>().CreateAsync(
        new DestinationDraft($"ERP {_store.NextId()}", DestinationKind.Erp, "https://erp.example.com/events", Secret: null, Headers: null, AllowPrivateAddress: false),
        "anna",
        Token));

    /// <summary>Opens or closes a destination's circuit.</summary>
    public async Task SetOpenAsync(int destinationId, bool isOpen, string? reason = null)
    {
        await using var db = _store.CreateContext();
        var row = await db.DestinationHealth.SingleOrDefaultAsync(h => h.DestinationId == destinationId, Token);
        if (row is null)
            db.Add(row = new DestinationHealth { DestinationId = destinationId });
        (row.IsOpen, row.Since, row.Reason) = (isOpen, Time.GetUtcNow(), reason);
        await db.SaveChangesAsync(Token);
    }

    public Task<AlertFindings> FindAsync(AlertRule rule) => _services.GetServices<IAlertCondition>().Single(c => c.Kind == rule.Kind).FindAsync(rule, Token);

    public Task LookAsync() => Runner.RunOnceAsync(Token);

    public async Task LookAsync(TimeSpan later)
    {
        Time.Advance(later);
        await LookAsync();
    }

    public async Task<List<Alert>> AlertsOfAsync(AlertRule rule)
    {
        await using var db = _store.CreateContext();
        return await db.Alerts.AsNoTracking().Where(a => a.RuleId == rule.Id).OrderBy(a => a.Id).ToListAsync(Token);
    }

    public async Task<List<AlertNotice>> NoticesOfAsync(AlertChannel channel)
    {
        await using var db = _store.CreateContext();
        return await db.AlertNotices.AsNoTracking().Where(n => n.ChannelId == channel.Id).OrderBy(n => n.Id).ToListAsync(Token);
    }

    public static T Value<T>(ChangeResult<T> result)
        where T : class
    {
        Assert.True(result.Succeeded, string.Join(' ', result.Problems.Select(p => p.Message)));
        return result.Value!;
    }

    /// <summary>Takes messages in place of the other side.</summary>
    internal sealed class Recorder : INotifier
    {
        private readonly ConcurrentQueue<(int Channel, NoticeMessage Message)> _sent = [];

        public AlertChannelKind Kind => AlertChannelKind.Webhook;

        /// <summary>What the other side says to a message; null for "taken".</summary>
        public Func<NoticeMessage, NoticeOutcome>? Answer { get; set; }

        public IReadOnlyList<NoticeMessage> To(AlertChannel channel) => [.. _sent.Where(s => s.Channel == channel.Id).Select(s => s.Message)];

        public Task<NoticeOutcome> SendAsync(AlertChannel channel, NoticeMessage message, CancellationToken cancellationToken)
        {
            _sent.Enqueue((channel.Id, message));
            return Task.FromResult(Answer?.Invoke(message) ?? NoticeOutcome.Taken);
        }
    }
}
