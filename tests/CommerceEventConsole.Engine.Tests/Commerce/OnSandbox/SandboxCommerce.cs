using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Calls;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Commerce.Rest;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Sandbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Tests.Commerce.OnSandbox;

/// <summary>The client in front of a running sandbox, whose shop is quiet unless the test acts; answers may be lost on the way.</summary>
public sealed class SandboxCommerce : IAsyncDisposable
{
    private const string Token = "sandbox-only-commerce-token";

    private readonly WebApplication _sandbox;
    private readonly SandboxOptions _options;
    private readonly HttpClient _http;
    private readonly CommerceTransport _transport;

    private SandboxCommerce(WebApplication sandbox, SandboxOptions options, CommerceOptions client)
    {
        (_sandbox, _options) = (sandbox, options);
        _http = new HttpClient { BaseAddress = new Uri(sandbox.Urls.First()) };
        _transport = new CommerceTransport(TimeProvider.System, _ => new Line(this));
        var settings = Options.Create(client);
        var sender = new CommerceSender(
            _transport, new ImsTokens(_transport, TimeProvider.System), new OpenSecrets(), TimeProvider.System, new CallBudgets(TimeProvider.System, settings), Counts);
        Rest = new CommerceRest(sender, null!, Counts, TimeProvider.System, settings);
    }

    public CommerceRest Rest { get; }

    public CommerceCallCounts Counts { get; } = new();

    /// <summary>Requests as they went out.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Requests that Commerce does, and whose answer is lost.</summary>
    public Func<string, bool> LosesAnswer { get; set; } = _ => false;

    /// <summary>PaaS with a plain bearer token.</summary>
    public CommerceInstance PaaS => new()
    {
        Id = 1, Name = "Shop", BaseUrl = Base, PathPrefix = "rest/all/V1", AllowPrivateAddress = true, CallsPerMinute = 0, ParallelCalls = 8,
        ProtectedSecrets = new Dictionary<CommerceSecret, string> { [CommerceSecret.AccessToken] = Token },
    };

    /// <summary>PaaS with signed requests.</summary>
    public CommerceInstance Signed => PaaS with
    {
        Id = 2,
        Authentication = CommerceAuthentication.OAuth1,
        ProtectedSecrets = new Dictionary<CommerceSecret, string>
        {
            [CommerceSecret.ConsumerKey] = _options.OAuthConsumerKey, [CommerceSecret.ConsumerSecret] = _options.OAuthConsumerSecret,
            [CommerceSecret.AccessToken] = _options.OAuthAccessToken, [CommerceSecret.AccessTokenSecret] = _options.OAuthAccessTokenSecret,
        },
    };

    /// <summary>The cloud service with Adobe's sign-in.</summary>
    public CommerceInstance Cloud => PaaS with
    {
        Id = 3, Kind = CommerceKind.SaaS, BaseUrl = $"{Base}/saas/tenant", PathPrefix = "V1", Authentication = CommerceAuthentication.Ims,
        ClientId = _options.ClientId, OrganizationId = _options.ImsOrgId, ImsUrl = Base,
        ProtectedSecrets = new Dictionary<CommerceSecret, string> { [CommerceSecret.ClientSecret] = _options.ImsClientSecret },
    };

    public CommerceShop Shop => Rest.Open(PaaS, CommercePurpose.Resync);

    private string Base => _http.BaseAddress!.ToString().TrimEnd('/');

    public static async Task<SandboxCommerce> StartAsync(Action<SandboxOptions>? change = null, Action<CommerceOptions>? client = null)
    {
        // Nobody listens for its events: they are not what these tests are about.
        var options = new SandboxOptions { Url = "http://127.0.0.1:0", ConsoleUrl = "http://127.0.0.1:9", AutoPlay = false, FirstOrderNumber = 1000, AsyncDelayMs = 0 };
        change?.Invoke(options);
        var settings = new CommerceOptions { RetryDelay = TimeSpan.FromMilliseconds(20), BulkPoll = TimeSpan.FromMilliseconds(20) };
        client?.Invoke(settings);
        var sandbox = SandboxServer.Create(options);
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        return new SandboxCommerce(sandbox, options, settings);
    }

    /// <summary>Has shoppers place orders; their ids begin with 1000.</summary>
    public Task OrderAsync(int count = 1) => ControlAsync(HttpMethod.Post, $"shop/orders?count={count}");

    public async Task<JsonNode> ControlAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, "/control/" + path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _transport.Dispose();
        await _sandbox.StopAsync(CancellationToken.None);
        await _sandbox.DisposeAsync();
    }

    private sealed class Line(SandboxCommerce owner) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var line = $"{request.Method} {Uri.UnescapeDataString(request.RequestUri!.PathAndQuery)}";
            bool lost;
            lock (owner.Requests)
            {
                owner.Requests.Add(line);
                lost = owner.LosesAnswer(line);
            }

            var answer = await base.SendAsync(request, cancellationToken);
            if (!lost)
                return answer;
            answer.Dispose();
            throw new HttpRequestException(HttpRequestError.ResponseEnded);
        }
    }

    private sealed class OpenSecrets : ISecretProtector
    {
        public void Prepare()
        {
        }

        public string Protect(SecretPurpose purpose, string secret) => secret;

        public bool TryUnprotect(SecretPurpose purpose, string protectedSecret, out string secret)
        {
            secret = protectedSecret;
            return true;
        }
    }
}
