using System.Net;
using System.Text;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Calls;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Commerce.Rest;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Tests.Shared;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Tests.Commerce;

/// <summary>Answers in place of Commerce and of Adobe's sign-in, and keeps what was asked.</summary>
internal sealed class FakeCommerce : HttpMessageHandler
{
    private readonly Func<Asked, (int Status, string Body)> _answer;

    public FakeCommerce(Func<Asked, (int Status, string Body)> answer, CommerceOptions? options = null)
    {
        _answer = answer;
        var transport = new CommerceTransport(Time, _ => this);
        var settings = Options.Create(options ?? new CommerceOptions());
        var sender = new CommerceSender(transport, new ImsTokens(transport, Time), new OpenSecrets(), Time, new CallBudgets(Time, settings), Counts);
        Client = new CommerceClient(sender);
        Rest = new CommerceRest(sender, null!, Counts, Time, settings);
    }

    public ManualTime Time { get; } = new();

    public CommerceClient Client { get; }

    public CommerceRest Rest { get; }

    public CommerceCallCounts Counts { get; } = new();

    /// <summary>The calls of <see cref="Instance"/>.</summary>
    public CommerceShop Shop => Rest.Open(Instance, CommercePurpose.WriteBack);

    public List<Asked> Requests { get; } = [];

    /// <summary>What answers that are no success ask callers to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Waits before it answers, where set.</summary>
    public Func<CancellationToken, Task>? Wait { get; init; }

    public static CommerceInstance Instance { get; } = new()
    {
        Id = 1,
        Name = "Shop",
        BaseUrl = "https://shop.example.com",
        PathPrefix = "rest/all/V1",
        ProtectedSecrets = new Dictionary<CommerceSecret, string> { [CommerceSecret.AccessToken] = "the-token" },
    };

    public static CommerceInstance Cloud { get; } = new()
    {
        Id = 2,
        Name = "Cloud",
        Kind = CommerceKind.SaaS,
        BaseUrl = "https://na1.api.commerce.example.com/tenant",
        PathPrefix = "V1",
        Authentication = CommerceAuthentication.Ims,
        ClientId = "client",
        OrganizationId = "1@AdobeOrg",
        ImsUrl = "https://ims.example.com",
        ProtectedSecrets = new Dictionary<CommerceSecret, string> { [CommerceSecret.ClientSecret] = "client-secret" },
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var asked = new Asked(
            $"{request.Method} {request.RequestUri}",
            request.Headers.ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase),
            body);
        lock (Requests)
            Requests.Add(asked);
        if (Wait is not null)
            await Wait(cancellationToken);
        var (status, answer) = _answer(asked);
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(answer, Encoding.UTF8, "application/json") };
        if (status >= 400 && RetryAfter is { } wait)
            response.Headers.RetryAfter = new(wait);
        return response;
    }

    /// <summary>Lets time pass until a call that waits is done: only while it waits to be tried again, not while it is under way, or it would time out.</summary>
    public async Task<T> PassingAsync<T>(Func<Task<T>> call)
    {
        var running = call();
        while (!running.IsCompleted)
        {
            if (Time.NextDue < CommerceTransport.Timeout / 2)
                Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await running;
    }

    /// <summary>Lets others go on until something holds.</summary>
    public async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    internal sealed record Asked(string Line, IReadOnlyDictionary<string, string> Headers, string Body);

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
