using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>
/// Writes the kept part of a payload in one pass. Names and values are copied as they stand in the document; only the
/// punctuation between them is new, so numbers of any length and escapes of any kind arrive as they were sent.
/// Recursion is bounded: by the length of the paths, and past them by <see cref="MostLevels"/>. A sender may hide thousands of levels
/// in <c>data_base64</c>, and a stack that runs over ends the process.
/// </summary>
internal static class FieldWriter
{
    // Deeper than anything that Commerce makes; each level looks over what is below it once more.
    private const int MostLevels = 64;

    public static ReadOnlySpan<byte> OriginalData => "_origData"u8;

    /// <summary>Writes a value of which <paramref name="node"/> says what is kept.</summary>
    /// <param name="output">Receives UTF-8 JSON.</param>
    /// <param name="value">The value; <see cref="IsKept"/> has said that something of it is written.</param>
    /// <param name="node">The members or elements that were asked for.</param>
    /// <param name="keepRest">True when everything else is kept too, <c>_origData</c> excepted.</param>
    public static void Write(IBufferWriter<byte> output, JsonElement value, FieldNode node, bool keepRest)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when node.Members.Length > 0:
                WriteMembers(output, value, node, keepRest);
                break;
            case JsonValueKind.Object when node.Element is { } element && IsKeyedList(value):
                WriteKeyedList(output, value, element, keepRest);
                break;
            case JsonValueKind.Array when node.Element is { } element:
                WriteElements(output, value, element, keepRest);
                break;
            default:
                if (keepRest) WriteRest(output, value);
                else WriteRaw(output, value);
                break;
        }
    }

    /// <summary>Writes a value whole, but without any <c>_origData</c> in it, however deep: that travels only when asked for (spec 6.7).</summary>
    public static void WriteRest(IBufferWriter<byte> output, JsonElement value) => WriteRest(output, value, level: 0);

    private static void WriteRest(IBufferWriter<byte> output, JsonElement value, int level)
    {
        if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) || !MayHoldOriginalData(value))
        {
            WriteRaw(output, value);
            return;
        }

        if (level == MostLevels)
        {
            DeepWriter.WriteRest(output, JsonMarshal.GetRawUtf8Value(value));
            return;
        }

        var list = new Punctuation(output, value.ValueKind == JsonValueKind.Array);
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                list.Next();
                WriteRest(output, item, level + 1);
            }
        }
        else
        {
            foreach (var property in value.EnumerateObject())
            {
                var name = JsonMarshal.GetRawUtf8PropertyName(property);
                if (JsonName.Is(name, OriginalData)) continue;
                list.Next(name);
                WriteRest(output, property.Value, level + 1);
            }
        }

        list.End();
    }

    /// <summary>Copies a value byte for byte.</summary>
    public static void WriteRaw(IBufferWriter<byte> output, JsonElement value) => output.Write(JsonMarshal.GetRawUtf8Value(value));

    /// <summary>
    /// Whether a property that a path leads through is written at all. Commerce spells "nothing there" as null, <c>{}</c>,
    /// <c>[]</c> or <c>"[]"</c> (spec 6.2, 9.6 check 70): such a value travels as it came, whatever the path expects.
    /// Any other value of the wrong kind cannot hold the field, so the property is left out.
    /// </summary>
    private static bool IsKept(JsonElement value, FieldNode node, bool keepRest) => keepRest || value.ValueKind switch
    {
        JsonValueKind.Object => node.Members.Length > 0 || IsKeyedList(value),
        JsonValueKind.Array => node.Element is not null || value.GetArrayLength() == 0,
        JsonValueKind.Null => true,
        JsonValueKind.String => JsonMarshal.GetRawUtf8Value(value).SequenceEqual("\"[]\""u8),
        _ => false,
    };

    /// <summary>PHP sends a list with gaps or names as an object: one whose values are all objects.</summary>
    public static bool IsKeyedList(JsonElement value)
    {
        foreach (var property in value.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Object) return false;
        }

        return true;
    }

    private static void WriteMembers(IBufferWriter<byte> output, JsonElement value, FieldNode node, bool keepRest)
    {
        node = node.ForLiteralsOf(value);
        var list = new Punctuation(output, isArray: false);
        foreach (var property in value.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(property);
            var child = node.Find(name);
            if (child is null)
            {
                if (!keepRest || JsonName.Is(name, OriginalData) || node.IsTaken(name)) continue;
                list.Next(name);
                WriteRest(output, property.Value);
                continue;
            }

            for (; child is not null; child = child.Twin)
            {
                // Asking for the surroundings is not asking for the previous values in them.
                var keepChild = child.IsWhole || (keepRest && !child.IsOriginalData);
                if (!IsKept(property.Value, child, keepChild)) continue;
                list.Next(child.NewName is { } newName ? newName : name);
                if (child is { IsOriginalData: true, IsWhole: true }) WriteRaw(output, property.Value);
                else Write(output, property.Value, child, keepChild);
            }
        }

        list.End();
    }

    // Every object stays, so that lines keep their number and order; an element that is no object has no fields to keep.
    private static void WriteElements(IBufferWriter<byte> output, JsonElement value, FieldNode element, bool keepRest)
    {
        var list = new Punctuation(output, isArray: true);
        foreach (var item in value.EnumerateArray())
        {
            if (!keepRest && !element.IsWhole && item.ValueKind != JsonValueKind.Object) continue;
            list.Next();
            Write(output, item, element, keepRest || element.IsWhole);
        }

        list.End();
    }

    private static void WriteKeyedList(IBufferWriter<byte> output, JsonElement value, FieldNode element, bool keepRest)
    {
        var list = new Punctuation(output, isArray: false);
        foreach (var property in value.EnumerateObject())
        {
            list.Next(JsonMarshal.GetRawUtf8PropertyName(property));
            Write(output, property.Value, element, keepRest || element.IsWhole);
        }

        list.End();
    }

    // A name can hide its letters only behind \u escapes.
    private static bool MayHoldOriginalData(JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        return raw.IndexOf(OriginalData) >= 0 || raw.IndexOf("\\u"u8) >= 0;
    }
}
