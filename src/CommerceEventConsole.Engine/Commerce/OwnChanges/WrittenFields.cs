using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Commerce.OwnChanges;

/// <summary>A field that was written.</summary>
/// <param name="Path">Where events have it.</param>
/// <param name="Fingerprint">Of its value.</param>
internal sealed record WrittenField(WrittenPath Path, string Fingerprint);

/// <summary>The fields of a change as they are kept: paths and fingerprints, a line each.</summary>
internal static class WrittenFields
{
    private const char Separator = '\t';

    // Elements of lists that a change may name; the first that is there is taken.
    private static readonly string[] Ids = ["item_id", "order_item_id", "entity_id", "id", "sku"];

    /// <summary>The fields of a document that is written. What does not fit is left out: a difference in it counts as somebody's change.</summary>
    public static string Write(EntityKind kind, JsonObject written)
    {
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Collect(kind, "", written, lines);
        var kept = new List<string>();
        var length = 0;
        foreach (var (path, fingerprint) in lines)
        {
            var line = $"{path}{Separator}{fingerprint}";
            if ((length += line.Length + 1) > OwnChangeRow.MaxFields)
                break;
            kept.Add(line);
        }

        return string.Join('\n', kept);
    }

    /// <summary>Reads what <see cref="Write"/> made.</summary>
    public static ImmutableArray<WrittenField> Read(string text) =>
    [
        .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(Separator, 2)).Where(parts => parts.Length == 2)
            .Select(parts => new WrittenField(WrittenPath.Parse(parts[0]), parts[1])),
    ];

    private static void Collect(EntityKind kind, string at, JsonObject document, SortedDictionary<string, string> lines)
    {
        foreach (var (name, value) in document)
        {
            var path = at.Length == 0 ? name : $"{at}.{name}";
            if (value is JsonObject inner)
                Collect(kind, path, inner, lines);
            else if (value is JsonArray list)
                CollectList(kind, path, list, lines);
            else if (EventNames.Of(kind, path) is { } known)
                Add(known, value, lines);
        }
    }

    private static void CollectList(EntityKind kind, string path, JsonArray list, SortedDictionary<string, string> lines)
    {
        foreach (var item in list.OfType<JsonObject>())
        {
            if (path == "custom_attributes" && item["attribute_code"] is JsonValue code)
            {
                Add(code.ToString(), item["value"], lines);
                continue;
            }

            var id = Array.Find(Ids, name => item[name] is JsonValue);
            foreach (var (name, value) in item)
            {
                if (name != id && value is null or JsonValue)
                    Add(id is null ? $"{path}[].{name}" : $"{path}[{id}={item[id]}].{name}", value, lines);
            }
        }
    }

    private static void Add(string path, JsonNode? value, SortedDictionary<string, string> lines) =>
        lines[path] = CanonicalValue.Fingerprint(path, JsonSerializer.SerializeToElement(value));
}
