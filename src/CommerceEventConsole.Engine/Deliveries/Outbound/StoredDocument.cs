using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Deliveries.Outbound;

/// <summary>
/// A stored event, parsed once: what the rules look at, and what is written for a destination, in whatever mode it came.
/// </summary>
internal sealed class StoredDocument : IDisposable
{
    // Intake has set its limit already: what is in the store can be sent.
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = 10_000 };

    private readonly byte[] _body;
    private readonly JsonDocument? _json;
    private readonly List<KeyValuePair<string, string>>? _attributes;
    private JsonDocument? _decoded;

    private StoredDocument(byte[] body, JsonDocument? json, List<KeyValuePair<string, string>>? attributes)
    {
        _body = body;
        _json = json;
        _attributes = attributes;
        if (json is null)
            return;
        if (attributes is not null)
            Data = json.RootElement;
        else if (SafeJson.TryGetProperty(json.RootElement, "data"u8, out var data))
            Data = data;
    }

    /// <summary>CloudEvents <c>data</c> as the rules see it at intake; undefined where the event has none.</summary>
    public JsonElement Data { get; }

    /// <summary>Parses a stored event.</summary>
    /// <exception cref="JsonException">The stored bytes are not what the content mode says.</exception>
    public static StoredDocument Open(ContentMode mode, byte[]? headers, byte[] body)
    {
        if (mode != ContentMode.Binary)
            return new StoredDocument(body, JsonDocument.Parse(WithoutByteOrderMark(body), AnyDepth), null);

        var attributes = BinaryAttributes.Read(headers);
        // Without a content type it is JSON (CloudEvents 1.0, JSON format 3.1); text that only looks like JSON stays text.
        var type = attributes.Find(a => a.Key.Equals(BinaryAttributes.DataContentType, StringComparison.Ordinal)).Value;
        return body.Length > 0 && (type is null || MediaTypes.IsJson(type)) && TryParse(body, out var document)
            ? new StoredDocument(body, document, attributes)
            : new StoredDocument(body, null, attributes);
    }

    /// <summary>Writes the structured CloudEvent that a destination gets.</summary>
    public void Write(IBufferWriter<byte> output, FieldFilter filter, EventTypeInfo? info)
    {
        if (_attributes is null)
            OutboundBody.Write(output, _json!.RootElement, PayloadRoot.Find(DataToSend(), info), filter);
        else if (_json is null && _body.Length > 0)
            OutboundBody.WriteOpaque(output, _attributes, _body);
        else
            OutboundBody.Write(output, _attributes, Data, PayloadRoot.Find(Data, info), filter);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _json?.Dispose();
        _decoded?.Dispose();
    }

    // Data in base64 is filtered like any other where it is JSON (CloudEvents 1.0, JSON format 3.1.1).
    private JsonElement DataToSend()
    {
        if (Data.ValueKind != JsonValueKind.Undefined)
            return Data;
        if (_decoded is null
            && SafeJson.TryGetProperty(_json!.RootElement, "data_base64"u8, out var text)
            && text.ValueKind == JsonValueKind.String
            && text.TryGetBytesFromBase64(out var bytes)
            && TryParse(bytes, out var decoded))
        {
            _decoded = decoded;
        }

        return _decoded?.RootElement ?? default;
    }

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(byte[] json) => json.AsMemory(json.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);

    private static bool TryParse(byte[] json, [NotNullWhen(true)] out JsonDocument? document)
    {
        try
        {
            document = JsonDocument.Parse(WithoutByteOrderMark(json), AnyDepth);
            return true;
        }
        catch (JsonException)
        {
            document = null;
            return false;
        }
    }
}
