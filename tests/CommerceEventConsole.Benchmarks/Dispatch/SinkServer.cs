using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Benchmarks.Dispatch;

/// <summary>
/// A destination that reads what it is sent, counts it, and answers 200 with nothing in it: at once, as quick as a destination can be, or
/// after a while, as one that does something with what it is sent.
/// </summary>
internal static class SinkServer
{
    public static async Task RunAsync(string url)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add(url);
        app.UseRouting();
        long requests = 0, bytes = 0, first = 0, answersAfter = 0;
        app.MapPost("/orders", async (HttpContext context) =>
        {
            var length = context.Request.ContentLength ?? 0;
            await context.Request.BodyReader.CopyToAsync(Stream.Null);
            if (Interlocked.Increment(ref requests) == 1)
                Interlocked.Exchange(ref first, Stopwatch.GetTimestamp());
            Interlocked.Add(ref bytes, length);
            if (Interlocked.Read(ref answersAfter) is var milliseconds and > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System);
            context.Response.ContentLength = 0;
        });
        app.MapPost("/reset/{milliseconds:int}", (HttpContext context, int milliseconds) =>
        {
            Interlocked.Exchange(ref answersAfter, milliseconds);
            Interlocked.Exchange(ref requests, 0);
            Interlocked.Exchange(ref bytes, 0);
            Interlocked.Exchange(ref first, 0);
            context.Response.ContentLength = 0;
            return Task.CompletedTask;
        });
        app.MapGet("/stats", (HttpContext context) => context.Response.WriteAsync(
            string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Read(ref requests)} {Interlocked.Read(ref bytes)} {Interlocked.Read(ref first)}")));
        await app.StartAsync();
        Console.WriteLine("listening");
        await app.WaitForShutdownAsync();
    }
}
