using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.Engine.BackOffice.Mapping;

/// <summary>Turns a value of a system into Commerce's, and back.</summary>
internal static class FieldConverter
{
    private static readonly string[] True = ["true", "1", "yes", "y", "x"];
    private static readonly string[] False = ["false", "0", "no", "n", ""];

    /// <summary>Commerce's value.</summary>
    /// <exception cref="FormatException">The system's value is not what the rule says; the message is a sentence.</exception>
    public static JsonNode? Read(FieldRule rule, JsonNode? value)
    {
        if (rule.As == FieldConversion.LookUp)
            return LookUp(rule, Text(value) ?? "");
        if (value is null)
            return null;
        return rule.As switch
        {
            FieldConversion.Text => Text(value)?.Trim(),
            FieldConversion.Number => Number(rule, value),
            FieldConversion.IsPositive => Number(rule, value) is { } number && number.GetValue<decimal>() > 0 ? 1 : 0,
            FieldConversion.Date => Text(value) is { Length: > 0 } text ? DateText.Commerce(DateText.Read(text, rule.Format)) : null,
            FieldConversion.Boolean => Boolean(rule, Text(value) ?? ""),
            _ => value.DeepClone(),
        };
    }

    /// <summary>The system's value.</summary>
    /// <exception cref="FormatException">Commerce's value is not what the rule says; the message is a sentence.</exception>
    public static JsonNode? Write(FieldRule rule, JsonNode? value)
    {
        if (rule.As == FieldConversion.LookUp)
            return ReverseLookUp(rule, Text(value) ?? "");
        if (value is null)
            return null;
        return rule.As switch
        {
            FieldConversion.Text => Text(value)?.Trim(),
            FieldConversion.Number => WriteNumber(rule, value),
            FieldConversion.Date => Text(value) is { Length: > 0 } text ? DateText.Write(DateText.Read(text, ""), rule.Format) : null,
            FieldConversion.Boolean => WriteBoolean(rule, Text(value) ?? ""),
            _ => value.DeepClone(),
        };
    }

    /// <summary>A plain value as text; null for null, an object or a list.</summary>
    public static string? Text(JsonNode? value) => value is not JsonValue plain ? null : plain.GetValueKind() switch
    {
        JsonValueKind.String => plain.GetValue<string>(),
        JsonValueKind.Number when plain.TryGetValue<decimal>(out var number) => RecordKeys.Plain(number),
        JsonValueKind.Null => null,
        _ => plain.ToJsonString(),
    };

    private static JsonValue? Number(FieldRule rule, JsonNode value)
    {
        if (value.GetValueKind() == JsonValueKind.Number && value.AsValue().TryGetValue<decimal>(out var number))
            return JsonValue.Create(number);
        if (Text(value)?.Trim() is not { } text)
            throw new FormatException("a list or an object is no number");
        if (text.Length == 0)
            return null;
        return JsonValue.Create(Parse(text, rule.DecimalComma));
    }

    private static decimal Parse(string text, bool decimalComma)
    {
        // Systems group thousands by blanks, some of them by blanks that do not break.
        var plain = string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

        // SAP writes the sign behind the number.
        if (plain.Length > 1 && plain[^1] == '-')
            plain = "-" + plain[..^1];
        var (group, point) = decimalComma ? ('.', ',') : (',', '.');
        var cut = plain.IndexOf(point, StringComparison.Ordinal);
        if (cut >= 0 && plain.IndexOf(group, cut) >= 0)
            throw new FormatException($"“{text}” is no number");
        plain = plain.Replace(group.ToString(), "", StringComparison.Ordinal).Replace(point, '.');
        return decimal.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"“{text}” is no number");
    }

    private static JsonNode? WriteNumber(FieldRule rule, JsonNode value)
    {
        if (Number(rule with { DecimalComma = false }, value)?.GetValue<decimal>() is not { } number)
            return null;
        if (!rule.AsText && !rule.DecimalComma && rule.Format.Length == 0)
            return JsonValue.Create(number);
        var text = rule.Format.Length == 0 ? RecordKeys.Plain(number) : number.ToString(rule.Format, CultureInfo.InvariantCulture);
        return rule.DecimalComma ? text.Replace(",", "", StringComparison.Ordinal).Replace('.', ',') : text;
    }

    private static JsonNode Boolean(FieldRule rule, string text)
    {
        if (Words(rule) is var (yes, no))
        {
            return text.Equals(yes, StringComparison.OrdinalIgnoreCase) ? true
                : text.Equals(no, StringComparison.OrdinalIgnoreCase) ? false
                : throw new FormatException($"“{text}” is neither “{yes}” nor “{no}”");
        }

        return True.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase) ? true
            : False.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase) ? false
            : throw new FormatException($"“{text}” says neither yes nor no");
    }

    private static JsonNode WriteBoolean(FieldRule rule, string text)
    {
        var isTrue = Boolean(rule with { Format = "" }, text).GetValue<bool>();
        return Words(rule) is var (yes, no) ? isTrue ? yes : no : isTrue;
    }

    private static (string Yes, string No)? Words(FieldRule rule)
    {
        var cut = rule.Format.IndexOf(';', StringComparison.Ordinal);
        return cut < 0 ? null : (rule.Format[..cut], rule.Format[(cut + 1)..]);
    }

    private static JsonNode? LookUp(FieldRule rule, string text)
    {
        foreach (var (theirs, ours) in rule.Table?.AsEnumerable() ?? [])
        {
            if (theirs.Equals(text, StringComparison.OrdinalIgnoreCase))
                return ours?.DeepClone();
        }

        return rule.Otherwise?.DeepClone() ?? throw new FormatException($"“{text}” is not in the look-up table");
    }

    private static JsonNode ReverseLookUp(FieldRule rule, string text)
    {
        foreach (var (theirs, ours) in rule.Table?.AsEnumerable() ?? [])
        {
            if ((Text(ours) ?? "").Equals(text, StringComparison.OrdinalIgnoreCase))
                return theirs;
        }

        throw new FormatException($"“{text}” is not in the look-up table");
    }
}
