using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice;

namespace CommerceEventConsole.Engine.Resync.Comparing;

/// <summary>A field in which two records differ.</summary>
/// <param name="Field">Its path.</param>
/// <param name="Right">What the side says that is right.</param>
/// <param name="Other">What the other says; null where it says nothing.</param>
internal sealed record FieldDifference(string Field, string? Right, string? Other);

/// <summary>
/// Compares records. Systems spell the same value differently: <c>"10.0000"</c>, <c>10</c> and <c>10.00</c> are one number, <c>true</c> is
/// 1, and null, a missing field and an empty text are nothing. A text with leading zeros is a code and equals only itself.
/// </summary>
internal static class RecordComparison
{
    // What a list of differences shows of a value.
    private const int MaxText = 400;

    /// <summary>The fields in which <paramref name="other"/> is not as <paramref name="right"/>. What the right side does not say is not compared.</summary>
    public static List<FieldDifference> Compare(SystemRecord right, SystemRecord other, IReadOnlyList<FieldRule> rules)
    {
        var found = new List<FieldDifference>();
        foreach (var rule in rules)
        {
            if (!TryGet(right.Fields, rule.Path, out var wanted)) continue;
            TryGet(other.Fields, rule.Path, out var present);
            if (!AreSame(wanted, present, rule.Tolerance))
                found.Add(new FieldDifference(rule.Path, Text(wanted), Text(present)));
        }

        return found;
    }

    /// <summary>What is compared of a record, in one text that is the same wherever the record agrees.</summary>
    public static string Digest(SystemRecord record, IReadOnlyList<FieldRule> rules) => string.Join(
        '\u001f', rules.Select(r => TryGet(record.Fields, r.Path, out var value) ? Canonical(value) : "").Prepend(record.Key));

    /// <summary>A value as people read it; null for nothing.</summary>
    public static string? Text(JsonNode? value)
    {
        var text = value switch
        {
            null => null,
            JsonValue v when v.TryGetValue<string>(out var s) => s,
            _ => value.ToJsonString(),
        };
        return ShortText.Cut(text, MaxText);
    }

    private static bool TryGet(JsonObject fields, string path, out JsonNode? value)
    {
        if (fields.TryGetPropertyValue(path, out value)) return true;
        JsonNode? at = fields;
        foreach (var name in path.Split('.'))
        {
            if (at is not JsonObject inner || !inner.TryGetPropertyValue(name, out at))
            {
                value = null;
                return false;
            }
        }

        value = at;
        return true;
    }

    private static bool AreSame(JsonNode? wanted, JsonNode? present, decimal tolerance)
    {
        if (Number(wanted) is { } a && Number(present) is { } b)
            return Math.Abs(a - b) <= tolerance;
        return Canonical(wanted) == Canonical(present);
    }

    private static string Canonical(JsonNode? value) => value switch
    {
        null => "",
        JsonValue when Number(value) is { } number => number.ToString("0.############################", CultureInfo.InvariantCulture),
        JsonValue v when v.TryGetValue<string>(out var text) => text.Trim(),
        JsonArray { Count: 0 } or JsonObject { Count: 0 } => "",
        JsonArray list => "[" + string.Join(',', list.Select(Canonical)) + "]",
        JsonObject members => "{" + string.Join(',', members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => m.Key + ":" + Canonical(m.Value))) + "}",
        _ => value.ToJsonString(),
    };

    private static decimal? Number(JsonNode? value)
    {
        if (value is not JsonValue v) return null;
        switch (v.GetValueKind())
        {
            case JsonValueKind.True: return 1;
            case JsonValueKind.False: return 0;
            case JsonValueKind.Number:
                return decimal.TryParse(v.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
            case JsonValueKind.String:
                return v.TryGetValue<string>(out var text) ? NumberOf(text.AsSpan().Trim()) : null;
            default: return null;
        }
    }

    private static decimal? NumberOf(ReadOnlySpan<char> text)
    {
        var digits = text is ['-', ..] ? text[1..] : text;
        if (digits is ['0', >= '0' and <= '9', ..]) return null;
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return digits is [>= '0' and <= '9', ..] && decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
