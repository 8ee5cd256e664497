using System.Security.Cryptography;
using System.Text;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Sources;
using Microsoft.AspNetCore.Http;

namespace CommerceEventConsole.Engine.Intake.Authenticity;

/// <summary>Whether a request comes from who it says.</summary>
public sealed class RequestVerifier(AdobePublicKeys keys)
{
    private const string HmacHeader = "x-signature-256";
    private const string HmacPrefix = "sha256=";
    private const string BearerPrefix = "Bearer ";

    /// <summary>Null where the request is genuine; else what is wrong, for a 401.</summary>
    /// <exception cref="PublicKeyUnavailableException">It cannot be told now: the sender must come again.</exception>
    public async ValueTask<string?> VerifyAsync(
        SourceConfiguration source, IHeaderDictionary headers, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        source.Verification switch
        {
            Verification.None => null,
            Verification.Hmac => VerifyHmac(source, headers, body.Span),
            Verification.SharedToken => VerifyToken(source, headers),
            Verification.AdobeSignature => await VerifyAdobeAsync(source, headers, body, cancellationToken).ConfigureAwait(false),
            _ => "This source has no known way of verification.",
        };

    private static string? VerifyHmac(SourceConfiguration source, IHeaderDictionary headers, ReadOnlySpan<byte> body)
    {
        var value = headers[HmacHeader].ToString();
        if (!value.StartsWith(HmacPrefix, StringComparison.OrdinalIgnoreCase))
            return $"The header {HmacHeader} is missing or does not begin with '{HmacPrefix}'.";
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(source.Secret.Span, body, expected);
        var hex = value.AsSpan(HmacPrefix.Length).Trim();
        return !source.Secret.IsEmpty && hex.Length == given.Length * 2
            && Convert.FromHexString(hex, given, out _, out _) == System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(given, expected)
                ? null
                : $"The signature in {HmacHeader} does not fit the body.";
    }

    private static string? VerifyToken(SourceConfiguration source, IHeaderDictionary headers)
    {
        var value = headers.Authorization.ToString();
        if (!value.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
            return "The header Authorization with a bearer token is missing.";
        // Hashed first, so that not even the length of the right token can be measured.
        Span<byte> given = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(value[BearerPrefix.Length..].Trim()), given);
        SHA256.HashData(source.Secret.Span, expected);
        return !source.Secret.IsEmpty && CryptographicOperations.FixedTimeEquals(given, expected) ? null : "The bearer token is not the right one.";
    }

    // Spec 2.9: two pairs of signature and key, so that keys can rotate; one that verifies is enough (check 32).
    private async ValueTask<string?> VerifyAdobeAsync(
        SourceConfiguration source, IHeaderDictionary headers, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        // Spec 2.10: the legacy HMAC counts only where a secret is set, and never alone.
        if (!source.Secret.IsEmpty && headers["x-adobe-signature"].ToString() is { Length: > 0 } legacy && !LegacyHmacFits(source, legacy, body.Span))
            return "The signature in x-adobe-signature does not fit the body.";

        var found = false;
        PublicKeyUnavailableException? unavailable = null;
        for (var pair = 1; pair <= 2; pair++)
        {
            var signature = headers[pair == 1 ? "x-adobe-digital-signature-1" : "x-adobe-digital-signature-2"].ToString();
            var path = headers[pair == 1 ? "x-adobe-public-key1-path" : "x-adobe-public-key2-path"].ToString();
            if (signature.Length == 0 || path.Length == 0)
                continue;
            found = true;
            try
            {
                var key = await keys.GetAsync(source.PublicKeyBaseUrl, path, cancellationToken).ConfigureAwait(false);
                if (key is not null && Verifies(key, body.Span, signature))
                    return null;
            }
            catch (PublicKeyUnavailableException e)
            {
                unavailable = e;
            }
        }

        // The key that could not be fetched might have been the one that fits.
        if (unavailable is not null)
            throw unavailable;
        return found
            ? "Neither of Adobe's digital signatures fits the body."
            : "Adobe's digital signatures (x-adobe-digital-signature-1 or -2, each with its public key path) are missing.";
    }

    private static bool Verifies(PublicKey key, ReadOnlySpan<byte> body, string base64)
    {
        Span<byte> signature = stackalloc byte[1024];
        return Convert.TryFromBase64String(base64, signature, out var length) && key.Verifies(body, signature[..length]);
    }

    private static bool LegacyHmacFits(SourceConfiguration source, string base64, ReadOnlySpan<byte> body)
    {
        Span<byte> given = stackalloc byte[256];
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(source.Secret.Span, body, expected);
        return Convert.TryFromBase64String(base64, given, out var length) && CryptographicOperations.FixedTimeEquals(given[..length], expected);
    }
}
