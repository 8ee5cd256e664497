using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox.Commerce.Calls;

/// <summary>Reads fields of a request as leniently as Commerce does: numbers may come as text, flags as numbers.</summary>
internal static class Fields
{
    private const int LongestText = 64 * 1024;

    /// <summary>Text, or a number as text; null where it is absent or null.</summary>
    public static string? Text(JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number && value.ToString().Length <= LongestText => value.ToString(),
        var other => throw CommerceRefusal.Invalid(name, other.GetValueKind().ToString()),
    };

    /// <summary>Text that must be there.</summary>
    public static string Needed(JsonObject body, string name) => Text(body, name) is { Length: > 0 } text ? text : throw CommerceRefusal.Required(name);

    public static decimal? Number(JsonObject body, string name)
    {
        if (Text(body, name) is not { } text)
            return null;
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1_000_000_000
            ? number
            : throw CommerceRefusal.Invalid(name, text);
    }

    public static decimal NeededNumber(JsonObject body, string name) => Number(body, name) ?? throw CommerceRefusal.Required(name);

    /// <summary>A quantity or id: a whole number, which may be written as `2.0`.</summary>
    public static int? Whole(JsonObject body, string name) => Number(body, name) switch
    {
        null => null,
        { } number when decimal.Truncate(number) == number => (int)number,
        { } number => throw CommerceRefusal.Invalid(name, number.ToString(CultureInfo.InvariantCulture)),
    };

    public static int NeededWhole(JsonObject body, string name) => Whole(body, name) ?? throw CommerceRefusal.Required(name);

    public static bool Flag(JsonObject? body, string name) => body?[name] is JsonValue value && value.ToString() is "true" or "1";

    /// <summary>A list of objects; null where there is none.</summary>
    public static IReadOnlyList<JsonObject>? Objects(JsonObject body, string name) => body[name] switch
    {
        JsonArray list when list.All(item => item is JsonObject) => [.. list.OfType<JsonObject>()],
        null => null,
        _ => throw CommerceRefusal.Invalid(name, "list"),
    };

    public static bool TryWhole(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
