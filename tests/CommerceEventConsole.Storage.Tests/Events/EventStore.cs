using System.Text;
using System.Text.Json;
using CommerceEventConsole.Db.Sqlite;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Sources;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Storage.Tests.Events;

/// <summary>A real store in a file of its own, filled through the real committer.</summary>
public sealed class EventStore : IAsyncLifetime
{
    public const string OrderSaved = "observer.sales_order_save_commit_after";
    public const string ProductSaved = "observer.catalog_product_save_commit_after";
    public const string InvoiceSaved = "observer.sales_order_invoice_save_after";
    public const string ShipmentSaved = "observer.sales_order_shipment_save_after";
    public const string StockSaved = "observer.cataloginventory_stock_item_save_commit_after";

    public static readonly DateTimeOffset Start = new(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("events-").FullName;
    private readonly Dictionary<string, int> _types = new(StringComparer.Ordinal);
    private readonly EntityExtractor _extractor = new(EventCatalogue.Default);
    private ServiceProvider _services = null!;
    private int _count;

    public SqlLog Sql { get; } = new();

    /// <summary>The clock of the queries: each look at it costs this much.</summary>
    public TimeSpan TimePerLook { get; set; }

    public EventQueries Events => _services.GetRequiredService<EventQueries>();

    public SearchQueries Search => _services.GetRequiredService<SearchQueries>();

    public EntityTimeline Timeline => _services.GetRequiredService<EntityTimeline>();

    public RejectedQueries Rejected => _services.GetRequiredService<RejectedQueries>();

    public int ShopId { get; private set; }

    public int ErpId { get; private set; }

    public int CrmId { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging(l => l.SetMinimumLevel(LogLevel.Information).AddProvider(Sql));
        services.AddSqliteStorage($"Data Source={Path.Combine(_folder, "console.db")}");
        services.AddSingleton(EventCatalogue.Default);
        services.AddSingleton<EntityExtractor>();
        services.AddSingleton<TimeProvider>(new SlowClock(this));
        services.AddEventQueries();
        _services = services.BuildServiceProvider();
        await _services.GetRequiredService<IStorageInitializer>().MigrateAsync(TestContext.Current.CancellationToken);
        await using var db = Db();
        var shop = new Source { Slug = "shop", Name = "Web shop", CreatedAt = Start };
        var erp = new Destination { Name = "ERP", Url = "https://erp.example.test", CreatedAt = Start };
        var crm = new Destination { Name = "CRM", Url = "https://crm.example.test", CreatedAt = Start };
        db.AddRange(shop, new Source { Slug = "pos", Name = "Point of sale", CreatedAt = Start }, erp, crm);
        await db.SaveChangesAsync();
        (ShopId, ErpId, CrmId) = (shop.Id, erp.Id, crm.Id);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    public ConsoleDbContext Db() => _services.GetRequiredService<IDbContextFactory<ConsoleDbContext>>().CreateDbContext();

    /// <summary>An order event, one minute after the one before.</summary>
    public Task<long> OrderAsync(string number, string status = "new", params NewDelivery[] deliveries) =>
        AddAsync(OrderSaved, $$"""{"entity_id":"{{int.Parse(number)}}","increment_id":"{{number}}","status":"{{status}}","customer_email":"ann@example.test"}""", deliveries);

    public NewDelivery To(int destinationId, DeliveryState state = DeliveryState.Pending) => new(1, destinationId, 1, null, state);

    public async Task<long> AddAsync(
        string type, string payload, NewDelivery[]? deliveries = null, int? sourceId = null, string? warnings = null, string? eventId = null,
        bool isAdobe = true, bool isProtected = false)
    {
        var index = Interlocked.Increment(ref _count);
        eventId ??= $"event-{index}";
        var body = Encoding.UTF8.GetBytes(
            $$$"""{"specversion":"1.0","id":"{{{eventId}}}","type":"com.adobe.commerce.{{{type}}}","phidata":{{{(isProtected ? "true" : "false")}}},"data":{"key":"k","value":{{{payload}}} } }""");
        using var document = JsonDocument.Parse(body);
        var keys = new List<SearchKey>();
        var entity = _extractor.Extract(EventCatalogue.Default.Describe(type), document.RootElement.GetProperty("data"), keys);
        if (!isAdobe) keys.Add(new SearchKey(SearchKeyKind.EventId, SearchKey.Normalize(eventId)));
        var item = new NewEvent
        {
            Row = new StoredEvent
            {
                SourceId = sourceId ?? ShopId,
                EventTypeId = await TypeIdAsync(type),
                IdentityHash = isAdobe ? EventIdentity.OfAdobeEvent(eventId) : EventIdentity.OfCloudEvent("urn:test", eventId),
                EventId = eventId,
                ReceivedAt = Start.AddMinutes(index),
                EntityKind = entity.Kind,
                EntityKey = entity.Key,
                DeliveryCount = (short)(deliveries?.Length ?? 0),
                Warnings = warnings,
                Body = body,
            },
            SearchKeys = keys,
            Deliveries = deliveries ?? [],
        };
        await CommitAsync(b => b.Events.Add(item));
        return item.Row.Seq;
    }

    public async Task CommitAsync(Action<WriteBatch> fill)
    {
        var batch = new WriteBatch { At = Start };
        fill(batch);
        await _services.GetRequiredService<IBatchCommitter>().CommitAsync(batch, TestContext.Current.CancellationToken);
    }

    public async Task SetStateAsync(long seq, int destinationId, DeliveryState state)
    {
        await using var db = Db();
        await db.Deliveries.Where(d => d.EventSeq == seq && d.DestinationId == destinationId)
            .ExecuteUpdateAsync(u => u.SetProperty(d => d.State, state));
    }

    public async Task<long[]> SeqsAsync(EventFilter filter, EventCursor cursor = default, int take = 50) =>
        [.. (await Events.PageAsync(filter, cursor, take, TestContext.Current.CancellationToken)).Rows.Select(r => r.Seq)];

    private async Task<int> TypeIdAsync(string type)
    {
        if (_types.TryGetValue(type, out var id)) return id;
        await using var db = Db();
        var row = new EventType { Name = type };
        db.Add(row);
        await db.SaveChangesAsync();
        return _types[type] = row.Id;
    }

    private sealed class SlowClock(EventStore store) : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Add(ref _ticks, store.TimePerLook.Ticks);
    }
}
