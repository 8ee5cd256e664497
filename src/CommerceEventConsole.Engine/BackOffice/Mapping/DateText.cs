using System.Globalization;

namespace CommerceEventConsole.Engine.BackOffice.Mapping;

/// <summary>Times as systems write them. One without a zone is UTC, as Commerce's are.</summary>
internal static class DateText
{
    /// <summary>Seconds since 1970.</summary>
    public const string Unix = "unix";

    /// <summary>Milliseconds since 1970.</summary>
    public const string UnixMilliseconds = "unixMilliseconds";

    /// <summary>JSON of OData 2: <c>/Date(1492098664000+0000)/</c>; the digits are UTC, what follows is an offset that is only shown.</summary>
    public const string OData2 = "odata2";

    private const string CommerceFormat = "yyyy-MM-dd HH:mm:ss";
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces;

    /// <summary>As Commerce writes it.</summary>
    public static string Commerce(DateTimeOffset value) => value.UtcDateTime.ToString(CommerceFormat, CultureInfo.InvariantCulture);

    /// <summary>Reads a time.</summary>
    /// <exception cref="FormatException">It is none of this format; the message is a sentence.</exception>
    public static DateTimeOffset Read(string text, string format)
    {
        if (format is Unix or UnixMilliseconds or OData2)
        {
            var digits = format == OData2 ? Digits(text) : text.Trim();
            if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            {
                try
                {
                    return format == Unix ? DateTimeOffset.FromUnixTimeSeconds(number) : DateTimeOffset.FromUnixTimeMilliseconds(number);
                }
                catch (ArgumentOutOfRangeException)
                {
                    // Told below.
                }
            }
        }
        else if (format.Length == 0 || format == "iso"
            ? DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var value)
            : DateTimeOffset.TryParseExact(text.Trim(), format, CultureInfo.InvariantCulture, Utc, out value))
        {
            return value;
        }

        throw new FormatException($"“{text}” is no time{(format.Length == 0 ? "" : $" of the form {format}")}");
    }

    /// <summary>Writes a time.</summary>
    public static string Write(DateTimeOffset value, string format) => format switch
    {
        Unix => value.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        UnixMilliseconds => value.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        OData2 => string.Create(CultureInfo.InvariantCulture, $"/Date({value.ToUnixTimeMilliseconds()})/"),
        "" or "iso" => value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        _ => value.UtcDateTime.ToString(format, CultureInfo.InvariantCulture),
    };

    /// <summary>Whether times can be written by it.</summary>
    public static bool IsFormat(string format)
    {
        try
        {
            return Write(DateTimeOffset.UnixEpoch, format).Length > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string Digits(string text)
    {
        var start = text.IndexOf('(', StringComparison.Ordinal) + 1;
        var end = start;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || (end == start && text[end] == '-')))
            end++;
        return start > 0 ? text[start..end] : "";
    }
}
