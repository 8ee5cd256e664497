using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Events;

/// <summary>A name and its value as text.</summary>
/// <param name="Name">The attribute or header.</param>
/// <param name="Value">Its value; JSON where it is no string.</param>
public readonly record struct EnvelopeField(string Name, string Value);

/// <summary>
/// An event taken apart for reading: attributes, headers, data. Never throws, whatever the bytes are. Holds pooled memory: dispose it.
/// </summary>
public sealed class EventEnvelope : IDisposable
{
    // Intake takes deeper payloads than the framework's default of 64 levels.
    private static readonly JsonDocumentOptions Lenient = new() { MaxDepth = 1_000 };

    private readonly JsonDocument? _document;

    private EventEnvelope(JsonDocument? document) => _document = document;

    /// <summary>CloudEvents attributes, extensions included, in the sender's order.</summary>
    public ImmutableArray<EnvelopeField> Attributes { get; private init; } = [];

    /// <summary>Request headers kept.</summary>
    public ImmutableArray<EnvelopeField> Headers { get; private init; } = [];

    /// <summary>The data; undefined where the event has none, or none that is JSON.</summary>
    public JsonElement Data { get; private init; }

    /// <summary>Whether the bytes could be read as JSON.</summary>
    public bool IsJson => _document is not null;

    /// <summary>Whether the sender marked the event as protected health information (spec 5.4; 9.2, check 29).</summary>
    public bool IsProtected { get; private init; }

    /// <summary>Takes an event apart.</summary>
    /// <param name="body">The bytes received.</param>
    /// <param name="mode">How the CloudEvent stood in them.</param>
    /// <param name="headers">The headers kept, as JSON.</param>
    public static EventEnvelope Parse(ReadOnlyMemory<byte> body, ContentMode mode, byte[]? headers)
    {
        var kept = HeaderFields(headers);
        var document = TryParse(body);
        var attributes = mode == ContentMode.Binary ? FromHeaders(kept) : FromBody(document);
        return new EventEnvelope(document)
        {
            Headers = kept,
            Attributes = attributes,
            Data = DataOf(document, mode),
            IsProtected = attributes.Concat(kept).Any(SaysProtected),
        };
    }

    /// <inheritdoc />
    public void Dispose() => _document?.Dispose();

    private static JsonDocument? TryParse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return body.IsEmpty ? null : JsonDocument.Parse(body, Lenient);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement DataOf(JsonDocument? document, ContentMode mode)
    {
        if (document is null) return default;
        if (mode == ContentMode.Binary) return document.RootElement;
        return SafeJson.TryGetProperty(document.RootElement, "data"u8, out var data)
            || SafeJson.TryGetProperty(document.RootElement, "data_base64"u8, out data) ? data : default;
    }

    private static ImmutableArray<EnvelopeField> FromBody(JsonDocument? document)
    {
        if (document is not { RootElement: { ValueKind: JsonValueKind.Object } root }) return [];
        return [.. root.EnumerateObject()
            .Select(p => (Name: JsonDisplay.NameOf(p), p.Value))
            .Where(p => p.Name is not ("data" or "data_base64"))
            .Select(p => new EnvelopeField(p.Name, JsonDisplay.TextOf(p.Value)))];
    }

    // CloudEvents HTTP binding, section 3.1.3: attributes are headers with the prefix ce-, the content type is datacontenttype.
    private static ImmutableArray<EnvelopeField> FromHeaders(ImmutableArray<EnvelopeField> headers) =>
        [.. headers.Where(h => h.Name.StartsWith("ce-", StringComparison.OrdinalIgnoreCase))
            .Select(h => new EnvelopeField(h.Name[3..].ToLowerInvariant(), Uri.UnescapeDataString(h.Value)))];

    private static ImmutableArray<EnvelopeField> HeaderFields(byte[]? headers)
    {
        if (headers is null) return [];
        using var document = TryParse(headers);
        return FromBody(document);
    }

    private static bool SaysProtected(EnvelopeField field) =>
        field.Name.Replace("x-event-", "", StringComparison.OrdinalIgnoreCase).Replace("ce-", "", StringComparison.OrdinalIgnoreCase)
            .Equals("phidata", StringComparison.OrdinalIgnoreCase)
        && (field.Value.Equals("true", StringComparison.OrdinalIgnoreCase) || field.Value is "1");
}

/// <summary>JSON as text for a screen. Never throws on lone surrogates or bad UTF-8.</summary>
public static class JsonDisplay
{
    /// <summary>The text of a scalar (strings without quotes), or the JSON of anything else, cut to <paramref name="limit"/> characters.</summary>
    public static string TextOf(JsonElement value, int limit = 4_000)
    {
        if (value.ValueKind is JsonValueKind.Undefined) return "";
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (value.ValueKind != JsonValueKind.String)
            return Cut(Encoding.UTF8.GetString(raw.Length > limit * 4 ? raw[..(limit * 4)] : raw), limit);

        Span<char> buffer = limit < 256 ? stackalloc char[limit + 1] : new char[Math.Min(limit + 1, raw.Length)];
        SafeJson.TryReadText(value, buffer, out var written);
        return Cut(new string(buffer[..written]), limit);
    }

    /// <summary>The name of a property.</summary>
    public static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(property));
        }
    }

    private static string Cut(string text, int limit)
    {
        if (text.Length <= limit) return text;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit), "…");
    }
}
