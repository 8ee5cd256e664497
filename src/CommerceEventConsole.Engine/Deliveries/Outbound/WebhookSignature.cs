using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CommerceEventConsole.Engine.Deliveries.Outbound;

/// <summary>
/// The signature of the Standard Webhooks specification, symmetric scheme: HMAC-SHA256 over <c>{id}.{timestamp}.{body}</c>.
/// </summary>
public static class WebhookSignature
{
    private const string SecretPrefix = "whsec_";
    private const string Version = "v1,";

    /// <summary>The value of <c>webhook-signature</c>.</summary>
    /// <param name="secret">
    /// <c>whsec_</c> and the key in base64; any other text is taken as the key itself, in UTF-8.
    /// </param>
    /// <param name="id">The value of <c>webhook-id</c>.</param>
    /// <param name="timestamp">Seconds since 1970 in UTC, as in <c>webhook-timestamp</c>.</param>
    /// <param name="body">The body, byte for byte as sent.</param>
    public static string Create(string secret, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Key(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")));
        hmac.AppendData(body);
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        hmac.GetHashAndReset(digest);
        return Version + Convert.ToBase64String(digest);
    }

    private static byte[] Key(string secret)
    {
        if (secret.StartsWith(SecretPrefix, StringComparison.Ordinal))
        {
            var text = secret.AsSpan(SecretPrefix.Length);
            var key = new byte[(text.Length / 4 * 3) + 3];
            if (Convert.TryFromBase64Chars(text, key, out var length) && length > 0)
                return key[..length];
        }

        return Encoding.UTF8.GetBytes(secret);
    }
}
