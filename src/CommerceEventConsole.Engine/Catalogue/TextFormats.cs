using System.Globalization;

namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>Light tests of text formats: enough to see that a value is something else, none that refuses what is in use.</summary>
internal static class TextFormats
{
    /// <summary>Whether text has a format.</summary>
    public static bool Has(SchemaFormat format, ReadOnlySpan<char> text) => format switch
    {
        SchemaFormat.DateTime => IsTime(text),
        SchemaFormat.Email => IsEmail(text),
        SchemaFormat.Uuid => Guid.TryParseExact(text, "D", out _),
        SchemaFormat.Uri => IsUri(text),
        SchemaFormat.Decimal => IsNumber(text),
        SchemaFormat.JsonMediaType => IsJsonMediaType(text),
        _ => true,
    };

    /// <summary>How a format is called in a sentence.</summary>
    public static string Describe(SchemaFormat format) => format switch
    {
        SchemaFormat.DateTime => "a date and time",
        SchemaFormat.Email => "an e-mail address",
        SchemaFormat.Uuid => "a UUID",
        SchemaFormat.Uri => "a URI",
        SchemaFormat.Decimal => "decimal text",
        SchemaFormat.JsonMediaType => "application/json",
        _ => "text",
    };

    /// <summary>Whether it is a number of any size; words such as "NaN" are none.</summary>
    public static bool IsNumber(ReadOnlySpan<char> text)
    {
        text = SkipSign(text);
        var whole = LeadingDigits(text);
        text = text[whole..];
        var fraction = 0;
        if (text is ['.', ..])
        {
            fraction = LeadingDigits(text[1..]);
            text = text[(fraction + 1)..];
        }

        if (whole + fraction == 0) return false;
        if (text is not ['e' or 'E', .. var exponent]) return text.IsEmpty;
        exponent = SkipSign(exponent);
        return !exponent.IsEmpty && LeadingDigits(exponent) == exponent.Length;
    }

    /// <summary>Whether a number is whole; <c>12.0000</c> is, and one with an exponent gets the benefit of the doubt.</summary>
    public static bool IsInteger(ReadOnlySpan<char> number)
    {
        if (number.IndexOfAny('e', 'E') >= 0) return true;
        var point = number.IndexOf('.');
        return point < 0 || number[(point + 1)..].TrimEnd('0').IsEmpty;
    }

    private static ReadOnlySpan<char> SkipSign(ReadOnlySpan<char> text) => text is ['-' or '+', ..] ? text[1..] : text;

    private static int LeadingDigits(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < text.Length && char.IsAsciiDigit(text[count])) count++;
        return count;
    }

    // As the description has it (RFC 3339) and as Commerce writes it, "yyyy-MM-dd HH:mm:ss" without a zone (spec 6.2).
    // The framework's parser takes no more than seven digits of a second, and allocates.
    private static bool IsTime(ReadOnlySpan<char> text)
    {
        if (text is not [_, _, _, _, '-', _, _, '-', _, _, 'T' or 't' or ' ', _, _, ':', _, _, ':', _, _, ..]
            || !TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var day)
            || !TryDigits(text[11..13], out var hour) || !TryDigits(text[14..16], out var minute) || !TryDigits(text[17..19], out var second))
            return false;

        return year > 0 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            && hour < 24 && minute < 60 && second <= 60 && IsZone(WithoutFraction(text[19..]));
    }

    private static ReadOnlySpan<char> WithoutFraction(ReadOnlySpan<char> rest)
    {
        if (rest is not ['.', >= '0' and <= '9', ..]) return rest;
        return rest[(1 + LeadingDigits(rest[1..]))..];
    }

    private static bool IsZone(ReadOnlySpan<char> zone) => zone switch
    {
        [] or ['Z' or 'z'] => true,
        ['+' or '-', _, _, ':', _, _] => TryDigits(zone[1..3], out var hours) && TryDigits(zone[4..6], out var minutes) && hours < 24 && minutes < 60,
        _ => false,
    };

    private static bool TryDigits(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool IsEmail(ReadOnlySpan<char> text)
    {
        var at = text.LastIndexOf('@');
        return at > 0 && at < text.Length - 1 && text.IndexOfAny(' ', '\t', '\n') < 0;
    }

    private static bool IsUri(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        return colon > 0 && colon < text.Length - 1 && char.IsAsciiLetter(text[0]) && text.IndexOfAny(' ', '\t', '\n') < 0
            && text[..colon].IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.") < 0;
    }

    private static bool IsJsonMediaType(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf(';');
        if (end >= 0) text = text[..end];
        return text.Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase);
    }
}
