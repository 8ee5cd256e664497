using System.Text.Json.Nodes;
using System.Threading.Channels;
using CommerceEventConsole.EndToEnd.Tests.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.EndToEnd.Tests.Sandbox;

/// <summary>A request as the intake got it.</summary>
public sealed record Pushed(IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Header(string name) => Headers[name];

    public JsonNode Json => JsonNode.Parse(Body)!;

    public string Code => Headers.TryGetValue("x-adobe-event-code", out var code) ? code : "";
}

/// <summary>The console's intake on a free port: answers what the test wants and hands over what it got.</summary>
public sealed class FakeConsole : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<Pushed> _pushed = Channel.CreateUnbounded<Pushed>();

    private FakeConsole(WebApplication app) => _app = app;

    /// <summary>The answer to a challenge; by default the object form.</summary>
    public Func<string, IResult> OnChallenge { get; set; } = value => Results.Json(new { challenge = value });

    /// <summary>The answer to a push; by default 200.</summary>
    public Func<Pushed, int> OnPush { get; set; } = _ => StatusCodes.Status200OK;

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<FakeConsole> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var console = new FakeConsole(app);
        app.UseRouting();
        app.MapGet("/intake/{slug}", (string challenge) => console.OnChallenge(challenge));
        app.MapPost("/intake/{slug}", console.TakeAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return console;
    }

    /// <summary>The next push that fits; others are passed over.</summary>
    public async Task<Pushed> NextAsync(Func<Pushed, bool>? fits = null)
    {
        while (true)
        {
            var pushed = await Until.EndedAsync("the sandbox pushes something", _pushed.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask());
            if (fits is null || fits(pushed))
                return pushed;
        }
    }

    /// <summary>The next push of an event type, named without `com.adobe.commerce.`.</summary>
    public Task<Pushed> NextAsync(string type) =>
        NextAsync(pushed => string.Equals(pushed.Code, "com.adobe.commerce." + type, StringComparison.Ordinal));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var pushed = new Pushed(headers, buffer.ToArray());
        context.Response.StatusCode = OnPush(pushed);
        _pushed.Writer.TryWrite(pushed);
    }
}
