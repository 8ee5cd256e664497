using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;

namespace CommerceEventConsole.Engine.Failures;

/// <summary>One field of what was sent, over several examples.</summary>
/// <param name="Path">Where it is, e.g. <c>items[].sku</c>.</param>
/// <param name="Common">What it is in all of them; of a list what is in each; null where they share nothing.</param>
/// <param name="Values">What it is in each example; empty where it is not there.</param>
public sealed record ComparedField(string Path, string? Common, IReadOnlyList<string> Values);

/// <summary>
/// Lays what was sent side by side. What the examples of one failure have in common (an article, a payment method) is often its cause;
/// where they differ is what it does not depend on.
/// </summary>
public static class ExampleComparison
{
    private const int MaxFields = 300;
    private const int MaxText = 80;
    private const int MaxListed = 5;

    /// <summary>The fields of examples that can be read; none where fewer than two can, or one is protected.</summary>
    public static IReadOnlyList<ComparedField> Compare(IReadOnlyList<FailureExample> examples)
    {
        if (examples.Any(e => e.IsProtected))
            return [];
        var sent = examples.Select(Fields).Where(f => f.Count > 0).ToList();
        return sent.Count < 2 || sent.Count < examples.Count
            ? []
            : [.. sent.SelectMany(f => f.Keys).Distinct(StringComparer.Ordinal).Take(MaxFields).Select(path => Compare(path, sent))];
    }

    private static ComparedField Compare(string path, List<Dictionary<string, List<string>>> sent)
    {
        var values = sent.ConvertAll(f => f.GetValueOrDefault(path, []));
        var common = values.Skip(1).Aggregate(values[0].AsEnumerable(), (all, next) => all.Intersect(next, StringComparer.Ordinal)).ToList();
        return new ComparedField(path, common.Count == 0 ? null : Listed(common), values.ConvertAll(Listed));
    }

    private static string Listed(List<string> values) =>
        string.Join(", ", values.Take(MaxListed)) + (values.Count > MaxListed ? ", …" : "");

    // Only the first 16 kB are kept: a longer body is no JSON any more, and is left out.
    private static Dictionary<string, List<string>> Fields(FailureExample example)
    {
        var fields = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        if (example.Attempt.RequestBody is not { Length: > 0 } body)
            return fields;
        try
        {
            using var document = JsonDocument.Parse(body);
            if (SafeJson.TryGetProperty(document.RootElement, "data"u8, out var data))
                Collect(PayloadRoot.Find(data, EventCatalogue.Default.Find(example.EventType)).Root, "", fields);
        }
        catch (JsonException)
        {
            fields.Clear();
        }

        return fields;
    }

    private static void Collect(JsonElement value, string path, Dictionary<string, List<string>> fields)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    var name = JsonDisplay.NameOf(property);
                    if (name is not "_origData")
                        Collect(property.Value, path.Length == 0 ? name : $"{path}.{name}", fields);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    Collect(item, path + "[]", fields);
                break;
            case JsonValueKind.Undefined or JsonValueKind.Null:
                break;
            default:
                Add(fields, path, JsonDisplay.TextOf(value, MaxText));
                break;
        }
    }

    private static void Add(Dictionary<string, List<string>> fields, string path, string text)
    {
        if (text.Length == 0)
            return;
        if (!fields.TryGetValue(path, out var values))
        {
            if (fields.Count >= MaxFields)
                return;
            fields[path] = values = [];
        }

        if (!values.Contains(text, StringComparer.Ordinal))
            values.Add(text);
    }
}
