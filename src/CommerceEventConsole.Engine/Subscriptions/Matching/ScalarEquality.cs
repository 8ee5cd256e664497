using System.Text.Json;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>
/// When two scalars are the same for <c>equal</c>, <c>in</c> and <c>onChange</c>: their texts are equal, capitals included,
/// or both are numbers of equal value, so that 10, <c>"10"</c> and <c>"10.0000"</c> are one (Commerce mixes these forms: spec 6.2).
/// Text counts as a number only when it is written plainly: <c>"007"</c>, <c>"1E3"</c> and <c>"+5"</c> are codes of some kind,
/// and a SKU must not equal another because both look numeric.
/// </summary>
internal static class ScalarEquality
{
    private const int ScratchBytes = 256;

    public static bool AreEqual(ReadOnlySpan<byte> first, bool firstIsNumber, ReadOnlySpan<byte> second, bool secondIsNumber) =>
        first.SequenceEqual(second)
        || (TryParse(first, firstIsNumber, out var left) && TryParse(second, secondIsNumber, out var right) && ExactNumber.Compare(left, right) == 0);

    public static bool AreEqual(JsonElement first, JsonElement second)
    {
        using var left = JsonScalar.Read(first, stackalloc byte[ScratchBytes]);
        using var right = JsonScalar.Read(second, stackalloc byte[ScratchBytes]);
        return AreEqual(left.Text, first.ValueKind == JsonValueKind.Number, right.Text, second.ValueKind == JsonValueKind.Number);
    }

    /// <summary>Reads a number that identifies: any JSON number, or text without exponent, plus sign or leading zeros.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, bool isNumber, out ExactNumber number)
    {
        number = default;
        return (isNumber || IsPlain(text)) && ExactNumber.TryParse(text, out number);
    }

    private static bool IsPlain(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty && text[0] == (byte)'-') text = text[1..];
        if (text.IsEmpty || text[0] is < (byte)'0' or > (byte)'9' || text.IndexOfAny((byte)'e', (byte)'E') >= 0) return false;
        return text[0] != (byte)'0' || text.Length == 1 || text[1] == (byte)'.';
    }
}
