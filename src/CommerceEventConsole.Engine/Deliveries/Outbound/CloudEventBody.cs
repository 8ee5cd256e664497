using System.Buffers;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Deliveries.Outbound;

/// <summary>Turns a stored event into the structured CloudEvent that destinations get, whatever mode it came in.</summary>
internal static class CloudEventBody
{
    // Intake has set its limit already: what is in the store can be sent.
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = 10_000 };

    /// <exception cref="JsonException">The stored bytes are not what the content mode says.</exception>
    public static byte[] Write(OutboundEvent source, FieldFilter filter, EventCatalogue catalogue)
    {
        var output = new ArrayBufferWriter<byte>(source.Body.Length + 256);
        var info = catalogue.Find(source.EventType);
        if (source.ContentMode == ContentMode.Binary)
            WriteBinary(output, source, filter, info);
        else
            WriteStructured(output, source, filter, info);
        return output.WrittenSpan.ToArray();
    }

    private static void WriteStructured(ArrayBufferWriter<byte> output, OutboundEvent source, FieldFilter filter, EventTypeInfo? info)
    {
        using var document = JsonDocument.Parse(WithoutByteOrderMark(source.Body), AnyDepth);
        var envelope = document.RootElement;
        if (envelope.TryGetProperty("data"u8, out var data) || !TryDecode(envelope, out var decoded))
        {
            OutboundBody.Write(output, envelope, PayloadRoot.Find(data, info), filter);
            return;
        }

        using (decoded)
            OutboundBody.Write(output, envelope, PayloadRoot.Find(decoded.RootElement, info), filter);
    }

    private static void WriteBinary(ArrayBufferWriter<byte> output, OutboundEvent source, FieldFilter filter, EventTypeInfo? info)
    {
        var attributes = BinaryAttributes.Read(source.Headers);
        if (source.Body.Length == 0)
        {
            OutboundBody.Write(output, attributes, default, PayloadRoot.Find(default, info), filter);
            return;
        }

        // Without a content type it is JSON (CloudEvents 1.0, JSON format 3.1); text that only looks like JSON stays text.
        var type = attributes.Find(a => a.Key.Equals(BinaryAttributes.DataContentType, StringComparison.Ordinal)).Value;
        if ((type is not null && !MediaTypes.IsJson(type)) || !TryParse(source.Body, out var document))
        {
            OutboundBody.WriteOpaque(output, attributes, source.Body);
            return;
        }

        using (document)
            OutboundBody.Write(output, attributes, document.RootElement, PayloadRoot.Find(document.RootElement, info), filter);
    }

    // Data in base64 is filtered like any other where it is JSON (CloudEvents 1.0, JSON format 3.1.1).
    private static bool TryDecode(JsonElement envelope, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out JsonDocument? document)
    {
        document = null;
        return envelope.TryGetProperty("data_base64"u8, out var text)
            && text.ValueKind == JsonValueKind.String
            && text.TryGetBytesFromBase64(out var bytes)
            && TryParse(bytes, out document);
    }

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(byte[] json) => json.AsMemory(json.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);

    private static bool TryParse(byte[] json, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out JsonDocument? document)
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
