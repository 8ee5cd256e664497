using System.Security.Cryptography;
using System.Text;
using CommerceEventConsole.Db.Sqlite;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Deliveries.Stages;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Sources;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Tests.Deliveries.Stages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommerceEventConsole.Engine.Tests.Deliveries;

/// <summary>The real store, writer, queue and dispatcher in a folder of their own; only routing is a fake.</summary>
public sealed class Rig : IAsyncDisposable
{
    public const string EventTypeName = "observer.sales_order_save_commit_after";
    public const int RouteId = 1;

    private readonly string _folder;
    private readonly bool _ownsFolder;
    private ServiceProvider _services;
    private Dispatcher? _dispatcher;
    private StoreWriter? _writer;
    private int _events;

    private Rig(string folder, bool ownsFolder, TimeProvider time, Action<DeliveryOptions>? options)
    {
        (_folder, _ownsFolder) = (folder, ownsFolder);
        Time = time;
        Options = options;
        _services = Build();
    }

    public FakeRouting Routing { get; } = new();

    public TimeProvider Time { get; }

    internal FakeStageCommerce Commerce { get; } = new();

    public DeliveryActions Actions => Get<DeliveryActions>();

    public DeliveryQueries Queries => Get<DeliveryQueries>();

    public AttemptReader Attempts => Get<AttemptReader>();

    private Action<DeliveryOptions>? Options { get; }

    public static async Task<Rig> CreateAsync(TimeProvider? time = null, Action<DeliveryOptions>? options = null)
    {
        var folder = Directory.CreateTempSubdirectory("deliveries-").FullName;
        var rig = new Rig(folder, ownsFolder: true, time ?? TimeProvider.System, options);
        await rig.Get<IStorageInitializer>().MigrateAsync(default);
        await using var context = rig.Context();
        context.Sources.Add(new Source { Id = 1, Slug = "shop", Name = "Shop" });
        context.EventTypes.Add(new EventType { Id = 1, Name = EventTypeName });
        context.Destinations.Add(new Destination { Id = 1, Name = "ERP", Url = "https://erp.example" });
        context.Destinations.Add(new Destination { Id = 2, Name = "WMS", Url = "https://wms.example" });
        context.Subscriptions.Add(new Subscription
        {
            Id = 1,
            Name = "Orders",
            Revisions = { new SubscriptionRevision { Id = 1, Number = 1, EventType = EventTypeName, Fields = "[]", Rules = "[]", Destinations = "[1]", CreatedBy = "test" } },
            Routes = { new Route { Id = RouteId, DestinationId = 1 }, new Route { Id = 2, DestinationId = 2 } },
        });
        await context.SaveChangesAsync();
        rig.Routing.Set(revisionId: 1);
        rig.Routing.Circuits = rig.OpenCircuitsAsync;
        return rig;
    }

    /// <summary>Another process on the same store. Start it before anything is in flight: this store thinks it is alone.</summary>
    public Rig AddNode()
    {
        var node = new Rig(_folder, ownsFolder: false, Time, Options);
        node.Routing.Set(revisionId: 1);
        node.Routing.Circuits = node.OpenCircuitsAsync;
        return node;
    }

    public static DestinationConfiguration Erp(Receiver receiver) => Erp(receiver.Url);

    public static DestinationConfiguration Erp(Uri url) => new(
        1, "ERP", DestinationKind.Erp, url, null, [], AllowPrivateAddress: true, DestinationState.Active, MaxConcurrency: 4,
        Timeout: TimeSpan.FromSeconds(30), MaxAttempts: 5, FirstRetry: TimeSpan.FromMilliseconds(10), MaxRetry: TimeSpan.FromMinutes(1));

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public ConsoleDbContext Context() => Get<IDbContextFactory<ConsoleDbContext>>().CreateDbContext();

    public async Task StartAsync()
    {
        await WriterAsync();
        _dispatcher = (Dispatcher)_services.GetServices<IHostedService>().Single(s => s is Dispatcher);
        await _dispatcher.StartAsync(default);
    }

    /// <summary>Stops as the host does.</summary>
    public async Task StopAsync()
    {
        if (_dispatcher is not null)
            await _dispatcher.StopAsync(default);
        if (_writer is not null)
            await _writer.StopAsync(default);
    }

    /// <summary>Ends without saying goodbye, and begins anew on the same files.</summary>
    public async Task KillAndRestartAsync()
    {
        _dispatcher?.Dispose();
        await StopWriterAsync();
        await _services.DisposeAsync();
        _services = Build();
        await StartAsync();
    }

