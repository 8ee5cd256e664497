using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CommerceEventConsole.Engine.Commerce.Api;

/// <summary>Signs requests by OAuth 1.0a with HMAC-SHA256, as integrations of Commerce do (spec 7.1; RFC 5849, 3.4). A JSON body is not signed.</summary>
internal static class OAuth1Signature
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    /// <summary>The value of the <c>Authorization</c> header, without the scheme <c>OAuth</c>.</summary>
    public static string Header(string method, Uri address, OAuth1Keys keys, string nonce, DateTimeOffset at)
    {
        List<KeyValuePair<string, string>> signed =
        [
            new("oauth_consumer_key", keys.ConsumerKey),
            new("oauth_nonce", nonce),
            new("oauth_signature_method", "HMAC-SHA256"),
            new("oauth_timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            new("oauth_token", keys.AccessToken),
        ];
        var signature = Sign(BaseString(method, address, signed), keys.ConsumerSecret, keys.AccessTokenSecret);
        signed.Add(new("oauth_signature", signature));
        return string.Join(',', signed.Select(p => $"{p.Key}=\"{Encode(p.Value)}\""));
    }

    /// <summary>A text that no other request carries.</summary>
    public static string NewNonce() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>What is signed: method, address without query, and all parameters in order.</summary>
    internal static string BaseString(string method, Uri address, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var pairs = parameters.Concat(Query(address))
            .Select(p => (Name: Encode(p.Key), Value: Encode(p.Value)))
            .OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Value, StringComparer.Ordinal)
            .Select(p => $"{p.Name}={p.Value}");
        return $"{method.ToUpperInvariant()}&{Encode(address.GetLeftPart(UriPartial.Path))}&{Encode(string.Join('&', pairs))}";
    }

    internal static string Sign(string baseString, string consumerSecret, string tokenSecret) => Convert.ToBase64String(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes($"{Encode(consumerSecret)}&{Encode(tokenSecret)}"), Encoding.UTF8.GetBytes(baseString)));

    private static IEnumerable<KeyValuePair<string, string>> Query(Uri address) => address.Query.TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Select(pair => new KeyValuePair<string, string>(Decode(pair[0]), pair.Length > 1 ? Decode(pair[1]) : ""));

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    // RFC 5849, 3.6: stricter than what addresses need.
    private static string Encode(string text)
    {
        var result = new StringBuilder(text.Length * 2);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (Unreserved.Contains((char)b, StringComparison.Ordinal))
                result.Append((char)b);
            else
                result.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }

        return result.ToString();
    }
}

/// <summary>The four values of an integration. No record: records print themselves.</summary>
internal sealed class OAuth1Keys(string consumerKey, string consumerSecret, string accessToken, string accessTokenSecret)
{
    public string ConsumerKey => consumerKey;

    public string ConsumerSecret => consumerSecret;

    public string AccessToken => accessToken;

    public string AccessTokenSecret => accessTokenSecret;
}
