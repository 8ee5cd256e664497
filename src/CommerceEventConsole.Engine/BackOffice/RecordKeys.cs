using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.Engine.BackOffice;

/// <summary>By what both sides know a record: see <see cref="RecordKind"/> for the rule of each kind.</summary>
public static class RecordKeys
{
    private const string DefaultSource = "default";
    private const string DefaultStore = "0";

    /// <summary>The fields that a key is made of, in their order; the first one must be there.</summary>
    public static IReadOnlyList<string> FieldsOf(RecordKind kind) => kind switch
    {
        RecordKind.Order or RecordKind.OrderStatus => ["increment_id"],
        RecordKind.Shipment or RecordKind.Return => ["number"],
        RecordKind.Product => ["sku"],
        RecordKind.BasePrice => ["sku", "store_id"],
        RecordKind.Stock => ["sku", "source_code"],
        RecordKind.Customer => ["email"],
        RecordKind.Company => ["company_email"],
        RecordKind.ListPrice => ["sku", "customer_group", "quantity"],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of record."),
    };

    /// <summary>The key of a record with these fields; null where the fields that it is made of are missing.</summary>
    public static string? Of(RecordKind kind, JsonObject fields)
    {
        var names = FieldsOf(kind);
        if (Text(fields, names[0]) is not { Length: > 0 } first)
            return null;
        return kind switch
        {
            RecordKind.Customer or RecordKind.Company => first.ToLowerInvariant(),
            RecordKind.BasePrice => With(first, Text(fields, "store_id"), DefaultStore),
            RecordKind.Stock => With(first, Text(fields, "source_code"), DefaultSource),
            RecordKind.ListPrice => Text(fields, names[1]) is { } group && Text(fields, names[2]) is { } quantity ? $"{first}/{group}/{quantity}" : null,
            _ => first,
        };
    }

    /// <summary>The fields that a key stands for, the reverse of <see cref="Of"/>: what a system is asked for by key with.</summary>
    public static IReadOnlyDictionary<string, string> Split(RecordKind kind, string key)
    {
        var names = FieldsOf(kind);
        var parts = new Dictionary<string, string>(StringComparer.Ordinal) { ["key"] = key };
        if (names.Count == 1)
        {
            parts[names[0]] = key;
            return parts;
        }

        // A SKU may hold a slash, a store or a source does not: it is cut from the end.
        var rest = key;
        for (var i = names.Count - 1; i > 0; i--)
        {
            var cut = rest.LastIndexOf('/');
            if (cut < 0)
            {
                parts[names[i]] = kind == RecordKind.Stock ? DefaultSource : kind == RecordKind.BasePrice ? DefaultStore : "";
                continue;
            }

            parts[names[i]] = rest[(cut + 1)..];
            rest = rest[..cut];
        }

        parts[names[0]] = rest;
        return parts;
    }

    /// <summary>A number as both sides write it in a key: without zeros at its end.</summary>
    internal static string Plain(decimal number) => number.ToString("0.#############################", CultureInfo.InvariantCulture);

    private static string With(string first, string? second, string usual) =>
        string.IsNullOrEmpty(second) || second == usual ? first : $"{first}/{second}";

    private static string? Text(JsonObject fields, string name) => fields[name] is not JsonValue value ? null : value.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>().Trim(),
        JsonValueKind.Number when value.TryGetValue<decimal>(out var number) => Plain(number),
        JsonValueKind.Number => value.ToJsonString(),
        _ => null,
    };
}
