using System.Globalization;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox.Commerce;

/// <summary>One condition of a search.</summary>
internal sealed class Filter
{
    public static readonly IReadOnlySet<string> Operators =
        new HashSet<string>(["eq", "neq", "gt", "gteq", "moreq", "from", "lt", "lteq", "to", "in", "nin", "like", "nlike", "null", "notnull", "finset", "nfinset"], StringComparer.Ordinal);

    private HashSet<string>? _choices;

    public string Field { get; private set; } = "";

    public string Value { get; private set; } = "";

    public string ConditionType { get; private set; } = "eq";

    /// <summary>Sets a part; false when there is none of that name.</summary>
    public bool Set(string name, string value)
    {
        switch (name)
        {
            case "field":
                Field = value;
                return true;
            case "value":
                Value = value;
                return true;
            case "conditiontype":
                ConditionType = value;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Whether a field's value, as text, is what is looked for; null stands for none.</summary>
    public bool Fits(string? actual) => ConditionType switch
    {
        "null" => actual is null,
        "notnull" => actual is not null,
        _ when actual is null => false,
        "eq" => Compare(actual, Value) == 0,
        "neq" => Compare(actual, Value) != 0,
        "gt" => Compare(actual, Value) > 0,
        "gteq" or "moreq" or "from" => Compare(actual, Value) >= 0,
        "lt" => Compare(actual, Value) < 0,
        "lteq" or "to" => Compare(actual, Value) <= 0,
        "in" => (_choices ??= Choices(Value)).Contains(Normal(actual)),
        "nin" => !(_choices ??= Choices(Value)).Contains(Normal(actual)),
        "like" => IsLike(actual, Value),
        "nlike" => !IsLike(actual, Value),
        "finset" => Choices(actual).Contains(Normal(Value)),
        "nfinset" => !Choices(actual).Contains(Normal(Value)),
        _ => false,
    };

    /// <summary>A field of a document as text, whatever its JSON type. `entity_id` also finds documents that call it `id`.</summary>
    public static string? FieldText(JsonObject document, string field)
    {
        var node = document[field] ?? (field is "entity_id" ? document["id"] : null);
        return node is JsonValue value ? value.ToString() : null;
    }

    /// <summary>By number where both are numbers, else by text, as a database column of the fitting type would.</summary>
    public static int Compare(string left, string right) =>
        decimal.TryParse(left, NumberStyles.Number, CultureInfo.InvariantCulture, out var a)
        && decimal.TryParse(right, NumberStyles.Number, CultureInfo.InvariantCulture, out var b)
            ? a.CompareTo(b)
            : string.Compare(left, right, StringComparison.OrdinalIgnoreCase);

    /// <summary>The values of a list, so that looking for many keys among many rows takes no time.</summary>
    private static HashSet<string> Choices(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries).Select(Normal).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Two texts are equal to <see cref="Compare"/> when their normal forms are.</summary>
    private static string Normal(string text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number.ToString("G29", CultureInfo.InvariantCulture) : text;

    /// <summary>SQL's LIKE with `%` for anything, ignoring case.</summary>
    private static bool IsLike(string actual, string pattern)
    {
        var parts = pattern.Split('%');
        var position = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var last = i == parts.Length - 1;
            var found = last && i > 0
                ? LastPosition(actual, parts[i], position)
                : actual.IndexOf(parts[i], position, StringComparison.OrdinalIgnoreCase);
            if (found < 0 || (i == 0 && found != 0))
                return false;
            position = found + parts[i].Length;
        }
        return parts.Length > 1 || position == actual.Length;
    }

    private static int LastPosition(string text, string end, int from) =>
        text.EndsWith(end, StringComparison.OrdinalIgnoreCase) && text.Length - end.Length >= from ? text.Length - end.Length : -1;
}

/// <summary>One sort order of a search.</summary>
internal sealed class Sort
{
    private string _field = "";
    private bool _descending;

    /// <summary>Sets a part; false when there is none of that name.</summary>
    public bool Set(string name, string value)
    {
        if (name is "field")
            _field = value;
        else if (name is "direction")
            _descending = string.Equals(value, "DESC", StringComparison.OrdinalIgnoreCase);
        return name is "field" or "direction";
    }

    public IEnumerable<T> Apply<T>(IEnumerable<T> all, Func<T, string, string?> field)
    {
        var byField = Comparer<string?>.Create((a, b) => a is null || b is null ? string.CompareOrdinal(a, b) : Filter.Compare(a, b));
        return _descending ? all.OrderByDescending(one => field(one, _field), byField) : all.OrderBy(one => field(one, _field), byField);
    }
}
