using System.Net.Http.Headers;
using System.Text.Json;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.Commerce.Api;

/// <summary>The eventing calls of Commerce's REST interface (spec 6.11). Nothing is tried again but, once, a call whose IMS token had run out.</summary>
public sealed class CommerceClient
{
    private readonly CommerceTransport _transport;
    private readonly ImsTokens _tokens;
    private readonly ISecretProtector _secrets;
    private readonly TimeProvider _time;

    internal CommerceClient(CommerceTransport transport, ImsTokens tokens, ISecretProtector secrets, TimeProvider time)
    {
        _transport = transport;
        _tokens = tokens;
        _secrets = secrets;
        _time = time;
    }

    /// <summary>The names of the events that can be subscribed to; null where the edition cannot tell (PaaS).</summary>
    /// <exception cref="CommerceException">Commerce did not answer, or refused.</exception>
    public async Task<IReadOnlyList<string>?> SupportedEventsAsync(CommerceInstance instance, CancellationToken cancellationToken) =>
        instance.Kind == CommerceKind.PaaS
            ? null
            : Read(instance, await CallAsync(instance, HttpMethod.Get, "supportedList", body: null, cancellationToken), CommerceJson.ReadNames);

    /// <summary>Every subscription that is switched on.</summary>
    /// <exception cref="CommerceException">Commerce did not answer, or refused.</exception>
    public async Task<IReadOnlyList<CommerceSubscription>> SubscriptionsAsync(CommerceInstance instance, CancellationToken cancellationToken) => Read(
        instance, await CallAsync(instance, HttpMethod.Get, "getEventSubscriptions", body: null, cancellationToken), CommerceJson.ReadSubscriptions);

    /// <summary>Makes a subscription.</summary>
    /// <exception cref="CommerceException">Commerce did not answer, or refused.</exception>
    public Task SubscribeAsync(CommerceInstance instance, CommerceSubscription subscription, CancellationToken cancellationToken) =>
        CallAsync(instance, HttpMethod.Post, "eventSubscribe", CommerceJson.Write(subscription, IsNotGenerated(instance, subscription)), cancellationToken);

    /// <summary>Adds to a subscription: its fields and rules are merged into those that are there, none goes.</summary>
    /// <exception cref="CommerceException">Commerce did not answer, or refused.</exception>
    public Task UpdateAsync(CommerceInstance instance, CommerceSubscription subscription, CancellationToken cancellationToken) => CallAsync(
        instance, HttpMethod.Put, "eventSubscribe/" + Uri.EscapeDataString(subscription.Name), CommerceJson.Write(subscription, force: null), cancellationToken);

    /// <summary>Ends a subscription. One that a module of the shop declares cannot be ended this way (spec 6.6).</summary>
    /// <exception cref="CommerceException">Commerce did not answer, or refused.</exception>
    public Task UnsubscribeAsync(CommerceInstance instance, string name, CancellationToken cancellationToken) =>
        CallAsync(instance, HttpMethod.Post, "eventUnsubscribe/" + Uri.EscapeDataString(name), body: null, cancellationToken);

    // On PaaS the code behind a plugin event is generated after it is subscribed to; without force Commerce would not know it (spec 6.6).
    private static bool IsNotGenerated(CommerceInstance instance, CommerceSubscription subscription) =>
        instance.Kind == CommerceKind.PaaS && (subscription.Parent ?? subscription.Name).StartsWith("plugin.", StringComparison.Ordinal);

    private async Task<byte[]> CallAsync(CommerceInstance instance, HttpMethod method, string call, byte[]? body, CancellationToken cancellationToken)
    {
        var (answer, token) = await SendAsync(instance, method, call, body, refused: null, cancellationToken);
        if (answer.Status == 401 && token is not null)
            (answer, _) = await SendAsync(instance, method, call, body, refused: token, cancellationToken);
        return answer.Succeeded ? answer.Body : throw new CommerceException(CommerceErrors.Explain(answer.Status, answer.Body), answer.Status);
    }

    private async Task<(CommerceAnswer Answer, string? ImsToken)> SendAsync(
        CommerceInstance instance, HttpMethod method, string call, byte[]? body, string? refused, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, $"{instance.BaseUrl}/{instance.PathPrefix}/eventing/{call}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (body is not null)
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        string? imsToken = null;
        switch (instance.Authentication)
        {
            case CommerceAuthentication.IntegrationToken:
                request.Headers.Authorization = new("Bearer", Secret(instance, CommerceSecret.AccessToken));
                break;
            case CommerceAuthentication.OAuth1:
                request.Headers.Authorization = new(
                    "OAuth",
                    OAuth1Signature.Header(method.Method, request.RequestUri!, Keys(instance), OAuth1Signature.NewNonce(), _time.GetUtcNow()));
                break;
            default:
                imsToken = await _tokens.GetAsync(instance, Secret(instance, CommerceSecret.ClientSecret), refused, cancellationToken);
                request.Headers.Authorization = new("Bearer", imsToken);
                request.Headers.Add("x-api-key", instance.ClientId);
                request.Headers.Add("x-gw-ims-org-id", instance.OrganizationId);
                break;
        }

        return (await _transport.SendAsync(request, instance.AllowPrivateAddress, cancellationToken), imsToken);
    }

    private OAuth1Keys Keys(CommerceInstance instance) => new(
        Secret(instance, CommerceSecret.ConsumerKey),
        Secret(instance, CommerceSecret.ConsumerSecret),
        Secret(instance, CommerceSecret.AccessToken),
        Secret(instance, CommerceSecret.AccessTokenSecret));

    private string Secret(CommerceInstance instance, CommerceSecret secret) =>
        instance.ProtectedSecrets.TryGetValue(secret, out var stored) && _secrets.TryUnprotect(SecretPurpose.CommerceSecret, stored, out var clear)
            ? clear
            : throw new CommerceException("The stored keys can no longer be read. Enter them again on the page of the instance.");

    private static T Read<T>(CommerceInstance instance, byte[] body, Func<byte[], T> read)
    {
        try
        {
            return read(body);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new CommerceException($"{new Uri(instance.BaseUrl).Host} answered, but not as Commerce does. Check the address and the path.", 200, e);
        }
    }
}
