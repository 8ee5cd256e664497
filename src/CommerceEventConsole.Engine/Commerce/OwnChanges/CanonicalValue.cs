using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Commerce.OwnChanges;

/// <summary>
/// One text for all forms of a value, as rules see them: 10, 10.0 and "10.0000" are one number, true and 1 one flag, null and "" nothing;
/// "007" and "1E3" as text are codes.
/// </summary>
internal static class CanonicalValue
{
    private const int HashBytes = 8;

    public static string Of(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.True:
                return "1";
            case JsonValueKind.False:
                return "0";
            case JsonValueKind.String or JsonValueKind.Number:
                var text = JsonDisplay.TextOf(value, 100_000);
                return ScalarEquality.TryParse(Encoding.UTF8.GetBytes(text), value.ValueKind == JsonValueKind.Number, out _)
                    && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    ? WithoutZeros(number)
                    : text;
            default:
                return SafeJson.IsEmpty(value) ? "" : value.GetRawText();
        }
    }

    /// <summary>A fingerprint of the value at a path: what is kept tells nobody the value.</summary>
    public static string Fingerprint(string path, JsonElement value) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{path}\0{Of(value)}")).AsSpan(0, HashBytes));

    // The scale of a decimal is part of it: divided by one with all places, only the digits that count stay.
    private static string WithoutZeros(decimal number) =>
        (number / 1.0000000000000000000000000000m).ToString("0.############################", CultureInfo.InvariantCulture);
}
