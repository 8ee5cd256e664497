using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.History;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using CommerceEventConsole.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommerceEventConsole.Storage.Tests.Stores;

/// <summary>
/// A process that runs replays on a store: the real runner, committer and planner, with one subscription of the test's own whose routing
/// the test sets. It knows no dispatcher, so deliveries stay as they were made.
/// </summary>
internal sealed class ReplayNode
{
    private readonly StoreFixture _store;
    private readonly IServiceProvider _services;
    private readonly SetRouting _routing = new();

    private ReplayNode(StoreFixture store, ReplayNode? like, Action<ReplayOptions>? configure, TimeProvider? time)
    {
        _store = store;
        EventType = like?.EventType ?? $"test.type_{store.NextId()}";
        Source = store.NextId();
        Gate = new GatedCommitter { Inner = store.Services.GetRequiredService<IReplayCommitter>() };
        _services = store.AddNode(services =>
        {
            services.AddSingleton(time ?? TimeProvider.System);
            services.AddEventCatalogue(new ConfigurationBuilder().Build());
            services.AddSingleton<IRouting>(_routing);
            services.AddSingleton<DeliverySignals>();
            services.AddReplays();
            services.Configure<ReplayOptions>(o => (o.StepSize, o.ResendStepSize) = (10, 10));
            if (configure is not null)
                services.Configure(configure);
            services.AddSingleton<IReplayCommitter>(Gate);
        });
    }

    public string EventType { get; }

    public int Source { get; }

    public int TypeId { get; private set; }

    public int SubscriptionId { get; private set; }

    public int[] Routes { get; private set; } = [];

    /// <summary>The way of this node's steps into the store.</summary>
    public GatedCommitter Gate { get; }

    public ReplayStore Replays => _services.GetRequiredService<ReplayStore>();

    public BackfillPlanner Planner => _services.GetRequiredService<BackfillPlanner>();

    public ResendPlanner Resends => _services.GetRequiredService<ResendPlanner>();

    public ReplayOutcomes Outcomes => _services.GetRequiredService<ReplayOutcomes>();

    public SubscriptionHistory History => _services.GetRequiredService<SubscriptionHistory>();

    public ReplaySignals Signals => _services.GetRequiredService<ReplaySignals>();

    public DeliverySignals DeliverySignals => _services.GetRequiredService<DeliverySignals>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IHostedService Runner => _services.GetServices<IHostedService>().OfType<ReplayRunner>().Single();

    /// <summary>A node with a subscription to events whose <c>state</c> is <c>paid</c>, and that many destinations.</summary>
    public static async Task<ReplayNode> AddAsync(
        StoreFixture store, int destinations = 1, Action<ReplayOptions>? configure = null, TimeProvider? time = null)
    {
        var node = new ReplayNode(store, like: null, configure, time);
        await using var db = store.CreateContext();
        var type = new EventType { Name = node.EventType };
        var subscription = new Subscription { Name = $"Subscription to {node.EventType}" };
        db.AddRange(type, subscription);
        await db.SaveChangesAsync(Token);
        (node.TypeId, node.SubscriptionId) = (type.Id, subscription.Id);
        // Routes and destinations are numbers here: no table of the queue refers to theirs.
        node.Routes = [.. Enumerable.Range(0, destinations).Select(_ => store.NextId())];
        node.Publish(revisionId: 1);
        return node;
    }

    /// <summary>Another process with the same subscription.</summary>
    public ReplayNode Other(TimeProvider? time = null)
    {
        var other = new ReplayNode(_store, this, configure: null, time) { TypeId = TypeId, SubscriptionId = SubscriptionId, Routes = Routes };
        other.Publish(revisionId: 1);
        return other;
    }

    /// <summary>Puts a revision in force.</summary>
    public void Publish(int revisionId)
    {
        var match = CompiledSubscription.Compile(
            new SubscriptionDefinition(EventType, [], [new Rule("state", RuleOperator.Equal, "paid")]), out _)!;
        _routing.Current = new RoutingTable
        {
            Version = 1,
            Routes = new Dictionary<string, ImmutableArray<RouteTarget>>(StringComparer.Ordinal)
            {
                [EventType] =
                [
                    .. Routes.Select(r => new RouteTarget(r, SubscriptionId, revisionId, match, r, DeliveryState.Pending, InOrder: true)),
                ],
            }.ToFrozenDictionary(StringComparer.Ordinal),
        };
    }

