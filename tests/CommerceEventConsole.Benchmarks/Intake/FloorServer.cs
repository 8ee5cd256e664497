using System.Threading.Channels;
using CommerceEventConsole.Db.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Benchmarks.Intake;

/// <summary>
/// What is compared against: an endpoint that reads the body, and (with a database) commits it as one row with a unique id, many requests in
/// one transaction, before it answers. The same connection settings as the product's.
/// </summary>
internal static class FloorServer
{
    public static async Task RunAsync(string url, string? database)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add(url);
        app.UseRouting();
        var committer = database is null ? null : new BareCommitter(database);
        app.MapPost("/intake/{slug}", async (HttpContext context) =>
        {
            var body = await ReadAsync(context.Request);
            if (committer is not null)
                await committer.StoreAsync(body);
            context.Response.ContentLength = 0;
        });
        await app.StartAsync();
        Console.WriteLine("listening");
        await app.WaitForShutdownAsync();
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        var body = new byte[request.ContentLength ?? 0];
        await request.Body.ReadExactlyAsync(body);
        return body;
    }

    private sealed class BareCommitter
    {
        private readonly Channel<(byte[] Body, TaskCompletionSource Done)> _queue =
            Channel.CreateBounded<(byte[], TaskCompletionSource)>(new BoundedChannelOptions(8192) { SingleReader = true });

        public BareCommitter(string database)
        {
            var connection = Create(database);
            connection.Run("PRAGMA journal_mode = WAL");
            connection.Run("CREATE TABLE Rows (Seq INTEGER PRIMARY KEY, Id BLOB NOT NULL UNIQUE, Body BLOB NOT NULL)");
            _ = Task.Run(() => LoopAsync(connection));
        }

        private static SqliteWriterConnection Create(string database)
        {
            // An empty file is an empty database.
            File.Create(database).Dispose();
            return new SqliteDatabase($"Data Source={database}").CreateWriter();
        }

        public async Task StoreAsync(byte[] body)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await _queue.Writer.WriteAsync((body, done));
            await done.Task;
        }

        private async Task LoopAsync(SqliteWriterConnection connection)
        {
            var begin = connection.Prepare("BEGIN IMMEDIATE");
            var insert = connection.Prepare("INSERT INTO Rows (Id, Body) VALUES (?, ?)");
            var commit = connection.Prepare("COMMIT");
            var group = new List<TaskCompletionSource>();
            while (await _queue.Reader.WaitToReadAsync())
            {
                begin.Run();
                while (group.Count < 512 && _queue.Reader.TryRead(out var next))
                {
                    insert.BindBytes(Guid.NewGuid().ToByteArray()).BindBytes(next.Body).Run();
                    group.Add(next.Done);
                }

                commit.Run();
                foreach (var done in group)
                    done.SetResult();
                group.Clear();
            }
        }
    }
}
