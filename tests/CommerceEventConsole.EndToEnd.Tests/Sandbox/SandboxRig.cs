using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using CommerceEventConsole.EndToEnd.Tests.Processes;
using CommerceEventConsole.Sandbox;
using Microsoft.AspNetCore.Builder;

namespace CommerceEventConsole.EndToEnd.Tests.Sandbox;

/// <summary>What a call was answered.</summary>
public sealed record Answered(HttpStatusCode Status, JsonNode? Body, TimeSpan? RetryAfter)
{
    /// <summary>The body of an answer that has one.</summary>
    public JsonNode Json => Body ?? throw new InvalidOperationException($"The answer {Status} holds no JSON.");
}

/// <summary>One quiet sandbox with three orders, 1000 to 1002, for the tests of a class.</summary>
public sealed class SmallShop : IAsyncLifetime
{
    public SandboxRig Rig { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Rig = await SandboxRig.StartAsync();
        await Rig.PostAsync("/control/shop/orders?count=3");
    }

    public ValueTask DisposeAsync() => Rig.DisposeAsync();
}

/// <summary>A running sandbox in front of a fake console, both on free ports; its shop is quiet unless the test acts.</summary>
public sealed class SandboxRig : IAsyncDisposable
{
    private readonly WebApplication _sandbox;

    private SandboxRig(FakeConsole console, WebApplication sandbox)
    {
        Console = console;
        _sandbox = sandbox;
        Http = new HttpClient { BaseAddress = new Uri(sandbox.Urls.First()) };
    }

    public FakeConsole Console { get; }

    public HttpClient Http { get; }

    public static async Task<SandboxRig> StartAsync(Action<SandboxOptions>? change = null, Action<FakeConsole>? prepare = null)
    {
        var console = await FakeConsole.StartAsync();
        prepare?.Invoke(console);
        var options = new SandboxOptions
        {
            Url = "http://127.0.0.1:0",
            ConsoleUrl = console.Url,
            AutoPlay = false,
            // A minute is 60 ms; an event lives for 86 s, more than a stalled machine takes.
            RetryTimeScale = 0.001,
            FirstOrderNumber = 1000,
        };
        change?.Invoke(options);
        var sandbox = SandboxServer.Create(options);
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        return new SandboxRig(console, sandbox);
    }

    public async Task<JsonNode> PostAsync(string path)
    {
        using var answer = await Http.PostAsync(path, content: null, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
    }

    public async Task<JsonNode> GetAsync(string path) =>
        (await Http.GetFromJsonAsync<JsonNode>(path, TestContext.Current.CancellationToken))!;

    /// <summary>A read of Commerce's REST face with the right token.</summary>
    public async Task<HttpResponseMessage> CommerceAsync(string path, string? token = "sandbox-only-commerce-token")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/rest/default/V1/" + path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<JsonNode> CommerceJsonAsync(string path)
    {
        using var answer = await CommerceAsync(path);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
    }

    /// <summary>A call of Commerce's REST face: status and body.</summary>
    public Task<Answered> CommerceAsync(HttpMethod method, string path, string? body = null, string start = "/rest/all/V1/") =>
        SendAsync(method, start + path, body, ("Authorization", "Bearer sandbox-only-commerce-token"));

    /// <summary>A call of the ERP's REST interface.</summary>
    public Task<Answered> ErpAsync(HttpMethod method, string path, string? body = null, string key = "sandbox-only-erp-key") =>
        SendAsync(method, path.StartsWith("http", StringComparison.Ordinal) ? path : "/erp/api/" + path, body, ("X-ERP-Key", key));

    /// <summary>Any call: status, body and what the answer advises.</summary>
    public async Task<Answered> SendAsync(HttpMethod method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Answered(answer.StatusCode, answer.Content.Headers.ContentType?.MediaType is "application/json" ? JsonNode.Parse(text) : null, answer.Headers.RetryAfter?.Delta);
    }

    /// <summary>Reads the state of the push side until it fits.</summary>
    public Task<JsonNode> AdobeWhenAsync(Func<JsonNode, bool> fits) =>
        Until.FoundAsync("the push side is as it should be", async () => await GetAsync("/control/adobe") is var status && fits(status) ? status : null);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _sandbox.StopAsync(CancellationToken.None);
        await _sandbox.DisposeAsync();
        await Console.DisposeAsync();
    }
}
