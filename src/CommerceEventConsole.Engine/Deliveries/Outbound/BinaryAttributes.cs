using System.Text.Json;

namespace CommerceEventConsole.Engine.Deliveries.Outbound;

/// <summary>The context attributes of an event that came in binary mode (CloudEvents 1.0, HTTP binding 3.1).</summary>
internal static class BinaryAttributes
{
    /// <summary>The attribute that in binary mode is the request's content type.</summary>
    public const string DataContentType = "datacontenttype";

    private const string Prefix = "ce-";

    /// <summary>Reads them from the headers kept: <c>ce-</c> headers without their prefix, and <c>content-type</c> as <c>datacontenttype</c>.</summary>
    /// <exception cref="JsonException">The headers are no JSON object.</exception>
    public static List<KeyValuePair<string, string>> Read(byte[]? headers)
    {
        var attributes = new List<KeyValuePair<string, string>>();
        if (headers is null)
            return attributes;
        using var document = JsonDocument.Parse(headers);
        foreach (var header in document.RootElement.EnumerateObject())
        {
            var name = AttributeName(header.Name);
            if (name is null || header.Value.ValueKind != JsonValueKind.String)
                continue;
            // Attributes come percent-encoded (HTTP binding 3.1.3.2), the content type does not.
            var value = header.Value.GetString()!;
            attributes.Add(new(name, name.Equals(DataContentType, StringComparison.Ordinal) ? value : Uri.UnescapeDataString(value)));
        }

        return attributes;
    }

    private static string? AttributeName(string header)
    {
        if (header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && header.Length > Prefix.Length)
            return header[Prefix.Length..].ToLowerInvariant();
        return header.Equals("content-type", StringComparison.OrdinalIgnoreCase) ? DataContentType : null;
    }
}
