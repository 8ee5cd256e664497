using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.Tests.Deliveries;

/// <summary>A request as it came in.</summary>
public sealed record Received(int Number, IHeaderDictionary Headers, string Body)
{
    public string Id => Headers["webhook-id"].ToString();
}

/// <summary>A real web server on a free port that answers as a test says, and remembers what it got.</summary>
public sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _count;
    private int _now;
    private int _most;

    private Receiver(WebApplication app) => _app = app;

    public ConcurrentQueue<Received> Requests { get; } = [];

    public Uri Url => new(new Uri(_app.Urls.First()), "/events");

    public int MostAtOnce => _most;

    public static Task<Receiver> StartAsync(Func<HttpContext, int, Task>? answer = null, X509Certificate2? certificate = null) =>
        StartCoreAsync(answer ?? ((_, _) => Task.CompletedTask), certificate);

    public static Task<Receiver> AnsweringAsync(params int[] statuses) =>
        StartAsync((context, number) =>
        {
            context.Response.StatusCode = statuses[Math.Min(number, statuses.Length) - 1];
            return Task.CompletedTask;
        });

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static async Task<Receiver> StartCoreAsync(Func<HttpContext, int, Task> answer, X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        if (certificate is not null)
            builder.WebHost.UseKestrelHttpsConfiguration();
        var receiver = new Receiver(builder.Build());
        receiver._app.Run(context => receiver.HandleAsync(context, answer));
        await receiver._app.StartAsync();
        return receiver;
    }

    private async Task HandleAsync(HttpContext context, Func<HttpContext, int, Task> answer)
    {
        var now = Interlocked.Increment(ref _now);
        for (var seen = _most; now > seen && Interlocked.CompareExchange(ref _most, now, seen) != seen; seen = _most)
        {
        }

        try
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            var number = Interlocked.Increment(ref _count);
            var headers = new HeaderDictionary(context.Request.Headers.ToDictionary(h => h.Key, h => h.Value, StringComparer.OrdinalIgnoreCase));
            Requests.Enqueue(new Received(number, headers, body));
            await answer(context, number);
        }
        finally
        {
            Interlocked.Decrement(ref _now);
        }
    }
}
