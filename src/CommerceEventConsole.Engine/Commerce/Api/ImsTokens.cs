using System.Collections.Concurrent;
using System.Text.Json;
using CommerceEventConsole.Engine.Commerce.Instances;

namespace CommerceEventConsole.Engine.Commerce.Api;

/// <summary>
/// Adobe's access tokens (spec 4.1): asked for once, also where several calls need one at the same time, and kept until shortly before they
/// run out. They are held in memory only.
/// </summary>
internal sealed class ImsTokens(CommerceTransport transport, TimeProvider time)
{
    // Spec 4.2, with the scope of the cloud service's REST calls.
    private const string Scopes =
        "AdobeID,openid,read_organizations,additional_info.projectedProductContext,additional_info.roles,adobeio_api,read_client_secret,manage_client_secrets,commerce.accs";

    private const int UsualSeconds = 24 * 60 * 60;

    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    // By instance: there are at most 20.
    private readonly ConcurrentDictionary<int, Slot> _slots = new();

    /// <summary>A token that is valid for at least some minutes.</summary>
    /// <param name="instance">Whose.</param>
    /// <param name="clientSecret">Its client secret, in clear.</param>
    /// <param name="refused">A token that was refused just now and must not be handed out again; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CommerceException">Adobe gave none.</exception>
    public async Task<string> GetAsync(CommerceInstance instance, string clientSecret, string? refused, CancellationToken cancellationToken)
    {
        var slot = _slots.GetOrAdd(instance.Id, _ => new Slot());
        await slot.Gate.WaitAsync(cancellationToken);
        try
        {
            // A token belongs to the credentials that it was asked for with: the version changes with them.
            if (slot.Token is { } kept && slot.Version == instance.Version && kept != refused && time.GetUtcNow() < slot.UsableUntil)
                return kept;
            (slot.Token, slot.UsableUntil) = await RequestAsync(instance, clientSecret, cancellationToken);
            slot.Version = instance.Version;
            return slot.Token;
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    private async Task<(string Token, DateTimeOffset UsableUntil)> RequestAsync(
        CommerceInstance instance, string clientSecret, CancellationToken cancellationToken)
    {
        // In the body, not in the address: addresses end up in logs (spec 4.1).
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{instance.ImsUrl}/ims/token/v3")
        {
            Content = new FormUrlEncodedContent(
            [
                new("grant_type", "client_credentials"),
                new("client_id", instance.ClientId!),
                new("client_secret", clientSecret),
                new("scope", Scopes),
            ]),
        };
        var asked = time.GetUtcNow();
        var answer = await transport.SendAsync(request, instance.AllowPrivateAddress, cancellationToken);
        if (!answer.Succeeded)
        {
            throw new CommerceException(
                answer.Status is 400 or 401
                    ? $"Adobe's sign-in does not accept the client ID or the client secret ({answer.Status})."
                    : $"Adobe's sign-in gave no token ({answer.Status}). Try again in a few minutes.",
                answer.Status);
        }

        if (!TryRead(answer.Body, out var token, out var seconds))
            throw new CommerceException("Adobe's sign-in answered something that is no token. Check the sign-in address.", answer.Status);
        var life = TimeSpan.FromSeconds(seconds);
        return (token, asked + (life > 2 * Margin ? life - Margin : life / 2));
    }

    private static bool TryRead(byte[] body, out string token, out int seconds)
    {
        (token, seconds) = ("", UsualSeconds);
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.TryGetProperty("expires_in", out var expires) && expires.TryGetInt32(out var stated) && stated > 0)
                seconds = stated;
            token = document.RootElement.TryGetProperty("access_token", out var found) ? found.GetString() ?? "" : "";
            return token.Length > 0 && token.All(c => c is > ' ' and <= '~');
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private sealed class Slot
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public string? Token { get; set; }

        public long Version { get; set; }

        public DateTimeOffset UsableUntil { get; set; }
    }
}
