using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CommerceEventConsole.Engine.Intake;

/// <summary>CloudEvents over HTTP in binary mode: attributes in headers, data in the body (CloudEvents HTTP binding, 3.1).</summary>
public static class BinaryMode
{
    private const string Prefix = "ce-";

    /// <summary>Whether a request is in binary mode: the content type goes before the headers (section 3).</summary>
    public static bool Is(IHeaderDictionary headers) =>
        (headers.ContainsKey("ce-specversion") || headers.ContainsKey("ce-id"))
        && !headers.ContentType.ToString().StartsWith("application/cloudevents", StringComparison.OrdinalIgnoreCase);

    /// <summary>The attributes: header names without their prefix, values unquoted, then percent-decoded once (3.1.3.2).</summary>
    public static IEnumerable<KeyValuePair<string, string>> Attributes(IHeaderDictionary headers)
    {
        foreach (var (name, value) in headers)
        {
            if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
                yield return KeyValuePair.Create(name[Prefix.Length..].ToLowerInvariant(), Uri.UnescapeDataString(Unquote(value.ToString())));
        }
    }

    private static string Unquote(string value) =>
        value is ['"', .., '"'] ? HeaderUtilities.UnescapeAsQuotedString(value).ToString() : value;
}
