using System.Text.Json.Nodes;
using CommerceEventConsole.Sandbox;
using CommerceEventConsole.Sandbox.BackOffice;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.EndToEnd.Tests.Sandbox;

public sealed class SandboxStartTests
{
    [Fact]
    public void Every_wrong_setting_is_named_at_once()
    {
        var options = new SandboxOptions { Url = "nowhere", ConsoleUrl = "", OrdersPerMinute = 0, RetryTimeScale = -1, ErpSecret = "plain", ProviderId = "x" };

        var problem = Assert.Throws<OptionsValidationException>(() => SandboxServer.Create(options));

        Assert.Equal(6, problem.Failures.Count());
        Assert.All(["Url", "ConsoleUrl", "OrdersPerMinute", "RetryTimeScale", "ErpSecret", "ProviderId"],
            name => Assert.Contains(problem.Failures, failure => failure.StartsWith($"Sandbox:{name} ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_seed_names_only_what_it_defines_and_fits_the_default_settings()
    {
        var seed = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "seed.setup.json"), TestContext.Current.CancellationToken))!;
        var source = seed["sources"]!.AsArray().Single(one => string.Equals((string?)one!["slug"], new SandboxOptions().SourceSlug, StringComparison.Ordinal))!;
        var destinations = seed["destinations"]!.AsArray();

        Assert.Equal(new SandboxOptions().ClientId, (string?)source["clientId"]);
        Assert.All(destinations, destination => Assert.True(WebhookSignature.TryReadSecret((string)destination!["secret"]!, out _)));
        var names = destinations.Select(destination => (string)destination!["name"]!).ToHashSet(StringComparer.Ordinal);
        Assert.All(seed["subscriptions"]!.AsArray().SelectMany(subscription => subscription!["destinations"]!.AsArray()),
            name => Assert.Contains((string)name!, names));
    }

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/page.css", "text/css")]
    [InlineData("/page.js", "text/javascript")]
    [InlineData("/control/status", "application/json")]
    public async Task The_page_and_all_it_needs_come_from_the_sandbox_itself(string path, string mediaType)
    {
        await using var rig = await SandboxRig.StartAsync();
        using var answer = await rig.Http.GetAsync(path, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        Assert.Equal(mediaType, answer.Content.Headers.ContentType?.MediaType);
    }
}
