using System.Text.Json;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>A field of a sample.</summary>
/// <param name="Target">Its place as a row writes it, e.g. <c>lines[].sku</c>.</param>
/// <param name="Convert">What its value looks like.</param>
public sealed record SampleField(string Target, ConvertChoice Convert);

/// <summary>A document as the other system wants it: its fields are rows to fill, and rows are checked against it.</summary>
public sealed class TargetSample
{
    private const int MaxFields = 300;
    private const int MaxDepth = 16;

    private readonly List<SampleField> _fields = [];
    private readonly HashSet<string> _targets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _groups = new(StringComparer.Ordinal);

    private TargetSample(JsonElement root) => Members(root, "", 0);

    /// <summary>The fields that hold a value, in their order; at most 300.</summary>
    public IReadOnlyList<SampleField> Fields => _fields;

    /// <summary>Reads a sample; null for none and for what is none.</summary>
    /// <param name="json">The sample as it was pasted.</param>
    /// <param name="problem">What is wrong with it, as a sentence; null for nothing.</param>
    public static TargetSample? Read(string json, out string? problem)
    {
        problem = null;
        if (json.Trim().Length == 0)
            return null;
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return new TargetSample(document.RootElement);
            problem = "A sample is one JSON object, in braces.";
        }
        catch (JsonException e)
        {
            problem = $"This is no JSON: look at line {(e.LineNumber ?? 0) + 1}.";
        }

        return null;
    }

    /// <summary>Why a row does not fit, as a sentence; null where it does.</summary>
    public string? Doubt(string target)
    {
        target = target.Trim();
        if (target.Length == 0 || _targets.Contains(target) || _groups.Contains(target))
            return null;
        var other = _targets.FirstOrDefault(t => Plain(t).Equals(Plain(target), StringComparison.OrdinalIgnoreCase));
        return other is null ? $"The sample has no field “{target}”." : $"The sample calls it “{other}”.";
    }

    /// <summary>The fields that no row fills.</summary>
    public IEnumerable<SampleField> Missing(IEnumerable<MapRowEntry> rows)
    {
        var filled = rows.Select(r => r.Target.Trim()).ToList();
        return _fields.Where(f => !filled.Exists(t => t == f.Target || f.Target.StartsWith(t + ".", StringComparison.Ordinal) || (t.Length > 0 && f.Target.StartsWith(t + "[]", StringComparison.Ordinal))));
    }

    private static string Plain(string target) => target.Replace("[]", "", StringComparison.Ordinal);

    private void Members(JsonElement value, string path, int depth)
    {
        foreach (var member in value.EnumerateObject())
            Visit(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}", depth);
    }

    private void Visit(JsonElement value, string path, int depth)
    {
        if (_fields.Count >= MaxFields || depth > MaxDepth)
            return;
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                _groups.Add(path);
                Members(value, path, depth + 1);
                break;
            case JsonValueKind.Array:
                _groups.Add(path);
                foreach (var item in value.EnumerateArray())
                    Visit(item, path + "[]", depth + 1);
                if (value.GetArrayLength() == 0)
                    Add(path, ConvertChoice.None);
                break;
            default:
                Add(path, KindOf(value));
                break;
        }
    }

    private void Add(string target, ConvertChoice convert)
    {
        if (_targets.Add(target))
            _fields.Add(new SampleField(target, convert));
    }

    private static ConvertChoice KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0 ? ConvertChoice.Number : ConvertChoice.Decimal,
        JsonValueKind.True or JsonValueKind.False => ConvertChoice.Boolean,
        JsonValueKind.String when value.TryGetDateTimeOffset(out _) => ConvertChoice.Date,
        JsonValueKind.String => ConvertChoice.Text,
        _ => ConvertChoice.None,
    };
}
