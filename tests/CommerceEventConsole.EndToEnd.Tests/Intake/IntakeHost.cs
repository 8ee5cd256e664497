using CommerceEventConsole.Db.Sqlite;
using CommerceEventConsole.Endpoints;
using CommerceEventConsole.Engine.Alerts.Registrations;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.EndToEnd.Tests.Intake;

/// <summary>Intake as the console runs it: the real endpoint on a real port over a database file of its own.</summary>
public sealed class IntakeHost : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("intake-");
    private WebApplication? _app;

    /// <summary>Settings on top of the defaults.</summary>
    public Dictionary<string, string?> Settings { get; init; } = [];

    /// <summary>Storage settings, which no section of a file gives here.</summary>
    public Action<StorageOptions> Storage { get; init; } = _ => { };

    /// <summary>Services beside those of intake.</summary>
    public Action<IServiceCollection> More { get; init; } = _ => { };

    public ManualTime Time { get; } = new();

    public AdobeServer Adobe { get; } = new();

    public CommitterGate Committer { get; private set; } = null!;

    public MemoryLog Log { get; } = new();

    public IntakeAnswers Answers => _app!.Services.GetRequiredService<IntakeAnswers>();

    public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public Uri Address { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    internal FixedRouting Routing { get; } = new();

    public static async Task<IntakeHost> StartAsync(Dictionary<string, string?>? settings = null, Action<StorageOptions>? storage = null)
    {
        var host = new IntakeHost { Settings = settings ?? [], Storage = storage ?? (_ => { }) };
        await host.InitializeAsync();
        return host;
    }

    public async ValueTask InitializeAsync()
    {
        await Adobe.StartAsync();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = _folder.FullName });
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSqliteStorage($"Data Source={Path.Combine(_folder.FullName, "console.db")}");
        builder.Services.AddOptions<StorageOptions>().Configure(Storage);
        CommitterGate.Install(builder.Services);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<StoreWriter>();
        builder.Services.AddHostedService(p => p.GetRequiredService<StoreWriter>());
        builder.Services.AddSingleton<IRouting>(Routing);
        builder.Services.AddIntake(builder.Configuration);
        More(builder.Services);
        _app = builder.Build();
        Committer = (CommitterGate)_app.Services.GetRequiredService<IBatchCommitter>();
        await _app.Services.GetRequiredService<IStorageInitializer>().MigrateAsync(TestContext.Current.CancellationToken);
        _app.MapIntake();
        await _app.StartAsync();
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        Address = new Uri(addresses.Addresses.Single());
    }

    public async ValueTask DisposeAsync()
    {
        Committer.Release();
        Http.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
        await Adobe.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Asks the store.</summary>
    public async Task<T> ReadAsync<T>(Func<ConsoleDbContext, Task<T>> query)
    {
        var factory = _app!.Services.GetRequiredService<IDbContextFactory<ConsoleDbContext>>();
        await using var context = await factory.CreateDbContextAsync(TestContext.Current.CancellationToken);
        return await query(context);
    }

    public Task<List<Delivery>> DeliveriesOfAsync(StoredEvent e) =>
        ReadAsync(db => db.Deliveries.Where(d => d.EventSeq == e.Seq).OrderBy(d => d.RouteId).ToListAsync());

    public async Task<List<EventSearchKey>> SearchKeysOfAsync(StoredEvent e)
    {
        await _app!.Services.GetRequiredService<ISearchIndex>().CatchUpAsync(TestContext.Current.CancellationToken);
        return await ReadAsync(db => db.EventSearchKeys.Where(k => k.EventSeq == e.Seq).OrderBy(k => k.Kind).ThenBy(k => k.Value).ToListAsync());
    }

    public Task<string> TypeOfAsync(StoredEvent e) =>
        ReadAsync(db => db.EventTypes.Where(t => t.Id == e.EventTypeId).Select(t => t.Name).SingleAsync());
}
