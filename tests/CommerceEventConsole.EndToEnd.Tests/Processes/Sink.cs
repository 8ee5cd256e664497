using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace CommerceEventConsole.EndToEnd.Tests.Processes;

/// <summary>What a destination was sent.</summary>
/// <param name="WebhookId">The idempotency id.</param>
/// <param name="EventId">The event.</param>
/// <param name="Order">The order it is about.</param>
internal sealed record Arrival(string WebhookId, string EventId, string Order);

/// <summary>A destination that notes everything it is sent, and can make senders wait.</summary>
internal sealed class Sink : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly List<Arrival> _arrivals = [];
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _holding;

    private Sink(WebApplication app) => _app = app;

    /// <summary>So many requests are answered at once; those after them wait until <see cref="Release"/>.</summary>
    public int AnswersBeforeHolding { get; init; } = int.MaxValue;

    public string Url => _app.Urls.First() + "/orders";

    /// <summary>Requests that wait, or waited until their sender was gone.</summary>
    public int Holding => Volatile.Read(ref _holding);

    public IReadOnlyList<Arrival> Arrivals
    {
        get
        {
            lock (_gate)
                return [.. _arrivals];
        }
    }

    public static async Task<Sink> StartAsync(int answersBeforeHolding = int.MaxValue)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var sink = new Sink(builder.Build()) { AnswersBeforeHolding = answersBeforeHolding };
        sink._app.Run(sink.TakeAsync);
        await sink._app.StartAsync(TestContext.Current.CancellationToken);
        return sink;
    }

    /// <summary>Answers those that wait, and from now on everyone at once.</summary>
    public void Release() => _released.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Release();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        var sent = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!;
        bool holds;
        lock (_gate)
        {
            _arrivals.Add(new Arrival(context.Request.Headers["webhook-id"].ToString(), (string)sent["id"]!, (string)sent["data"]!["value"]!["increment_id"]!));
            holds = _arrivals.Count > AnswersBeforeHolding && !_released.Task.IsCompleted;
        }

        if (!holds)
            return;
        Interlocked.Increment(ref _holding);
        await _released.Task.WaitAsync(context.RequestAborted);
    }
}
