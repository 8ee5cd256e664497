using CommerceEventConsole.Db.Sqlite;
using CommerceEventConsole.EndToEnd.Tests.Processes;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.BackOffice.Presets;
using CommerceEventConsole.Engine.BackOffice.Systems;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Commerce;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Resync;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using CommerceEventConsole.Sandbox;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.EndToEnd.Tests.ShopDay;

/// <summary>A system behind the shop, as the console is told of it.</summary>
/// <param name="Preset">The preset to begin with, its address and names already put right.</param>
/// <param name="ApiKey">The key that its interface asks for.</param>
/// <param name="OrdersUrl">Where it takes orders.</param>
/// <param name="Secret">The secret by which those are signed; null for none.</param>
/// <param name="Stages">What the route of orders does beside sending.</param>
internal sealed record DaySystem(SystemPreset Preset, string ApiKey, string OrdersUrl, string? Secret, RouteStages Stages)
{
    /// <summary>Further headers of what is sent there.</summary>
    public IReadOnlyList<HeaderDraft> Headers { get; init; } = [];

    /// <summary>In what order orders go there, and how many in one request.</summary>
    public RouteSending Sending { get; init; } = new() { Order = RouteOrder.LatestOnly, BatchSize = 50, BatchSeconds = 1 };
}

/// <summary>What people set up before the day, through the stores behind the screens: the shop, the ERP, the way of orders, and resyncs.</summary>
internal sealed class DaySetup : IAsyncDisposable
{
    public const string CommerceToken = "sandbox-only-commerce-token";
    public const string ErpKey = "sandbox-only-erp-key";

    private const string Who = "integration@example.com";

    private readonly ServiceProvider _services;

    private DaySetup(string database)
    {
        var none = new ConfigurationBuilder().Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(none).AddSqliteStorage($"Data Source={database};Pooling=False");
        services.AddStoredKeyRing();
        services.AddEventCatalogue(none);
        services.AddRouting(none);
        services.AddCommerce(none);
        services.AddBackOffice(none);
        services.AddSetupFile(none);
        services.AddDelivery(none);
        services.AddJobs(none);
        services.AddResync(none);
        _services = services.BuildServiceProvider();
    }

    /// <summary>The resyncs by name.</summary>
    public Dictionary<string, ResyncDefinition> Resyncs { get; } = new(StringComparer.Ordinal);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Sets up a console that does not run yet.</summary>
    public static async Task<DaySetup> WriteAsync(ConsoleFolder folder, string sandbox, DaySystem system)
    {
        var setup = new DaySetup(folder.Database);
        await setup.Get<IStorageInitializer>().MigrateAsync(Token);
        var source = await setup.Get<SetupRunner>().ApplyAsync(
            $$"""
            { "sources": [{
                "slug": "sandbox", "name": "Fernhill Outdoor", "verification": "AdobeSignature",
                "clientId": "{{new SandboxOptions().ClientId}}", "publicKeyBaseUrl": "{{sandbox}}"
            }] }
            """,
            Token);
        Assert.Empty(source.Problems);
        await setup.FillAsync(sandbox, system);
        return setup;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task FillAsync(string sandbox, DaySystem system)
    {
        var commerce = Value(await Get<CommerceInstanceStore>().CreateAsync(
            new CommerceInstanceDraft(
                "Fernhill", CommerceKind.PaaS, sandbox, CommerceInstanceDraft.UsualPrefix(CommerceKind.PaaS), AllowPrivateAddress: true,
                CommerceAuthentication.IntegrationToken, new Dictionary<CommerceSecret, string?> { [CommerceSecret.AccessToken] = CommerceToken })
            {
                CallsPerMinute = 0,
            },
            Who, Token));
        var destination = Value(await Get<DestinationStore>().CreateAsync(
            new DestinationDraft("ERP", DestinationKind.Erp, system.OrdersUrl, system.Secret, system.Headers, AllowPrivateAddress: true)
            {
                FirstRetrySeconds = 1, MaxRetrySeconds = 2, MaxAttempts = 100, ProbeSeconds = 1, MaxProbeSeconds = 2,
            },
            Who, Token));
        Value(await Get<SubscriptionStore>().CreateAsync(
            new SubscriptionDraft(
                "Orders to the ERP", "observer.sales_order_save_commit_after", [], [], [destination.Id],
                system.Sending,
                Enabled: true, Stages: new Dictionary<int, RouteStages> { [destination.Id] = system.Stages }),
            Who, Token));
        var erp = Value(await Get<BackOfficeSystemStore>().CreateAsync(
            new BackOfficeSystemDraft("ERP", system.Preset.Connector, system.Preset.Connection, system.Preset.Records)
            {
                Secrets = new Dictionary<SystemSecret, string?> { [SystemSecret.ApiKey] = system.ApiKey },
                AllowPrivateAddress = true, RequestsPerMinute = 0, DestinationId = destination.Id,
            },
            Who, Token));

        await AddAsync("stock", RecordKind.Stock, pageSize: 1000);
        await AddAsync("prices", RecordKind.BasePrice, pageSize: 1000);
        await AddAsync("shipments", RecordKind.Shipment, pageSize: 300);
        await AddAsync("statuses", RecordKind.OrderStatus, pageSize: 300);
        await AddAsync("returns", RecordKind.Return, pageSize: 300);
        await AddAsync("orders", RecordKind.Order, pageSize: 300);

        async Task AddAsync(string name, RecordKind kind, int pageSize)
        {
            // No overlap: on this day ten minutes are the whole day, and the whole run in the evening looks at everything once more.
            var changed = new ResyncDraft(name, kind, UsualDirections.Of(kind), commerce.Id, erp.Id)
            {
                DestinationId = destination.Id, Mode = ResyncMode.Incremental, OverlapMinutes = 0, PageSize = pageSize,
            };
            Resyncs[name] = Value(await Get<ResyncStore>().CreateAsync(changed, Who, Token));
            Resyncs[name + ", all"] = Value(await Get<ResyncStore>().CreateAsync(changed with { Name = name + ", all", Mode = ResyncMode.Full }, Who, Token));
        }
    }

    private static T Value<T>(ChangeResult<T> result)
        where T : class
    {
        Assert.True(result.Succeeded, string.Join(' ', result.Problems.Select(p => $"{p.Field}: {p.Message}")));
        return result.Value!;
    }
}
