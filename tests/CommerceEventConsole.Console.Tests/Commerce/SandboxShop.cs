using System.Net.Http.Json;
using CommerceEventConsole.Console.Tests.Overview;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Sandbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Console.Tests.Commerce;

/// <summary>A running sandbox whose eventing calls the pages speak with; its shop is closed.</summary>
public sealed class SandboxShop : IAsyncDisposable
{
    private readonly WebApplication _sandbox;
    private readonly HttpClient _http;

    private SandboxShop(WebApplication sandbox)
    {
        _sandbox = sandbox;
        _http = new HttpClient { BaseAddress = new Uri(sandbox.Urls.First()) };
    }

    public static async Task<SandboxShop> StartAsync()
    {
        // Nobody listens for its events: they are not what these tests are about.
        var sandbox = SandboxServer.Create(new SandboxOptions { Url = "http://127.0.0.1:0", ConsoleUrl = "http://127.0.0.1:9", AutoPlay = false });
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        return new SandboxShop(sandbox);
    }

    public async Task SetFaultAsync(string mode, int delayMs = 0)
    {
        using var answer = await _http.PutAsJsonAsync("/control/eventing/fault", new { mode, delayMs }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public async Task<CommerceInstance> ConnectAsync(Screens screens, string name = "Sandbox shop", string token = "sandbox-only-commerce-token")
    {
        var draft = new CommerceInstanceDraft(
            name,
            CommerceKind.PaaS,
            _http.BaseAddress!.ToString(),
            "",
            AllowPrivateAddress: true,
            CommerceAuthentication.IntegrationToken,
            new Dictionary<CommerceSecret, string?> { [CommerceSecret.AccessToken] = token });
        var result = await screens.Page.Services.GetRequiredService<CommerceInstanceStore>().CreateAsync(draft, "anna", TestContext.Current.CancellationToken);
        Assert.True(result.Succeeded, string.Join(' ', result.Problems.Select(p => p.Message)));
        return result.Value!;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _sandbox.StopAsync(CancellationToken.None);
        await _sandbox.DisposeAsync();
    }
}
