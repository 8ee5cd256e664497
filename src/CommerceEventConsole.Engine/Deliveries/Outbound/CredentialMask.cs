using System.Text;
using CommerceEventConsole.Engine.Routing;

namespace CommerceEventConsole.Engine.Deliveries.Outbound;

/// <summary>Takes credentials out of what is kept of an attempt, so that whoever may look at attempts learns none.</summary>
internal static class CredentialMask
{
    /// <summary>What stands where a credential stood.</summary>
    public const string Mask = "***";

    // Shorter values would also be found where they mean something else, and protect nothing.
    private const int ShortestSecret = 6;

    private static readonly string[] TellingNames =
        ["auth", "cookie", "credential", "key", "passw", "pwd", "secret", "session", "sig", "token"];

    /// <summary>Whether a header, query or field name suggests that its value is a credential.</summary>
    public static bool IsTelling(string name)
    {
        foreach (var telling in TellingNames)
        {
            if (name.Contains(telling, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>An address without its user information, and with telling query values masked.</summary>
    public static string Address(Uri url)
    {
        if (!url.IsAbsoluteUri)
            return Query(url.OriginalString);
        var text = url.GetComponents(UriComponents.SchemeAndServer | UriComponents.PathAndQuery, UriFormat.UriEscaped);
        return Query(text);
    }

    /// <summary>A text in which every credential of the destination is masked, should the destination have sent it back.</summary>
    public static string Text(string text, DestinationConfiguration destination)
    {
        foreach (var secret in Secrets(destination))
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        return text;
    }

    /// <summary>The same for the bytes of a body.</summary>
    public static byte[] Body(byte[] body, DestinationConfiguration destination)
    {
        foreach (var secret in Secrets(destination))
        {
            var bytes = Encoding.UTF8.GetBytes(secret);
            if (body.AsSpan().IndexOf(bytes) >= 0)
                body = Replace(body, bytes);
        }

        return body;
    }

    private static byte[] Replace(byte[] body, byte[] secret)
    {
        var result = new MemoryStream(body.Length);
        var rest = body.AsSpan();
        for (int at; (at = rest.IndexOf(secret)) >= 0; rest = rest[(at + secret.Length)..])
        {
            result.Write(rest[..at]);
            result.Write("***"u8);
        }

        result.Write(rest);
        return result.ToArray();
    }

    private static IEnumerable<string> Secrets(DestinationConfiguration destination)
    {
        if (destination.Secret is { Length: >= ShortestSecret } secret)
            yield return secret;
        foreach (var part in destination.Url.Query.TrimStart('?').Split('&'))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && part.Length - equals > ShortestSecret && IsTelling(part[..equals]))
                yield return part[(equals + 1)..];
        }

        foreach (var (name, value) in destination.Headers)
        {
            if (!IsTelling(name))
                continue;
            // "Bearer abc": the second word is the credential.
            var word = value[(value.LastIndexOf(' ') + 1)..];
            if (word.Length >= ShortestSecret)
                yield return word;
        }
    }

    private static string Query(string text)
    {
        var start = text.IndexOf('?', StringComparison.Ordinal);
        if (start < 0)
            return text;
        var parts = text[(start + 1)..].Split('&');
        for (var i = 0; i < parts.Length; i++)
        {
            var equals = parts[i].IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && IsTelling(parts[i][..equals]))
                parts[i] = parts[i][..(equals + 1)] + Mask;
        }

        return string.Concat(text.AsSpan(0, start + 1), string.Join('&', parts));
    }
}
