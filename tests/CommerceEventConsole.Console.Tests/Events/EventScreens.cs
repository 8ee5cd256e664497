using System.Text;
using System.Text.Json;
using Bunit;
using Bunit.TestDoubles;
using CommerceEventConsole.Db.Sqlite;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Sources;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace CommerceEventConsole.Console.Tests.Events;

/// <summary>Screens over a real store, with the real writer and the real live feed.</summary>
public abstract class EventScreens : BunitContext, IAsyncLifetime
{
    protected const string OrderSaved = "observer.sales_order_save_commit_after";
    protected const string ProductSaved = "observer.catalog_product_save_commit_after";

    private readonly string _folder = Directory.CreateTempSubdirectory("screens-").FullName;
    private readonly EntityExtractor _extractor = new(EventCatalogue.Default);
    private int _count;

    protected static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    protected BunitAuthorizationContext Access { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Services.AddLogging();
        Services.AddOptions<StorageOptions>();
        Services.AddSqliteStorage($"Data Source={Path.Combine(_folder, "console.db")}");
        Services.AddSingleton<StoreWriter>();
        Services.AddSingleton<LiveFeed>();
        Services.AddDelivery(new ConfigurationBuilder().Build());
        Services.AddEventQueries();
        Services.AddRadzenComponents();
        JSInterop.Mode = JSRuntimeMode.Loose;
        Access = this.AddAuthorization();
        Access.SetAuthorized("ann@example.test");
        Access.SetPolicies(ConsoleRoles.Viewer, ConsoleRoles.Operator);
        await Services.GetRequiredService<IStorageInitializer>().MigrateAsync(Token);
        await using var db = Db();
        db.AddRange(
            new Source { Slug = "shop", Name = "Web shop" },
            new Destination { Name = "ERP", Url = "https://erp.example.test" },
            new EventType { Name = OrderSaved },
            new EventType { Name = ProductSaved });
        await db.SaveChangesAsync(Token);
        var subscription = new Subscription { Name = "Orders to the ERP" };
        subscription.Routes.Add(new Route { DestinationId = 1 });
        db.Add(subscription);
        await db.SaveChangesAsync(Token);
        await Services.GetRequiredService<StoreWriter>().StartAsync(Token);
        await Services.GetRequiredService<LiveFeed>().StartAsync(Token);
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await Services.GetRequiredService<LiveFeed>().StopAsync(CancellationToken.None);
        await Services.GetRequiredService<StoreWriter>().StopAsync(CancellationToken.None);
        await base.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected ConsoleDbContext Db() => Services.GetRequiredService<IDbContextFactory<ConsoleDbContext>>().CreateDbContext();

    /// <summary>Stores an order event; with a state also its delivery to the ERP.</summary>
    protected Task<long> OrderAsync(string number, DeliveryState? state = null, string status = "new", bool isProtected = false) =>
        AddAsync(OrderSaved, $$"""{"increment_id":"{{number}}","status":"{{status}}"}""", state, isProtected);

    protected async Task<long> AddAsync(string type, string payload, DeliveryState? state = null, bool isProtected = false, string? warnings = null, string? ownChange = null)
    {
        var id = $"event-{Interlocked.Increment(ref _count)}";
        var body = Encoding.UTF8.GetBytes(
            $$$"""{"specversion":"1.0","id":"{{{id}}}","phidata":{{{(isProtected ? "true" : "false")}}},"data":{"key":"k","value":{{{payload}}} } }""");
        using var document = JsonDocument.Parse(body);
        var keys = new List<SearchKey>();
        var entity = _extractor.Extract(EventCatalogue.Default.Describe(type), document.RootElement.GetProperty("data"), keys);
        var item = new NewEvent
        {
            Row = new StoredEvent
            {
                SourceId = 1, EventTypeId = type == OrderSaved ? 1 : 2, IdentityHash = EventIdentity.OfAdobeEvent(id), EventId = id,
                ReceivedAt = TimeProvider.System.GetUtcNow(), EntityKind = entity.Kind, EntityKey = entity.Key,
                DeliveryCount = (short)(state is null ? 0 : 1), Warnings = warnings, OwnChange = ownChange, Body = body,
            },
            SearchKeys = keys,
            Deliveries = state is { } s ? [new NewDelivery(1, 1, 1, null, s)] : [],
        };
        await Services.GetRequiredService<StoreWriter>().StoreAsync([item], []);
        return item.Row.Seq;
    }

    protected async Task RejectAsync(string reason, string body) => await Services.GetRequiredService<StoreWriter>().StoreAsync(
        [], [new RejectedRequest { SourceId = 1, ReceivedAt = TimeProvider.System.GetUtcNow(), Reason = reason, Body = Encoding.UTF8.GetBytes(body) }]);
}