    /// <summary>Stores events of the type, one for each state.</summary>
    public async Task StoreAsync(params IEnumerable<string> states)
    {
        var number = 0;
        await CommitAsync(states.Select(s => Event(
            $"{EventType}-{s}-{_store.NextId()}", Encoding.UTF8.GetBytes($$$"""{"data":{"state":"{{{s}}}","number":{{{++number}}} } }"""))));
    }

    public Task StoreRawAsync(string body) => CommitAsync([Event($"raw-{_store.NextId()}", Encoding.UTF8.GetBytes(body))]);

    public async Task CommitAsync(IEnumerable<NewEvent> events)
    {
        foreach (var part in events.Chunk(1000))
            await _store.Committer.CommitAsync(Batches.Of(part), Token);
    }

    public NewEvent Event(string id, byte[] body, params NewDelivery[] deliveries)
    {
        var item = Batches.Event(Source, id, body, deliveries: deliveries);
        item.Row.EventTypeId = TypeId;
        (item.Row.EntityKind, item.Row.EntityKey) = (EntityKind.Order, _store.NextId().ToString(CultureInfo.InvariantCulture));
        return item;
    }

    public async Task<BackfillEstimate> EstimateAsync() =>
        (await Planner.EstimateAsync(SubscriptionId, Batches.Noon.AddDays(-1), to: null, progress: null, Token))!;

    public async Task<int> BeginAsync(string who = "anna")
    {
        var (replay, problem) = await Replays.StartBackfillAsync(await EstimateAsync(), who, Token);
        Assert.Null(problem);
        return replay!.Id;
    }

    public Task StartRunnerAsync() => Runner.StartAsync(Token);

    public Task StopRunnerAsync() => Runner.StopAsync(Token);

    /// <summary>Returns the replay as soon as it is as asked; reads it each time that this node says that something changed.</summary>
    public async Task<Replay> UntilAsync(int id, Predicate<Replay> isSo)
    {
        using var changed = new SemaphoreSlim(0);
        void OnChanged() => changed.Release();
        Signals.Changed += OnChanged;
        try
        {
            while (true)
            {
                if (await Replays.GetAsync(id, Token) is { } replay && isSo(replay))
                    return replay;
                await changed.WaitAsync(Token);
            }
        }
        finally
        {
            Signals.Changed -= OnChanged;
        }
    }

    public async Task<List<Delivery>> DeliveriesAsync()
    {
        await using var db = _store.CreateContext();
        return await db.Deliveries.AsNoTracking().Where(d => Routes.Contains(d.RouteId))
            .OrderBy(d => d.EventSeq).ThenBy(d => d.RouteId).ToListAsync(Token);
    }

    /// <summary>Changes all deliveries of the node's routes.</summary>
    public async Task ChangeAsync(Action<UpdateSettersBuilder<Delivery>> change)
    {
        await using var db = _store.CreateContext();
        await db.Deliveries.Where(d => Routes.Contains(d.RouteId)).ExecuteUpdateAsync(change, Token);
    }

    /// <summary>Lets steps through to the store, one look at a time.</summary>
    internal sealed class GatedCommitter : IReplayCommitter
    {
        public required IReplayCommitter Inner { get; init; }

        /// <summary>Steps tried.</summary>
        public int Steps { get; private set; }

        /// <summary>Called before a step is written, with its number from 1.</summary>
        public Func<int, Task>? Before { get; set; }

        /// <summary>Called after it was.</summary>
        public Action<int>? After { get; set; }

        public async Task<int?> CommitAsync(ReplayStep step, CancellationToken cancellationToken)
        {
            var number = ++Steps;
            if (Before is not null)
                await Before(number);
            var created = await Inner.CommitAsync(step, cancellationToken);
            After?.Invoke(number);
            return created;
        }
    }

    private sealed class SetRouting : IRouting
    {
        public event Action? Changed;

        public RoutingTable Current { get; set; } = RoutingTable.Empty;

        public Task ReloadAsync(CancellationToken cancellationToken)
        {
            Changed?.Invoke();
            return Task.CompletedTask;
        }

        public ValueTask<CompiledSubscription?> RevisionAsync(int revisionId, CancellationToken cancellationToken) => new((CompiledSubscription?)null);
    }
}
