using System.Runtime.InteropServices;
using System.Text.Json;

namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>
/// Reads JSON that a stranger wrote. The framework's <see cref="JsonElement.TryGetProperty(ReadOnlySpan{byte}, out JsonElement)"/>
/// throws when a neighbouring property name holds a lone surrogate, and <see cref="JsonElement.GetString"/> when the text does;
/// nothing here throws, whatever the document holds.
/// </summary>
public static class SafeJson
{
    /// <summary>Looks a property up; <see langword="false"/> when <paramref name="element"/> is no object or lacks it.</summary>
    public static bool TryGetProperty(JsonElement element, ReadOnlySpan<byte> utf8Name, out JsonElement value)
    {
        value = default;
        if (element.ValueKind != JsonValueKind.Object) return false;
        try
        {
            return element.TryGetProperty(utf8Name, out value);
        }
        catch (InvalidOperationException)
        {
            return TryGetRawProperty(element, utf8Name, out value);
        }
    }

    /// <summary>Whether there is nothing in it: absent, null, <c>{}</c>, <c>[]</c> (spec 9.6, check 70).</summary>
    public static bool IsEmpty(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => true,
        JsonValueKind.Array => element.GetArrayLength() == 0,
        JsonValueKind.Object => element.GetPropertyCount() == 0,
        _ => false,
    };

    /// <summary>
    /// Copies the text of a string or the digits of a number, as much as fits. Lone surrogates, bad UTF-8 and NUL
    /// become U+FFFD. <see langword="false"/> for every other kind of value.
    /// </summary>
    public static bool TryReadText(JsonElement element, Span<char> buffer, out int written)
    {
        written = 0;
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                written = JsonText.Unescape(JsonMarshal.GetRawUtf8Value(element)[1..^1], buffer);
                return true;
            case JsonValueKind.Number:
                written = JsonText.Unescape(JsonText.WithoutZeroFraction(JsonMarshal.GetRawUtf8Value(element)), buffer);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Whether an object is a PHP list in disguise: its first name is a number.</summary>
    internal static bool IsNumberedList(JsonElement element)
    {
        foreach (var property in element.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(property);
            return name.Length is > 0 and <= 10 && name.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
        }

        return false;
    }

    private static bool TryGetRawProperty(JsonElement element, ReadOnlySpan<byte> utf8Name, out JsonElement value)
    {
        value = default;
        var found = false;
        foreach (var property in element.EnumerateObject())
        {
            // The last of several equal names wins, as it does in the framework.
            if (!JsonMarshal.GetRawUtf8PropertyName(property).SequenceEqual(utf8Name)) continue;
            value = property.Value;
            found = true;
        }

        return found;
    }
}
