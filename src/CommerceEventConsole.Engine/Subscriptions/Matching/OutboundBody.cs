using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>
/// The CloudEvent as sent to destinations: every envelope attribute as received, known or not, and <c>data</c> rebuilt with
/// only the payload root filtered. What stands beside the root (<c>key</c>, <c>source</c>, <c>_metadata</c>, <c>uid</c> ...) always
/// travels (spec 6.7). Whatever the payload's shape, the root is found by its place in the document.
/// </summary>
public static class OutboundBody
{
    /// <summary>Writes an event that came in structured mode.</summary>
    /// <param name="output">Receives UTF-8 JSON.</param>
    /// <param name="envelope">The CloudEvent object as received.</param>
    /// <param name="payload">The payload root; normally inside <paramref name="envelope"/>. When it was decoded from elsewhere, such as <c>data_base64</c>, it takes the place of <c>data</c>.</param>
    /// <param name="filter">What is kept of the payload.</param>
    public static void Write(IBufferWriter<byte> output, JsonElement envelope, in PayloadRoot payload, FieldFilter filter)
    {
        if (filter.KeepsEverything) FieldWriter.WriteRaw(output, envelope);
        else if (RawJson.Contains(envelope, payload.Root)) WriteAround(output, envelope, payload, filter);
        else WriteDetached(output, envelope, payload, filter);
    }

    /// <summary>Writes an event that came in binary mode, as a structured one.</summary>
    /// <param name="output">Receives UTF-8 JSON.</param>
    /// <param name="attributes">Context attributes in their order; <c>data</c> and <c>data_base64</c> are no attributes and are passed over.</param>
    /// <param name="data">The parsed body, or default when there was none.</param>
    /// <param name="payload">The payload root inside <paramref name="data"/>.</param>
    /// <param name="filter">What is kept of the payload.</param>
    public static void Write(
        IBufferWriter<byte> output,
        IEnumerable<KeyValuePair<string, string>> attributes,
        JsonElement data,
        in PayloadRoot payload,
        FieldFilter filter)
    {
        var list = new Punctuation(output, isArray: false);
        WriteAttributes(output, ref list, attributes);
        if (data.ValueKind != JsonValueKind.Undefined)
        {
            list.Next("data"u8);
            if (filter.KeepsEverything) FieldWriter.WriteRaw(output, data);
            else if (RawJson.Contains(data, payload.Root)) WriteAround(output, data, payload, filter);
            else filter.Write(output, payload);
        }

        list.End();
    }

    /// <summary>Writes an event that came in binary mode with a body that is not JSON: it travels whole as <c>data_base64</c> (CloudEvents 1.0, JSON format 3.1.1).</summary>
    public static void WriteOpaque(IBufferWriter<byte> output, IEnumerable<KeyValuePair<string, string>> attributes, ReadOnlySpan<byte> data)
    {
        var list = new Punctuation(output, isArray: false);
        WriteAttributes(output, ref list, attributes);
        list.Next("data_base64"u8);
        using (var writer = new Utf8JsonWriter(output)) writer.WriteBase64StringValue(data);
        list.End();
    }

    // The root is reached through one property at each level. Another property of the same name would carry the
    // unfiltered payload past the filter, so it is dropped.
    private static void WriteAround(IBufferWriter<byte> output, JsonElement value, in PayloadRoot payload, FieldFilter filter)
    {
        if (value.ValueKind != JsonValueKind.Object || RawJson.AreSamePlace(value, payload.Root))
        {
            filter.Write(output, payload);
            return;
        }

        var way = NameOnTheWay(value, payload.Root);
        var list = new Punctuation(output, isArray: false);
        foreach (var property in value.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(property);
            if (RawJson.Contains(property.Value, payload.Root))
            {
                list.Next(name);
                WriteAround(output, property.Value, payload, filter);
            }
            else if (!JsonName.Is(name, way))
            {
                list.Next(name);
                FieldWriter.WriteRaw(output, property.Value);
            }
        }

        list.End();
    }

    private static void WriteDetached(IBufferWriter<byte> output, JsonElement envelope, in PayloadRoot payload, FieldFilter filter)
    {
        var list = new Punctuation(output, isArray: false);
        foreach (var property in envelope.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(property);
            if (JsonName.Is(name, "data"u8) || JsonName.Is(name, "data_base64"u8)) continue;
            list.Next(name);
            FieldWriter.WriteRaw(output, property.Value);
        }

        if (payload.Root.ValueKind != JsonValueKind.Undefined)
        {
            list.Next("data"u8);
            filter.Write(output, payload);
        }

        list.End();
    }

    private static ReadOnlySpan<byte> NameOnTheWay(JsonElement value, JsonElement root)
    {
        foreach (var property in value.EnumerateObject())
        {
            if (RawJson.Contains(property.Value, root)) return JsonMarshal.GetRawUtf8PropertyName(property);
        }

        return default;
    }

    private static void WriteAttributes(IBufferWriter<byte> output, ref Punctuation list, IEnumerable<KeyValuePair<string, string>> attributes)
    {
        foreach (var (name, value) in attributes)
        {
            if (name is "data" or "data_base64") continue;
            list.Next(Encode(name).EncodedUtf8Bytes);
            output.Write("\""u8);
            output.Write(Encode(value).EncodedUtf8Bytes);
            output.Write("\""u8);
        }
    }

    // Through UTF-8 first: text that is no valid UTF-16 becomes U+FFFD there, where the encoder would throw.
    private static JsonEncodedText Encode(string text) =>
        JsonEncodedText.Encode(Encoding.UTF8.GetBytes(text), JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
}
