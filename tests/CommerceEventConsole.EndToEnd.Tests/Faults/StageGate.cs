using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommerceEventConsole.EndToEnd.Tests.Faults;

/// <summary>A request that the console made, as it passed the gate.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query.</param>
/// <param name="WebhookId">The idempotency id; empty for a call of Commerce.</param>
/// <param name="Body">What was sent along.</param>
internal sealed record Passing(string Method, string Path, string WebhookId, string Body)
{
    private volatile int _status;

    /// <summary>What the sandbox answered; 0 where it was never asked.</summary>
    public int Status
    {
        get => _status;
        set => _status = value;
    }
}

/// <summary>A place at which one request is stopped.</summary>
/// <param name="Name">What is stopped there, for messages.</param>
/// <param name="IsMeant">The request.</param>
/// <param name="IsDone">Whether it is done first, and only its answer is kept back.</param>
internal sealed record Barrier(string Name, Func<Passing, bool> IsMeant, bool IsDone)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsReached => _reached.Task.IsCompleted;

    public bool IsOpen => _opened.Task.IsCompleted;

    /// <summary>Ends once the answer has left for the console, or nobody waits for it any more.</summary>
    public Task Left => _left.Task;

    /// <summary>Lets whoever stands here, and all who come later, pass.</summary>
    public void Open() => _opened.TrySetResult();

    public Task StandAsync(CancellationToken gone)
    {
        _reached.TrySetResult();
        return _opened.Task.WaitAsync(gone);
    }

    public void Leave() => _left.TrySetResult();
}

/// <summary>
/// Stands between the console and the sandbox, notes every request and stops some, so that a test knows in which stage the console is. A
/// request that is stopped before it is done never reaches the sandbox once its sender is dead.
/// </summary>
internal sealed class StageGate : IAsyncDisposable
{
    // What still stands here at the end is cut off.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    private readonly WebApplication _app;
    private readonly HttpClient _sandbox;
    private readonly Lock _lock = new();
    private readonly List<Passing> _passed = [];

    private StageGate(WebApplication app, Uri sandbox)
    {
        _app = app;
        _sandbox = new HttpClient { BaseAddress = sandbox };
    }

    public Uri Url => new(_app.Urls.First());

    /// <summary>Where requests are stopped. Set before the first one comes.</summary>
    public IReadOnlyList<Barrier> Barriers { get; set; } = [];

    public IReadOnlyList<Passing> Passed
    {
        get
        {
            lock (_lock)
                return [.. _passed];
        }
    }

    public static async Task<StageGate> StartAsync(Uri sandbox)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = Grace);
        var gate = new StageGate(builder.Build(), sandbox);
        gate._app.Run(gate.PassAsync);
        await gate._app.StartAsync(TestContext.Current.CancellationToken);
        return gate;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _sandbox.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var passing = new Passing(
            context.Request.Method,
            context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent(),
            context.Request.Headers["webhook-id"].ToString(),
            System.Text.Encoding.UTF8.GetString(body.ToArray()));
        Barrier? barrier;
        lock (_lock)
        {
            _passed.Add(passing);
            barrier = Barriers.FirstOrDefault(b => !b.IsOpen && b.IsMeant(passing));
        }

        try
        {
            if (barrier is { IsDone: false })
                await barrier.StandAsync(context.RequestAborted);

            // Without the sender's token: what the sandbox was asked it does, whoever waits for the answer.
            using var answer = await _sandbox.SendAsync(Copy(context.Request, passing, body), CancellationToken.None);
            passing.Status = (int)answer.StatusCode;
            if (barrier is { IsDone: true })
                await barrier.StandAsync(context.RequestAborted);
            context.Response.StatusCode = passing.Status;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
            await context.Response.CompleteAsync();
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The console is dead.
        }
        finally
        {
            barrier?.Leave();
        }
    }

    private static HttpRequestMessage Copy(HttpRequest request, Passing passing, MemoryStream body)
    {
        var copy = new HttpRequestMessage(new HttpMethod(passing.Method), new Uri(passing.Path, UriKind.Relative));
        if (body.Length > 0)
        {
            copy.Content = new ByteArrayContent(body.ToArray());
            copy.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType!);
        }

        foreach (var header in request.Headers.Where(h => h.Key is "Authorization" || h.Key.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase)))
            copy.Headers.TryAddWithoutValidation(header.Key, (IEnumerable<string?>)header.Value);
        return copy;
    }
}
