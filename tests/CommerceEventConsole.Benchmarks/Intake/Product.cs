using System.Globalization;
using System.Net;
using System.Text.Json;
using CommerceEventConsole.Db.Sqlite;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Commerce.OwnChanges;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Benchmarks.Intake;

/// <summary>The product as it is shipped, in a process and on a database of its own.</summary>
internal sealed class Product : IAsyncDisposable
{
    private readonly ServerProcess _process;
    private readonly string _database;

    private Product(ServerProcess process, string database)
    {
        _process = process;
        _database = database;
    }

    public ServerProcess Server => _process;

    /// <param name="folder">Where its files go.</param>
    /// <param name="name">What they are called.</param>
    /// <param name="keys">The keys of the signed source.</param>
    /// <param name="subscriptions">Subscriptions that match.</param>
    /// <param name="watched">Orders that the console remembers to have written to, every fourth of those that come in; 0 for none.</param>
    public static async Task<Product> StartAsync(DirectoryInfo folder, string name, SigningKeys keys, int subscriptions, int watched = 0)
    {
        var database = Path.Combine(folder.FullName, name + ".db");
        if (watched > 0)
            await WatchAsync(database, watched);
        var setup = Path.Combine(folder.FullName, name + ".setup.json");
        await File.WriteAllTextAsync(setup, Setup(keys, subscriptions));
        var address = ServerProcess.FreeAddress();
        var process = await ServerProcess.StartAsync(
            Path.Combine(AppContext.BaseDirectory, "CommerceEventConsole.dll"),
            [
                "--urls", $"http://{address}", "--Storage:ConnectionString", $"Data Source={database}", "--Setup:File", setup,
                "--Sandbox:Enabled", "false", "--Logging:LogLevel:Default", "Warning",
            ],
            address,
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["ASPNETCORE_ENVIRONMENT"] = "Production" });
        var product = new Product(process, database);
        product.PauseDestinations();
        return product;
    }

    /// <summary>What the store holds.</summary>
    public (long Events, long Deliveries) Count()
    {
        using var connection = new SqliteDatabase($"Data Source={_database}").CreateWriter();
        return (
            connection.Prepare("SELECT COUNT(*) FROM Events").RunScalar(),
            connection.Prepare("SELECT COUNT(*) FROM Deliveries").RunScalar());
    }

    /// <summary>
    /// So that what is measured is intake alone: deliveries are stored, and held. The console follows the change as it would another node's.
    /// </summary>
    private void PauseDestinations()
    {
        using var connection = new SqliteDatabase($"Data Source={_database}").CreateWriter();
        connection.Run("UPDATE Destinations SET State = 1");
        connection.Run("UPDATE Counters SET Value = Value + 1 WHERE Name = 'Configuration'");
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    // As write-backs of an hour ago leave it behind; read by the server at its start.
    private static async Task WatchAsync(string database, int count)
    {
        await using var services = new ServiceCollection().AddLogging().AddSqliteStorage($"Data Source={database};Pooling=False").BuildServiceProvider();
        await services.GetRequiredService<IStorageInitializer>().MigrateAsync(CancellationToken.None);
        await using var db = await services.GetRequiredService<IDbContextFactory<ConsoleDbContext>>().CreateDbContextAsync();
        var now = TimeProvider.System.GetUtcNow();
        db.OwnChanges.AddRange(Enumerable.Range(0, count).Select(i => new OwnChangeRow
        {
            InstanceId = 1,
            EntityKind = EntityKind.Order,
            KeyKind = SearchKeyKind.OrderId,
            Key = (Requests.FirstOrder + (4 * i)).ToString(CultureInfo.InvariantCulture),
            Fields = "status_histories[].comment\t0123456789abcdef",
            WrittenAt = now,
            ExpiresAt = now + TimeSpan.FromDays(1),
        }));
        await db.SaveChangesAsync();
    }

    private static string Setup(SigningKeys keys, int subscriptions) => JsonSerializer.Serialize(new
    {
        sources = new object[]
        {
            new { slug = "open", name = "Unsigned", verification = "None" },
            new { slug = "adobe", name = "Signed", verification = "AdobeSignature", clientId = Requests.ClientId, publicKeyBaseUrl = keys.Host },
        },
        destinations = new[] { new { name = "ERP", kind = "Erp", url = "http://127.0.0.1:9/", allowPrivateAddress = true } },
        subscriptions = Enumerable.Range(1, subscriptions).Select(i => new
        {
            name = $"Orders {i}",
            eventType = "observer.sales_order_save_commit_after",
            fields = new[] { "increment_id", "state", "items[].sku" },
            rules = new[] { new { field = "state", @operator = "equal", value = "processing" } },
            destinations = new[] { "ERP" },
        }),
    });
}
