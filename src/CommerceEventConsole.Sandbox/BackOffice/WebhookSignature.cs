using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CommerceEventConsole.Sandbox.BackOffice;

/// <summary>Checks a Standard Webhooks signature: `v1,` and Base64 of HMAC-SHA256 over `id.timestamp.body`.</summary>
internal static class WebhookSignature
{
    private const string SecretPrefix = "whsec_";
    private const string Version = "v1,";
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>The key bytes of a `whsec_` secret.</summary>
    public static bool TryReadSecret(string secret, out byte[] key)
    {
        key = [];
        if (!secret.StartsWith(SecretPrefix, StringComparison.Ordinal))
            return false;
        var buffer = new byte[secret.Length];
        if (!Convert.TryFromBase64String(secret[SecretPrefix.Length..], buffer, out var length) || length == 0)
            return false;
        key = buffer[..length];
        return true;
    }

    /// <summary>The signature of a body, as the sender writes it.</summary>
    public static string Sign(byte[] key, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return Version + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
    }

    /// <summary>Whether one of the signatures of the header fits and the timestamp (seconds since 1970) is near now.</summary>
    public static bool IsValid(byte[] key, string id, string timestamp, string header, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs((double)now.ToUnixTimeSeconds() - seconds) > Tolerance.TotalSeconds)
            return false;
        var expected = Encoding.UTF8.GetBytes(Sign(key, id, timestamp, body));
        var fits = false;
        foreach (var signature in header.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            fits |= CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(signature));
        return fits;
    }
}
