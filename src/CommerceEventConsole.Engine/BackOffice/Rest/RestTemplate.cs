using System.Text;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice.Mapping;

namespace CommerceEventConsole.Engine.BackOffice.Rest;

/// <summary>Puts values into the braces of paths, conditions and bodies.</summary>
internal static class RestTemplate
{
    /// <summary>A text with its values; null where one of them is missing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The value of a name; null where there is none.</param>
    /// <param name="encode">How a value is written.</param>
    public static string? Text(string text, Func<string, string?> value, Func<string, string> encode)
    {
        var result = new StringBuilder(text.Length + 32);
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf('{', at);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (close < 0)
                return result.Append(text, at, text.Length - at).ToString();
            if (value(text[(open + 1)..close]) is not { } found)
                return null;
            // What stands between single quotes must not end them: OData and SQL double a quote inside.
            if (open > 0 && text[open - 1] == '\'' && close + 1 < text.Length && text[close + 1] == '\'')
                found = found.Replace("'", "''", StringComparison.Ordinal);
            result.Append(text, at, open - at).Append(encode(found));
            at = close + 1;
        }

        return result.ToString();
    }

    /// <summary>A path with its values, URL-encoded. A part of the query whose value is missing is left out.</summary>
    /// <exception cref="FormatException">A value in the path itself is missing, or would lead to another path.</exception>
    public static string Path(string path, Func<string, string?> value)
    {
        var cut = path.IndexOf('?', StringComparison.Ordinal);
        var before = cut < 0 ? path : path[..cut];
        var result = Text(before, Segment, Uri.EscapeDataString)
            ?? throw new FormatException($"a value of the path {before} is missing");
        if (cut < 0)
            return result;
        var query = path[(cut + 1)..].Split('&').Select(part => Text(part, value, Uri.EscapeDataString)).OfType<string>().ToList();
        return query.Count == 0 ? result : $"{result}?{string.Join('&', query)}";

        // Dots alone would walk up the path, whatever encodes them.
        string? Segment(string name) => value(name) switch
        {
            null or "" => null,
            "." or ".." => throw new FormatException("a name that is made of dots only cannot be part of an address"),
            var text => text,
        };
    }

    /// <summary>
    /// A body with its values. A text that is nothing but <c>{name}</c> becomes the value as it is: a number, a list, a document. A list whose
    /// text lacks its value is left out whole, a member likewise.
    /// </summary>
    public static JsonNode? Body(JsonNode? template, Func<string, JsonNode?> value) => Fill(template, value, out _);

    /// <summary>The names in braces.</summary>
    public static IEnumerable<string> Names(string text)
    {
        for (var open = text.IndexOf('{', StringComparison.Ordinal); open >= 0; open = text.IndexOf('{', open + 1))
        {
            var close = text.IndexOf('}', open);
            if (close > open)
                yield return text[(open + 1)..close];
        }
    }

    private static JsonNode? Fill(JsonNode? template, Func<string, JsonNode?> value, out bool isMissing)
    {
        isMissing = false;
        switch (template)
        {
            case JsonObject o:
                var filled = new JsonObject();
                foreach (var (name, member) in o)
                {
                    var next = Fill(member, value, out var lacks);
                    if (!lacks)
                        filled[name] = next;
                }

                return filled;
            case JsonArray a:
                var list = new JsonArray();
                foreach (var element in a)
                {
                    var next = Fill(element, value, out var lacks);
                    if (!lacks)
                        list.Add(next);
                    else if (element is not JsonArray)
                        isMissing = true;
                }

                return list;
            case JsonValue when FieldConverter.Text(template) is { } text && text.Contains('{', StringComparison.Ordinal):
                var only = text.Length > 2 && text[0] == '{' && text.IndexOf('}', StringComparison.Ordinal) == text.Length - 1;
                var result = only ? value(text[1..^1])?.DeepClone() : Text(text, name => FieldConverter.Text(value(name)), v => v);
                isMissing = result is null;
                return result;
            default:
                return template?.DeepClone();
        }
    }
}
