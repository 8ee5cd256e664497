using System.Buffers;
using System.Text.Json;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>
/// Does what <see cref="FieldWriter.WriteRest(IBufferWriter{byte}, JsonElement)"/> does for JSON of any depth: token by token in one
/// pass, without recursion. Slower for ordinary payloads, so only what is nested past reason gets here.
/// </summary>
internal static class DeepWriter
{
    /// <summary>Writes a value whole, but without any <c>_origData</c> in it.</summary>
    /// <param name="output">Receives UTF-8 JSON.</param>
    /// <param name="json">One value of a document that has been parsed, so nothing in it can be wrong.</param>
    public static void WriteRest(IBufferWriter<byte> output, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        var isFirst = true;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && JsonName.Is(reader.ValueSpan, FieldWriter.OriginalData))
            {
                reader.Skip();
                continue;
            }

            if (!isFirst && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray)) output.Write(","u8);
            WriteToken(output, reader);
            isFirst = reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.StartObject or JsonTokenType.StartArray;
        }
    }

    private static void WriteToken(IBufferWriter<byte> output, in Utf8JsonReader reader)
    {
        var isText = reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String;
        if (isText) output.Write("\""u8);
        output.Write(reader.ValueSpan);
        if (isText) output.Write("\""u8);
        if (reader.TokenType == JsonTokenType.PropertyName) output.Write(":"u8);
    }
}
