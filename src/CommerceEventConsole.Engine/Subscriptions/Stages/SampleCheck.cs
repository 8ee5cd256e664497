using System.Text.Json;

namespace CommerceEventConsole.Engine.Subscriptions.Stages;

/// <summary>Checks rows against a document as the other system wants it: names that it does not have, and values of another kind.</summary>
internal static class SampleCheck
{
    /// <summary>What is wrong with a row, the end of a sentence that names its target; null where nothing is, or the sample does not say.</summary>
    public static string? Check(CompiledRow row, JsonElement sample)
    {
        var at = sample;
        var depth = 0;
        foreach (var name in row.Target.Names)
        {
            if (at.ValueKind == JsonValueKind.Undefined || at.ValueKind == JsonValueKind.Null)
                return null;
            if (at.ValueKind != JsonValueKind.Object)
                return $"goes into what the sample has as {Kind(at)}";
            if (!at.TryGetProperty(name.Text, out var next))
                return $"is not in the sample: it has no “{name.Text}”{Near(at, name.Text)}";
            if (name.IsList && next.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))
                return $"makes a list of “{name.Text}”, which the sample has as {Kind(next)}";

            // A path that leads to a whole list may be meant; anything else is one value.
            var isLast = ++depth == row.Target.Names.Length;
            if (!name.IsList && next.ValueKind == JsonValueKind.Array && (!isLast || Makes(row) is not (null or JsonValueKind.Array)))
                return $"puts one value at “{name.Text}”, which the sample has as a list: write []";
            at = name.IsList && next.ValueKind == JsonValueKind.Array ? next.EnumerateArray().FirstOrDefault() : next;
        }

        return Makes(row) is { } kind && at.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null) && !Alike(kind, at.ValueKind)
            ? $"is {Kind(at)} in the sample, but the row makes {Kind(kind)}"
            : null;
    }

    // What a row surely makes; null where that depends on the event.
    private static JsonValueKind? Makes(CompiledRow row) => row switch
    {
        { Lists: var lists } when lists > row.Target.Lists => JsonValueKind.Array,
        { Convert: { Conversion: var conversion } } => conversion switch
        {
            StageConversion.Number or StageConversion.Decimal => JsonValueKind.Number,
            StageConversion.Boolean => JsonValueKind.True,
            _ => JsonValueKind.String,
        },
        { Text: not null } => JsonValueKind.String,
        { Path: null } => row.Constant.ValueKind,
        _ => null,
    };

    private static bool Alike(JsonValueKind made, JsonValueKind wanted) =>
        made == JsonValueKind.Null || made == wanted || (made is JsonValueKind.True or JsonValueKind.False && wanted is JsonValueKind.True or JsonValueKind.False);

    private static string Kind(JsonElement value) => Kind(value.ValueKind);

    private static string Kind(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        _ => "yes or no",
    };

    private static string Near(JsonElement at, string name)
    {
        foreach (var property in at.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return $"; it has “{property.Name}”";
        }

        return "";
    }
}
