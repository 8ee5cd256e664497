using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.BackOffice.Systems;

namespace CommerceEventConsole.Engine.BackOffice.Rest;

/// <summary>
/// OAuth 2 tokens of systems (RFC 6749, 4.4): asked for once, also where several calls need one at the same time, and kept in memory until
/// shortly before they run out.
/// </summary>
internal sealed class SystemTokens(TimeProvider time)
{
    private const int UsualSeconds = 60 * 60;

    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    // By system: there are at most 50.
    private readonly ConcurrentDictionary<int, Slot> _slots = new();

    /// <summary>A token that is valid for a while.</summary>
    /// <param name="system">Whose.</param>
    /// <param name="authentication">Where it comes from.</param>
    /// <param name="secret">The client secret, in clear.</param>
    /// <param name="refused">A token that was refused just now and must not be handed out again; null for none.</param>
    /// <param name="send">Sends the request for it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RecordSystemException">There is none.</exception>
    public async Task<string> GetAsync(
        BackOfficeSystem system,
        RestAuthentication authentication,
        string secret,
        string? refused,
        Func<HttpRequestMessage, CancellationToken, Task<RestAnswer>> send,
        CancellationToken cancellationToken)
    {
        var slot = _slots.GetOrAdd(system.Id, _ => new Slot());
        await slot.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // A token belongs to the credentials that it was asked for with: the version changes with them.
            if (slot.Token is { } kept && slot.Version == system.Version && kept != refused && time.GetUtcNow() < slot.UsableUntil)
                return kept;
            slot.Token = null;
            var asked = time.GetUtcNow();
            using var request = Request(authentication, secret);
            var (token, life) = Read(await send(request, cancellationToken).ConfigureAwait(false), request.RequestUri!.Host);
            (slot.Token, slot.Version, slot.UsableUntil) = (token, system.Version, asked + (life > 2 * Margin ? life - Margin : life / 2));
            return token;
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    // In the body, not in the address: addresses end up in logs.
    private static HttpRequestMessage Request(RestAuthentication authentication, string secret)
    {
        var form = new List<KeyValuePair<string, string>> { new("grant_type", "client_credentials") };
        if (authentication.Scope.Length > 0)
            form.Add(new("scope", authentication.Scope));
        if (authentication.InBody)
        {
            form.Add(new("client_id", authentication.ClientId));
            form.Add(new("client_secret", secret));
        }

        var request = new HttpRequestMessage(HttpMethod.Post, authentication.TokenUrl) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (!authentication.InBody)
        {
            // RFC 6749, 2.3.1: both are encoded before they are joined.
            var both = $"{Uri.EscapeDataString(authentication.ClientId)}:{Uri.EscapeDataString(secret)}";
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(both)));
        }

        return request;
    }

    private static (string Token, TimeSpan Life) Read(RestAnswer answer, string host)
    {
        if (!answer.Succeeded)
        {
            throw new RecordSystemException(
                answer.Status is 400 or 401 or 403
                    ? $"{host} gives no token: it does not accept the client ID or the client secret ({answer.Status})."
                    : $"{host} gives no token ({answer.Status}).")
            {
                RetryAfter = answer.RetryAfter,
                NeedsPerson = !answer.IsTransient,
            };
        }

        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            var root = document.RootElement;
            var token = root.TryGetProperty("access_token", out var found) ? found.GetString() ?? "" : "";
            if (token.Length > 0 && token.All(c => c is > ' ' and <= '~'))
                return (token, TimeSpan.FromSeconds(Seconds(root)));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Told below.
        }

        throw new RecordSystemException($"{host} answered something that is no token. Check the address that tokens come from.") { NeedsPerson = true };
    }

    // Some servers write it as text.
    private static double Seconds(JsonElement root)
    {
        if (!root.TryGetProperty("expires_in", out var life))
            return UsualSeconds;
        var text = life.ValueKind == JsonValueKind.String ? life.GetString() : life.GetRawText();
        return int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? seconds : UsualSeconds;
    }

    private sealed class Slot
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public string? Token { get; set; }

        public long Version { get; set; }

        public DateTimeOffset UsableUntil { get; set; }
    }
}