    /// <summary>Stores an order with one delivery; returns the delivery's id.</summary>
    public async Task<long> StoreAsync(
        string order = "000000001", string? body = null, int routeId = RouteId, int destinationId = 1, int revisionId = 1, DeliveryState state = DeliveryState.Pending)
    {
        var id = $"event-{Interlocked.Increment(ref _events)}";
        body ??= $$$"""{"specversion":"1.0","id":"{{{id}}}","source":"shop","type":"{{{EventTypeName}}}","data":{"value":{"increment_id":"{{{order}}}","status":"new"} } }""";
        var item = new NewEvent
        {
            Row = new StoredEvent
            {
                SourceId = 1,
                EventTypeId = 1,
                IdentityHash = SHA256.HashData(Encoding.UTF8.GetBytes(id))[..16],
                EventId = id,
                ReceivedAt = Time.Now(),
                EntityKind = EntityKind.Order,
                EntityKey = order,
                DeliveryCount = 1,
                Body = Encoding.UTF8.GetBytes(body),
            },
            SearchKeys = [new SearchKey(SearchKeyKind.OrderNumber, order)],
            Deliveries = [new NewDelivery(routeId, destinationId, revisionId, BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(order))), state)],
        };
        await (await WriterAsync()).StoreAsync([item], []);
        await using var context = Context();
        return await context.Deliveries.Where(d => d.EventSeq == item.Row.Seq).Select(d => d.Id).SingleAsync();
    }

    /// <summary>Stores an order of its own whose delivery is in a state already.</summary>
    public async Task<long> StoreInStateAsync(DeliveryState state, string? order = null, int destinationId = 1, DateTimeOffset? due = null)
    {
        var id = await StoreAsync(order ?? $"order-{Guid.NewGuid():N}", routeId: destinationId, destinationId: destinationId);
        await using var context = Context();
        await context.Deliveries.Where(d => d.Id == id).ExecuteUpdateAsync(set => set
            .SetProperty(d => d.State, state)
            .SetProperty(d => d.DueAt, d => due ?? d.DueAt));
        return id;
    }

    public async Task<Delivery> DeliveryAsync(long id)
    {
        await using var context = Context();
        return await context.Deliveries.AsNoTracking().SingleAsync(d => d.Id == id);
    }

    /// <summary>The circuit of a destination; null where it was never open.</summary>
    public async Task<DestinationHealth?> HealthAsync(int destinationId = 1)
    {
        await using var context = Context();
        return await context.DestinationHealth.AsNoTracking().SingleOrDefaultAsync(h => h.DestinationId == destinationId);
    }

    /// <summary>Waits until a circuit is as asked for.</summary>
    public async Task<DestinationHealth> UntilHealthAsync(Func<DestinationHealth, bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (true)
        {
            var health = await HealthAsync();
            if (health is not null && condition(health))
                return health;
            if (limit.IsCancellationRequested)
                Assert.Fail($"The circuit is {(health?.IsOpen == true ? "open" : "closed")}, {health?.FailedProbes} probes failed: {health?.ProbeError}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    public async Task<List<DeliveryAttempt>> AttemptsAsync(long id)
    {
        await using var context = Context();
        return await context.DeliveryAttempts.AsNoTracking().Where(a => a.DeliveryId == id).OrderBy(a => a.Id).ToListAsync();
    }

    public Task<Delivery> UntilAsync(long id, DeliveryState state) => UntilAsync(id, d => d.State == state);

    /// <summary>Waits until a delivery is as asked for; a test that waits too long fails with what it is instead.</summary>
    public async Task<Delivery> UntilAsync(long id, Func<Delivery, bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (true)
        {
            var delivery = await DeliveryAsync(id);
            if (condition(delivery))
                return delivery;
            if (limit.IsCancellationRequested)
                Assert.Fail($"Delivery {id} is {delivery.State} after {delivery.Attempts} attempts: {delivery.LastError}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_dispatcher is not null)
            await _dispatcher.StopAsync(new CancellationToken(canceled: true));
        await StopWriterAsync();
        await _services.DisposeAsync();
        if (!_ownsFolder)
            return;
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<HashSet<int>> OpenCircuitsAsync(CancellationToken cancellationToken)
    {
        await using var context = Context();
        return await context.DestinationHealth.Where(h => h.IsOpen).Select(h => h.DestinationId).ToHashSetAsync(cancellationToken);
    }

    private async Task<StoreWriter> WriterAsync()
    {
        if (_writer is null)
        {
            _writer = Get<StoreWriter>();
            await _writer.StartAsync(default);
        }

        return _writer;
    }

    private async Task StopWriterAsync()
    {
        if (_writer is not null)
            await _writer.StopAsync(default);
        _writer = null;
    }

    private ServiceProvider Build()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton(Time);
        services.AddSingleton<IRouting>(Routing);
        services.AddSqliteStorage($"Data Source={Path.Combine(_folder, "console.db")}");
        services.AddOptions<StorageOptions>();
        services.AddSingleton<StoreWriter>();
        services.AddSingleton<ISecretProtector, NoSecrets>();
        services.AddSingleton<ConfigurationWriter>();
        services.AddSingleton<IStageCommerce>(Commerce);
        services.AddDelivery(new ConfigurationBuilder().Build());
        services.Configure<DeliveryOptions>(o =>
        {
            o.ClaimInterval = TimeSpan.Zero;
            o.PollInterval = TimeSpan.FromMinutes(1);
            Options?.Invoke(o);
        });
        return services.BuildServiceProvider();
    }

    private sealed class NoSecrets : ISecretProtector
    {
        public void Prepare()
        {
        }

        public string Protect(SecretPurpose purpose, string secret) => secret;

        public bool TryUnprotect(SecretPurpose purpose, string protectedSecret, out string secret)
        {
            secret = protectedSecret;
            return true;
        }
    }
}
