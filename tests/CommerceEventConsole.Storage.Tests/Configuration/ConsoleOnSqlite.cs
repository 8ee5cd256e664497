using CommerceEventConsole.Db.Sqlite;
using CommerceEventConsole.Engine.Audit;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Commerce;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Jobs.Quartz;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Sources;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Storage.Tests.TSql;
using CommerceEventConsole.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Storage.Tests.Configuration;

/// <summary>The configuration side of the console on a database file of its own; a second one on the same file is another node.</summary>
internal sealed class ConsoleOnSqlite : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _folder;
    private readonly bool _ownsFolder;

    private ConsoleOnSqlite(
        string folder, bool ownsFolder, IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection>? prepare = null)
    {
        (_folder, _ownsFolder) = (folder, ownsFolder);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSqliteStorage($"Data Source={Path.Combine(folder, "console.db")};Pooling=False");
        services.AddStoredKeyRing();
        services.AddEventCatalogue(configuration);
        services.AddRouting(configuration);
        prepare?.Invoke(services);
        services.AddCommerce();
        services.AddBackOffice(configuration);
        services.AddSingleton<ICronSyntax, QuartzCron>();
        services.AddSingleton(p => new ResyncStore(
            p.GetRequiredService<IDbContextFactory<ConsoleDbContext>>(), p.GetRequiredService<ConfigurationWriter>(), p.GetRequiredService<ICronSyntax>(), new OfflineConsole.NoSchedules()));
        services.AddSetupFile(configuration);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public ManualTime Time { get; } = new();

    public SourceStore Sources => Get<SourceStore>();

    public DestinationStore Destinations => Get<DestinationStore>();

    public SubscriptionStore Subscriptions => Get<SubscriptionStore>();

    public IRouting Routing => Get<IRouting>();

    public LiveRouting LiveRouting => Get<LiveRouting>();

    public SetupRunner Setup => Get<SetupRunner>();

    public ISecretProtector Secrets => Get<ISecretProtector>();

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task<ConsoleOnSqlite> StartAsync(params (string Key, string Value)[] settings) => StartAsync(prepare: null, settings);

    /// <summary>With services of the test's own.</summary>
    public static async Task<ConsoleOnSqlite> StartAsync(Action<IServiceCollection>? prepare, params (string Key, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("console-configuration-").FullName;
        var console = new ConsoleOnSqlite(
            folder, ownsFolder: true, settings.ToDictionary(s => s.Key, s => (string?)s.Value, StringComparer.Ordinal), prepare);
        await console.Get<IStorageInitializer>().MigrateAsync(Token);
        return console;
    }

    /// <summary>Another process on the same store.</summary>
    public ConsoleOnSqlite OtherNode() => new(_folder, ownsFolder: false, new Dictionary<string, string?>(StringComparer.Ordinal));

    public string WriteFile(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public Task<T> QueryAsync<T>(Func<ConsoleDbContext, Task<T>> query) => WithContextAsync(query);

    public Task<List<AuditEntry>> AuditAsync() => WithContextAsync(c => c.AuditEntries.AsNoTracking().OrderBy(a => a.Id).ToListAsync(Token));

    public Task<long> VersionAsync() =>
        WithContextAsync(c => c.Counters.Where(x => x.Name == Counter.Configuration).Select(x => x.Value).SingleAsync(Token));

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_ownsFolder)
            Directory.Delete(_folder, recursive: true);
    }

    private async Task<T> WithContextAsync<T>(Func<ConsoleDbContext, Task<T>> query)
    {
        await using var context = await Get<IDbContextFactory<ConsoleDbContext>>().CreateDbContextAsync(Token);
        return await query(context);
    }
}
