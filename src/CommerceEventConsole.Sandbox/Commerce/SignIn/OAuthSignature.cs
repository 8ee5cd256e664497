using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CommerceEventConsole.Sandbox.Commerce.SignIn;

/// <summary>Checks OAuth 1.0a as a PaaS integration signs (spec 7.1, RFC 5849): HMAC-SHA256 over method, address and parameters, without the body.</summary>
internal sealed class OAuthSignature(SandboxOptions options, TimeProvider time)
{
    private const int KeptNonces = 20_000;
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly BoundedMap<string, bool> _nonces = new(KeptNonces, StringComparer.Ordinal);

    /// <summary>What is wrong with a signed request, by OAuth's own word for it; null when all is well.</summary>
    public string? Problem(string method, string url, string rawQuery, string header)
    {
        if (!TryRead(header, out var given) || !given.TryGetValue("oauth_signature", out var signature))
            return "parameter_absent";
        if (given.GetValueOrDefault("oauth_consumer_key") != options.OAuthConsumerKey)
            return "consumer_key_rejected";
        if (given.GetValueOrDefault("oauth_token") != options.OAuthAccessToken)
            return "token_rejected";
        if (given.GetValueOrDefault("oauth_signature_method") != "HMAC-SHA256")
            return "signature_method_rejected";
        if (!long.TryParse(given.GetValueOrDefault("oauth_timestamp"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs((double)time.GetUtcNow().ToUnixTimeSeconds() - seconds) > Tolerance.TotalSeconds)
            return "timestamp_refused";
        if (given.GetValueOrDefault("oauth_nonce") is not { Length: > 0 } nonce)
            return "parameter_absent";

        given.Remove("oauth_signature");
        given.Remove("realm");
        var parameters = given.Select(pair => (pair.Key, pair.Value)).Concat(Query(rawQuery));
        var key = $"{Encode(options.OAuthConsumerSecret)}&{Encode(options.OAuthAccessTokenSecret)}";
        var expected = Convert.ToBase64String(HMACSHA256.HashData(Encoding.ASCII.GetBytes(key), Encoding.ASCII.GetBytes(BaseString(method, url, parameters))));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.UTF8.GetBytes(signature)))
            return "signature_invalid";
        lock (_gate)
        {
            // Only who signed rightly uses a nonce up.
            var used = $"{given["oauth_timestamp"]}:{nonce}";
            if (_nonces.TryGetValue(used, out _))
                return "nonce_used";
            _nonces.Set(used, true);
        }
        return null;
    }

    /// <summary>What is signed: method, address without query, and all parameters in order, each encoded (RFC 5849, 3.4.1).</summary>
    public static string BaseString(string method, string url, IEnumerable<(string Name, string Value)> parameters)
    {
        var encoded = parameters.Select(pair => (Name: Encode(pair.Name), Value: Encode(pair.Value)))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
            .Select(pair => $"{pair.Name}={pair.Value}");
        return $"{method.ToUpperInvariant()}&{Encode(url)}&{Encode(string.Join('&', encoded))}";
    }

    private static IEnumerable<(string Name, string Value)> Query(string rawQuery) =>
        rawQuery.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => (Decode(pair[0]), pair.Length > 1 ? Decode(pair[1]) : ""));

    private static bool TryRead(string header, [NotNullWhen(true)] out Dictionary<string, string>? given)
    {
        given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in header["OAuth ".Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=', 2) is not [var name, ['"', .. var value, '"']] || !given.TryAdd(Decode(name), Decode(value)))
                return false;
        }
        return true;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    /// <summary>Everything but letters, digits, `-`, `.`, `_` and `~` (RFC 3986).</summary>
    private static string Encode(string text) => Uri.EscapeDataString(text);
}
