using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox.Commerce;

/// <summary>Trims an answer to `fields=` (spec 7.2), such as `items[increment_id,items[sku,qty_ordered]],total_count`.</summary>
internal static class FieldTrim
{
    private const int Deepest = 16;

    /// <summary>Keeps what is named, and the lists' items by the same names. Text that cannot be understood keeps everything, as Commerce does.</summary>
    public static JsonNode? Apply(JsonNode? node, string fields)
    {
        if (fields.Length == 0)
            return node;
        var position = 0;
        var wanted = Read(fields, ref position, 0);
        return wanted is null || position < fields.Length ? node : Keep(node, wanted);
    }

    private static JsonNode? Keep(JsonNode? node, Dictionary<string, Wanted?> wanted)
    {
        switch (node)
        {
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                    Keep(list[i], wanted);
                break;
            case JsonObject one:
                foreach (var name in one.Select(pair => pair.Key).Where(name => !wanted.ContainsKey(name)).ToList())
                    one.Remove(name);
                foreach (var (name, inner) in wanted)
                {
                    if (inner is not null)
                        Keep(one[name], inner.Fields);
                }
                break;
            default:
                // A value stays as it is.
                break;
        }
        return node;
    }

    private static Dictionary<string, Wanted?>? Read(string text, ref int position, int depth)
    {
        var wanted = new Dictionary<string, Wanted?>(StringComparer.Ordinal);
        while (position < text.Length)
        {
            var end = text.AsSpan(position).IndexOfAny('[', ']', ',') is var found and >= 0 ? position + found : text.Length;
            var name = text[position..end].Trim();
            position = end;
            if (name.Length == 0 || depth > Deepest)
                return null;
            wanted[name] = null;
            if (position < text.Length && text[position] == '[')
            {
                position++;
                if (Read(text, ref position, depth + 1) is not { } inner || position >= text.Length || text[position] != ']')
                    return null;
                wanted[name] = new Wanted(inner);
                position++;
            }
            if (position >= text.Length || text[position] == ']')
                break;
            if (text[position] != ',')
                return null;
            position++;
        }
        return wanted;
    }

    private sealed record Wanted(Dictionary<string, Wanted?> Fields);
}
