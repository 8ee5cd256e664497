using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Console.Tests.Access;

public sealed class AnonymousAccessTests(ConsoleApp app) : IClassFixture<ConsoleApp>
{
    private static readonly string[] Open = ["/intake/", "/health/live", "/health/ready", "/sign-in", "/first-run/", "/error"];

    [Fact]
    public async Task Every_endpoint_but_the_named_ones_refuses_strangers()
    {
        var browser = app.Browse();
        var refused = 0;
        foreach (var endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var path = Path(endpoint.RoutePattern);
            if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null || Open.Any(o => path.StartsWith(o, StringComparison.Ordinal)))
                continue;
            var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"];
            foreach (var method in methods)
            {
                using var response = string.Equals(method, "GET", StringComparison.Ordinal)
                    ? await browser.GetAsync(path)
                    : await browser.SendAsync(new HttpMethod(method), path);
                var toSignIn = response.Headers.Location?.ToString().Contains("/sign-in", StringComparison.Ordinal) == true;
                Assert.True(response.StatusCode == HttpStatusCode.Unauthorized || toSignIn, $"{method} {path} answered {response.StatusCode}");
                refused++;
            }
        }

        Assert.InRange(refused, 5, int.MaxValue);
    }

    [Theory]
    [InlineData("/hubs/events/negotiate")]
    [InlineData("/_blazor/negotiate")]
    public async Task Hubs_answer_strangers_with_401(string path)
    {
        using var response = await app.Browse().SendAsync(HttpMethod.Post, path);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/app.css")]
    [InlineData("/_framework/blazor.web.js")]
    [InlineData("/_content/Radzen.Blazor/css/standard-base.css")]
    [InlineData("/_content/Radzen.Blazor/fonts/MaterialSymbolsOutlined.woff2")]
    public async Task What_a_stranger_needs_to_sign_in_is_open(string path)
    {
        using var response = await app.Browse().GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Health_says_one_word_and_no_details() => Assert.Equal("Healthy", await app.Browse().TextAsync("/health/ready"));

    [Fact]
    public async Task Every_answer_carries_the_security_headers_and_no_server_name()
    {
        using var response = await app.Browse().GetAsync("/sign-in");
        Assert.Contains("script-src 'self'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Empty(response.Headers.Server);
    }

    private static string Path(Microsoft.AspNetCore.Routing.Patterns.RoutePattern pattern) =>
        "/" + string.Join('/', pattern.PathSegments.Select(s => string.Concat(s.Parts.Select(p =>
            p is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content
            : p is Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator ? separator.Content : "1"))));
}
