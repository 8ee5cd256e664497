using System.Net.Http.Headers;
using CommerceEventConsole.Engine.Commerce.Calls;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.Commerce.Api;

/// <summary>
/// The one way to Commerce: waits for the instance's budget, signs, sends and counts. Nothing is tried again but, once, a call whose IMS
/// token had run out.
/// </summary>
internal sealed class CommerceSender(
    CommerceTransport transport, ImsTokens tokens, ISecretProtector secrets, TimeProvider time, CallBudgets budgets, CommerceCallCounts counts)
{
    private const int TooManyRequests = 429;
    private const int NotAvailable = 503;

    /// <summary>Sends a call.</summary>
    /// <exception cref="CommerceException">There was no answer, or there is no way to sign.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<CommerceAnswer> SendAsync(CommerceInstance instance, CommerceCall call, CancellationToken cancellationToken)
    {
        var (answer, token) = await SendOnceAsync(instance, call, refused: null, cancellationToken);
        if (answer.Status == 401 && token is not null)
            (answer, _) = await SendOnceAsync(instance, call, refused: token, cancellationToken);
        return answer;
    }

    private async Task<(CommerceAnswer Answer, string? ImsToken)> SendOnceAsync(
        CommerceInstance instance, CommerceCall call, string? refused, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(call.Method, $"{instance.BaseUrl}/{call.Path}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (call.StoreHeader is { } store)
            request.Headers.Add("Store", store);
        if (call.Body is { } body)
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

        var budget = budgets.Of(instance);
        using var turn = await budget.TakeAsync(call.Purpose, cancellationToken);

        // Signed only now: a nonce's time must not pass in the queue.
        var imsToken = await SignAsync(instance, request, refused, cancellationToken);
        counts.Made(instance.Id, call.Purpose);
        var answer = await transport.SendAsync(request, instance.AllowPrivateAddress, cancellationToken);
        if (answer.Status is TooManyRequests or NotAvailable)
            budget.LeaveAlone(answer.RetryAfter);
        return (answer, imsToken);
    }

    private async Task<string?> SignAsync(CommerceInstance instance, HttpRequestMessage request, string? refused, CancellationToken cancellationToken)
    {
        switch (instance.Authentication)
        {
            case CommerceAuthentication.IntegrationToken:
                request.Headers.Authorization = new("Bearer", Secret(instance, CommerceSecret.AccessToken));
                return null;
            case CommerceAuthentication.OAuth1:
                request.Headers.Authorization = new(
                    "OAuth",
                    OAuth1Signature.Header(request.Method.Method, request.RequestUri!, Keys(instance), OAuth1Signature.NewNonce(), time.GetUtcNow()));
                return null;
            default:
                var token = await tokens.GetAsync(instance, Secret(instance, CommerceSecret.ClientSecret), refused, cancellationToken);
                request.Headers.Authorization = new("Bearer", token);
                request.Headers.Add("x-api-key", instance.ClientId);
                request.Headers.Add("x-gw-ims-org-id", instance.OrganizationId);
                return token;
        }
    }

    private OAuth1Keys Keys(CommerceInstance instance) => new(
        Secret(instance, CommerceSecret.ConsumerKey),
        Secret(instance, CommerceSecret.ConsumerSecret),
        Secret(instance, CommerceSecret.AccessToken),
        Secret(instance, CommerceSecret.AccessTokenSecret));

    private string Secret(CommerceInstance instance, CommerceSecret secret) =>
        instance.ProtectedSecrets.TryGetValue(secret, out var stored) && secrets.TryUnprotect(SecretPurpose.CommerceSecret, stored, out var clear)
            ? clear
            : throw new CommerceException("The stored keys can no longer be read. Enter them again on the page of the instance.") { WasNotSent = true };
}
