using System.Diagnostics;
using System.Text.Json;
using CommerceEventConsole.Benchmarks.Intake;
using CommerceEventConsole.Db.Sqlite;

namespace CommerceEventConsole.Benchmarks.Dispatch;

/// <summary>The product as it is shipped, in a process and on a database of its own, with one subscription to one destination: the sink.</summary>
internal sealed class DispatchProduct : IAsyncDisposable
{
    /// <summary>The type of the events that <see cref="Requests.Unsigned"/> makes.</summary>
    public const string EventType = "observer.sales_order_save_after";

    public const string Slug = "open";

    // States in which a delivery is not finished, as in the filter of an index: asked often, it must cost nothing.
    private const string Unfinished = "SELECT EXISTS (SELECT 1 FROM Deliveries WHERE State IN (1, 2, 3, 6))";
    private const string Failed = "SELECT EXISTS (SELECT 1 FROM Deliveries WHERE State IN (3, 5, 6, 7, 8) AND State = 5)";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    private readonly SqliteWriterConnection _reader;
    private readonly Dictionary<string, SqliteStatement> _questions = new(StringComparer.Ordinal);

    private DispatchProduct(ServerProcess server, string database)
    {
        Server = server;
        ConnectionString = $"Data Source={database}";
        _reader = new SqliteDatabase(ConnectionString).CreateWriter();
    }

    public ServerProcess Server { get; }

    public string ConnectionString { get; }

    public static async Task<DispatchProduct> StartAsync(DirectoryInfo folder, Sink sink, Workload workload)
    {
        var database = Path.Combine(folder.FullName, "console.db");
        var setup = Path.Combine(folder.FullName, "setup.json");
        await File.WriteAllTextAsync(setup, Setup(sink, workload));
        var address = ServerProcess.FreeAddress();
        var server = await ServerProcess.StartAsync(
            Path.Combine(AppContext.BaseDirectory, "CommerceEventConsole.dll"),
            [
                "--urls", $"http://{address}", "--Storage:ConnectionString", $"Data Source={database}", "--Setup:File", setup,
                "--Sandbox:Enabled", "false", "--Logging:LogLevel:Default", "Warning",
                // What is prepared beside the process is found by polling. While there is work, nothing is polled.
                "--Delivery:PollInterval", "00:00:01",
                .. workload.Settings,
            ],
            address,
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["ASPNETCORE_ENVIRONMENT"] = "Production" });
        return new DispatchProduct(server, database);
    }

    /// <summary>One number out of the store.</summary>
    public long Ask(string sql)
    {
        // They live as long as the connection.
        if (!_questions.TryGetValue(sql, out var statement))
            _questions[sql] = statement = _reader.Prepare(sql);
        return statement.RunScalar();
    }

    public void Change(string sql) => _reader.Run(sql);

    public long Delivered() => Ask("SELECT COUNT(*) FROM Deliveries WHERE State = 4");

    /// <summary>Deliveries that are not finished.</summary>
    public long Backlog() => Ask("SELECT COUNT(*) FROM Deliveries WHERE State IN (1, 2, 3, 6)");

    /// <summary>Waits until every delivery of the store is finished and its attempt recorded; returns when that was.</summary>
    public Task<long> FinishedAsync() => UntilAsync(() => Ask(Unfinished) == 0);

    /// <summary>The same, where failed ones are to be sent again first.</summary>
    public Task<long> NothingFailedAsync() => UntilAsync(() => Ask(Unfinished) == 0 && Ask(Failed) == 0);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _reader.Dispose();
    }

    private static async Task<long> UntilAsync(Func<bool> condition)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(started) > Limit)
                throw new TimeoutException($"Not finished within {Limit.TotalMinutes} minutes.");
            await Task.Delay(Interval, TimeProvider.System);
        }

        return Stopwatch.GetTimestamp();
    }

    private static string Setup(Sink sink, Workload workload) => JsonSerializer.Serialize(new
    {
        sources = new[] { new { slug = Slug, name = "Unsigned", verification = "None" } },
        destinations = new[]
        {
            new { name = "ERP", kind = "Erp", url = sink.Orders, allowPrivateAddress = true, maxConcurrency = workload.Concurrency },
        },
        subscriptions = new[] { new { name = "Orders", eventType = EventType, destinations = new[] { "ERP" } } },
    });
}
