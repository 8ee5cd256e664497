using System.Globalization;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Engine.Resync;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Resync.Running;
using CommerceEventConsole.Engine.Resync.Runs;
using CommerceEventConsole.Engine.Resync.Schedules;
using CommerceEventConsole.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace CommerceEventConsole.Storage.Tests.Stores;

/// <summary>A process that works on resyncs between two systems in memory, with the real runner and store.</summary>
internal sealed class ResyncNode
{
    private readonly StoreFixture _store;
    private readonly IServiceProvider _services;

    public ResyncNode(StoreFixture store, ResyncNode? like = null, Action<ResyncOptions>? configure = null)
    {
        _store = store;
        (Commerce, Erp, Time) = like is null ? (new("Shop"), new("ERP"), new ManualTime()) : (like.Commerce, like.Erp, like.Time);
        _services = store.AddNode(services =>
        {
            services.AddSingleton<TimeProvider>(Time);
            services.AddEventCatalogue(new ConfigurationBuilder().Build());
            services.AddSingleton<DeliverySignals>();
            services.AddSingleton<DeliveryScopes>();
            services.AddSingleton<EventNames>();
            services.AddSingleton<DeliveryActions>();
            services.AddSingleton<IRecordSystems>(new Both(this));
            services.AddSingleton<IResyncSchedules, NoSchedules>();
            services.AddResync(new ConfigurationBuilder().Build());
            services.RemoveAll<IRepairHook>();
            // A poll is a matter of real processes: here what is due is looked for when the test says so.
            services.Configure<ResyncOptions>(o => (o.PollInterval, o.WriteTries) = (TimeSpan.FromDays(1), 1));
            if (configure is not null)
                services.Configure(configure);
        });
    }

    public ManualTime Time { get; }

    public RecordsInMemory Commerce { get; }

    public RecordsInMemory Erp { get; }

    public ResyncRuns Runs => _services.GetRequiredService<ResyncRuns>();

    public ResyncDifferences Differences => _services.GetRequiredService<ResyncDifferences>();

    public ResyncSignals Signals => _services.GetRequiredService<ResyncSignals>();

    /// <summary>Called when a run opens the systems: it may throw.</summary>
    public Action OnOpen { get; set; } = () => { };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IHostedService Runner => _services.GetServices<IHostedService>().OfType<ResyncRunner>().Single();

    /// <summary>A definition: stock, the ERP is right, pages of ten, unless the test says otherwise.</summary>
    public async Task<ResyncDefinition> DefineAsync(Action<ResyncDefinition>? configure = null)
    {
        var definition = new ResyncDefinition
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"Resync {_store.NextId()}"), Kind = RecordKind.Stock, Direction = ResyncDirection.ToCommerce,
            CommerceId = 1, SystemId = 1, PageSize = 10, Fields = "quantity", Version = 1, ChangedBy = "anna", ChangedAt = Time.GetUtcNow(),
        };
        configure?.Invoke(definition);
        await using var db = _store.CreateContext();
        db.ResyncDefinitions.Add(definition);
        await db.SaveChangesAsync(Token);
        return definition;
    }

    public async Task<ResyncDefinition> DefinitionAsync(int id)
    {
        await using var db = _store.CreateContext();
        return await db.ResyncDefinitions.AsNoTracking().SingleAsync(d => d.Id == id, Token);
    }

    public async Task<ResyncRun> StartAsync(ResyncDefinition definition, bool isDryRun = false)
    {
        var (run, problem) = await Runs.StartAsync(definition.Id, ResyncTrigger.Person, isDryRun, "anna", Token);
        Assert.Null(problem);
        return run!;
    }

    /// <summary>Starts a run and works on it to its end, whichever.</summary>
    public async Task<ResyncRun> RunAsync(ResyncDefinition definition, bool isDryRun = false) => await EndAsync(await StartAsync(definition, isDryRun));

    /// <summary>Works on a run to its end, whichever.</summary>
    public async Task<ResyncRun> EndAsync(ResyncRun run)
    {
        await StartRunnerAsync();
        var ended = await UntilAsync(run.Id, r => r.State != ResyncState.Running);
        await StopRunnerAsync();
        return ended;
    }

    public Task StartRunnerAsync() => Runner.StartAsync(Token);

    public Task StopRunnerAsync() => Runner.StopAsync(Token);

    /// <summary>Has the runner look for what it may take up.</summary>
    public void Wake() => Signals.RaiseStarted();

    /// <summary>Returns the run as soon as it is as asked; reads it each time that this node says that something changed.</summary>
    public async Task<ResyncRun> UntilAsync(int id, Predicate<ResyncRun> isSo)
    {
        using var changed = new SemaphoreSlim(0);
        void OnChanged() => changed.Release();
        Signals.Changed += OnChanged;
        try
        {
            while (true)
            {
                if (await Runs.GetAsync(id, Token) is { } run && isSo(run))
                    return run;
                await changed.WaitAsync(Token);
            }
        }
        finally
        {
            Signals.Changed -= OnChanged;
        }
    }

    public async Task<List<ResyncDifference>> ListedAsync(int runId)
    {
        var all = new List<ResyncDifference>();
        await foreach (var row in Differences.AllAsync(runId, new DifferenceFilter(), Token))
            all.Add(row);
        return all;
    }

    private sealed class Both(ResyncNode node) : IRecordSystems
    {
        public Task<IRecordSystem> BackOfficeAsync(int systemId, CancellationToken cancellationToken)
        {
            node.OnOpen();
            return Task.FromResult<IRecordSystem>(node.Erp);
        }

        public Task<IRecordSystem> CommerceAsync(int instanceId, CancellationToken cancellationToken) => Task.FromResult<IRecordSystem>(node.Commerce);
    }

    private sealed class NoSchedules : IResyncSchedules
    {
        public Task SetAsync(ResyncDefinition definition, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task RemoveAsync(int definitionId, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IReadOnlyDictionary<int, DateTimeOffset>> NextAsync(IReadOnlyCollection<int> definitionIds, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<int, DateTimeOffset>>(new Dictionary<int, DateTimeOffset>());
    }
}
