using System.Globalization;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.Engine.Commerce.Rest;

/// <summary>Reads members of Commerce's documents, which write numbers as numbers or as text.</summary>
public static class JsonFields
{
    /// <summary>A member as text; null where it is missing, null, a list or an object.</summary>
    public static string? Text(JsonNode? node) => node is JsonValue value ? value.ToString() : null;

    /// <summary>A member as a whole number; null where it is none.</summary>
    public static long? Long(JsonNode? node) =>
        long.TryParse(Text(node), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A member as a number, digit for digit; null where it is none.</summary>
    public static decimal? Decimal(JsonNode? node) =>
        decimal.TryParse(Text(node), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Whether a member is yes: true, 1 or "1".</summary>
    public static bool Flag(JsonNode? node) => Text(node) is "1" or "true" or "True";
}
