using System.Text.Json;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.BackOffice.Csv;
using CommerceEventConsole.Engine.BackOffice.Mapping;
using CommerceEventConsole.Engine.BackOffice.Rest;
using CommerceEventConsole.Engine.BackOffice.Systems;

namespace CommerceEventConsole.Components.Systems.Fields;

/// <summary>The field maps in the JSON of what a system exchanges: read from it, and put back without touching the rest. Comments are not kept.</summary>
public static class FieldMapText
{
    private const string Fields = "fields";
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The field maps by kind.</summary>
    /// <exception cref="FormatException">The text cannot be read; the message says where and why.</exception>
    public static IReadOnlyDictionary<RecordKind, IReadOnlyList<FieldRule>> Read(SystemConnector connector, string records) => connector == SystemConnector.Rest
        ? SystemJson.Read<Dictionary<RecordKind, RestRecords>>(records).ToDictionary(r => r.Key, r => r.Value.Fields)
        : SystemJson.Read<Dictionary<RecordKind, CsvRecords>>(records).ToDictionary(r => r.Key, r => r.Value.Fields);

    /// <summary>The text with another field map of one kind.</summary>
    /// <exception cref="FormatException">The text cannot be read, or holds nothing of that kind.</exception>
    public static string Write(string records, RecordKind kind, IEnumerable<FieldRule> rules)
    {
        try
        {
            var all = JsonNode.Parse(records, documentOptions: Lenient)?.AsObject() ?? [];
            var name = all.Select(m => m.Key).LastOrDefault(k => Enum.TryParse<RecordKind>(k, ignoreCase: true, out var found) && found == kind);
            if (name is null || all[name] is not JsonObject of)
                throw new FormatException($"There is nothing of the kind {kind}.");
            var fields = of.Select(m => m.Key).LastOrDefault(k => k.Equals(Fields, StringComparison.OrdinalIgnoreCase)) ?? Fields;
            of[fields] = new JsonArray([.. rules.Select(Row)]);
            return SystemJson.Write(all);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new FormatException("The JSON cannot be read: " + e.Message, e);
        }
    }

    // As people write it: what is empty is left out.
    private static JsonNode Row(FieldRule rule)
    {
        var row = JsonNode.Parse(SystemJson.Write(rule))!.AsObject();
        foreach (var name in row.Where(m => m.Value is JsonValue value && value.TryGetValue<string>(out var text) && text.Length == 0).Select(m => m.Key).Where(k => k is "path" or "format").ToList())
            row.Remove(name);
        return row;
    }
}
