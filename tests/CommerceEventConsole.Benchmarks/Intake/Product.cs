using System.Net;
using System.Text.Json;
using CommerceEventConsole.Db.Sqlite;

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

    public static async Task<Product> StartAsync(DirectoryInfo folder, string name, SigningKeys keys, int subscriptions)
    {
        var database = Path.Combine(folder.FullName, name + ".db");
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
