using System.Globalization;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.Engine.BackOffice.Mapping;

/// <summary>A field that documents of a system have.</summary>
/// <param name="Path">Its path, as a row of a field map writes it.</param>
/// <param name="Example">A value that was seen there; null where all were null.</param>
public sealed record DocumentField(string Path, string? Example);

/// <summary>Lists what documents of a system hold, for people to choose from.</summary>
public static class DocumentFields
{
    private const int MaxFields = 500;
    private const int MaxDepth = 12;
    private const int MaxElements = 50;
    private const int MaxExample = 80;

    /// <summary>The fields of documents that hold plain values, in the order in which they were seen; at most 500.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="areColumns">Whether members are titles of columns, whatever letters they hold.</param>
    public static IReadOnlyList<DocumentField> Of(IEnumerable<JsonNode> documents, bool areColumns)
    {
        var examples = new Dictionary<string, string?>(StringComparer.Ordinal);
        var paths = new List<string>();
        foreach (var document in documents)
            Visit(document, "", 0);
        return [.. paths.Select(p => new DocumentField(p, examples[p]))];

        void Visit(JsonNode? node, string path, int depth)
        {
            if (depth > MaxDepth || paths.Count >= MaxFields)
                return;
            switch (node)
            {
                case JsonObject members:
                    foreach (var (name, value) in members)
                        Visit(value, areColumns ? name : Below(path, name), depth + 1);
                    break;
                case JsonArray list:
                    foreach (var element in list.Take(MaxElements))
                        Visit(element, path + "[]", depth + 1);
                    break;
                default:
                    if (path.Length > 0)
                        Add(path, FieldConverter.Text(node));
                    break;
            }
        }

        void Add(string path, string? example)
        {
            if (!examples.TryGetValue(path, out var known))
                paths.Add(path);
            if (known is null)
                examples[path] = ShortText.Cut(example, MaxExample);
        }
    }

    // A name with letters that mean something in a path stands in quotes.
    private static string Below(string path, string name)
    {
        if (name.Length > 0 && name.AsSpan().IndexOfAny('.', '[', ']') < 0 && name[0] != '@')
            return path.Length == 0 ? name : $"{path}.{name}";
        var quote = name.Contains('\'', StringComparison.Ordinal) ? '"' : '\'';
        return string.Create(CultureInfo.InvariantCulture, $"{path}[{quote}{name}{quote}]");
    }
}
