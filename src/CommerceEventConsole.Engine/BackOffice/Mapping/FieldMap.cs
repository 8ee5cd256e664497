using System.Text.Json.Nodes;

namespace CommerceEventConsole.Engine.BackOffice.Mapping;

/// <summary>A field map made ready: it turns documents of a system into records of ours, and back.</summary>
internal sealed class FieldMap
{
    private readonly (FieldRule Rule, RecordPath Field, RecordPath? Path)[] _rules;

    private FieldMap((FieldRule Rule, RecordPath Field, RecordPath? Path)[] rules) => _rules = rules;

    /// <summary>Makes a map ready.</summary>
    /// <param name="rules">Its rows, already checked by <see cref="FieldMapRules"/>.</param>
    /// <param name="areColumns">Whether the system's side are titles of columns, not paths.</param>
    /// <exception cref="FormatException">A path is none.</exception>
    public static FieldMap Of(IReadOnlyList<FieldRule> rules, bool areColumns = false) => new(
        [.. rules.Select(r => (r, RecordPath.Parse(r.Field), r.Path.Length == 0 ? null : areColumns ? RecordPath.OfName(r.Path) : RecordPath.Parse(r.Path)))]);

    /// <summary>The record in a document of the system.</summary>
    /// <exception cref="FormatException">It cannot be read; the message says which field and why.</exception>
    public SystemRecord Read(RecordKind kind, JsonNode document, DateTimeOffset? changedAt = null)
    {
        var fields = ReadFields(document);
        var key = RecordKeys.Of(kind, fields)
            ?? throw new FormatException($"it has no {string.Join(", ", RecordKeys.FieldsOf(kind))}, and so no key");
        return new SystemRecord(kind, key, fields, changedAt);
    }

    /// <summary>The document that the system gets.</summary>
    /// <exception cref="FormatException">A field cannot be written; the message says which and why.</exception>
    public JsonObject Write(JsonObject fields)
    {
        var document = new JsonObject();
        foreach (var (rule, field, path) in _rules)
        {
            if (rule.Direction == FieldDirection.Read || path is null)
                continue;
            if (rule.Constant is { } constant)
            {
                WriteConstant(document, fields, field, path, constant);
                continue;
            }

            var any = false;
            foreach (var (indices, value) in field.Find(fields))
            {
                any |= value is not null;
                path.Set(document, indices, Convert(rule, value, FieldConverter.Write));

                // What stands once in the system and in each element here: the first one says it.
                if (path.Lists < field.Lists)
                    break;
            }

            if (rule.Required && !any)
                throw new FormatException($"{rule.Field} is missing");
        }

        return document;
    }

    // A constant in a list stands in each of its elements.
    private static void WriteConstant(JsonObject document, JsonObject fields, RecordPath field, RecordPath path, JsonNode constant)
    {
        if (path.Lists == 0)
        {
            path.Set(document, [], constant.DeepClone());
            return;
        }

        foreach (var (indices, _) in List(field).Find(fields))
            path.Set(document, indices, constant.DeepClone());
    }

    // What the system says once, such as the carrier of all parcels, is said of each element that rows above have made.
    private static void Spread(JsonObject fields, RecordPath field, JsonNode? value)
    {
        var elements = List(field).Find(fields).Select(f => f.Indices).ToList();
        foreach (var indices in elements.Count == 0 ? [[0]] : elements)
            field.Set(fields, indices, value?.DeepClone());
    }

    private static RecordPath List(RecordPath path) =>
        RecordPath.Parse(path.Text[..(path.Text.LastIndexOf("[]", StringComparison.Ordinal) + 2)]);

    private static JsonNode? Convert(FieldRule rule, JsonNode? value, Func<FieldRule, JsonNode?, JsonNode?> convert)
    {
        try
        {
            return convert(rule, value);
        }
        catch (FormatException e)
        {
            throw new FormatException($"{rule.Field}: {e.Message}", e);
        }
    }

    private JsonObject ReadFields(JsonNode document)
    {
        var fields = new JsonObject();
        foreach (var (rule, field, path) in _rules)
        {
            if (rule.Direction == FieldDirection.Write)
                continue;
            if (path is null)
            {
                field.Set(fields, [], rule.Constant?.DeepClone());
                continue;
            }

            var any = false;
            foreach (var (indices, value) in path.Find(document))
            {
                var converted = Convert(rule, value, FieldConverter.Read);

                // A word that the table has nothing for says nothing of the field.
                if (converted is null && rule.As == FieldConversion.LookUp)
                    continue;
                any |= converted is not null;
                if (path.Lists < field.Lists)
                    Spread(fields, field, converted);
                else
                    field.Set(fields, indices, converted);
            }

            if (rule.Required && !any)
                throw new FormatException($"{rule.Path} is missing");
        }

        return fields;
    }
}
