using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Subscriptions.Stages;

/// <summary>A converter, ready for use: makes one JSON value of another, or says why it cannot.</summary>
internal sealed class StageConversions
{
    // As Commerce writes times, which are UTC (spec 6.5), and as everybody else does.
    private static readonly string[] DateFormats =
    [
        "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-ddTHH:mmK", "yyyy-MM-dd HH:mm:ssK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm",
    ];

    private const string Iso8601 = "yyyy-MM-ddTHH:mm:ssZ";
    private const int MaxPlaces = 20;
    private const int MaxDigits = 60;
    private const int MaxTable = 1_000;

    private readonly StageConverter _converter;
    private readonly int? _places;
    private readonly FrozenDictionary<string, string> _table;

    private StageConversions(StageConverter converter, int? places)
    {
        (_converter, _places) = (converter, places);

        // The table's own order follows a culture; what is looked up does not.
        _table = converter.Table.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Into what.</summary>
    public StageConversion Conversion => _converter.Conversion;

    /// <summary>Makes a converter ready.</summary>
    /// <param name="converter">The converter.</param>
    /// <param name="problem">What is wrong with it, a clause.</param>
    public static StageConversions? Create(StageConverter converter, out string? problem)
    {
        int? places = null;
        problem = null;
        switch (converter.Conversion)
        {
            case StageConversion.Decimal when !string.IsNullOrEmpty(converter.Argument):
                if (int.TryParse(converter.Argument, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= MaxPlaces)
                    places = count;
                else
                    problem = string.Create(CultureInfo.InvariantCulture, $"the number of places must be from 0 to {MaxPlaces}, or empty for those that the value has");
                break;
            case StageConversion.Date when !string.IsNullOrEmpty(converter.Argument):
                problem = IsDateFormat(converter.Argument) ? null : $"“{converter.Argument}” is no format of a date; yyyy-MM-dd is one";
                break;
            case StageConversion.LookUp when converter.Table.IsEmpty:
                problem = "the look-up table is empty";
                break;
            case StageConversion.LookUp when converter.Table.Count > MaxTable:
                problem = string.Create(CultureInfo.InvariantCulture, $"the look-up table has more than {MaxTable:N0} rows");
                break;
            case < StageConversion.Text or > StageConversion.LookUp:
                problem = "there is no such converter";
                break;
        }

        return problem is null ? new StageConversions(converter, places) : null;
    }

    /// <summary>Converts one value.</summary>
    /// <exception cref="StageException">It cannot be converted.</exception>
    public JsonElement Convert(JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array && Conversion != StageConversion.Text)
            throw new StageException($"a list or an object cannot be made into {Word(Conversion)}");
        var text = StageText.TextOf(value);
        return Conversion switch
        {
            StageConversion.Text => JsonSerializer.SerializeToElement(text),
            StageConversion.Number => Raw(Whole(text)),
            StageConversion.Decimal => Raw(Places(text)),
            StageConversion.Date => JsonSerializer.SerializeToElement(Date(text)),
            StageConversion.Boolean => JsonSerializer.SerializeToElement(Boolean(text)),
            _ => JsonSerializer.SerializeToElement(_table.GetValueOrDefault(text) ?? _converter.Argument
                ?? throw new StageException($"the look-up table has no row for “{Short(text)}”")),
        };
    }

    /// <summary>What people call a conversion's result.</summary>
    public static string Word(StageConversion conversion) => conversion switch
    {
        StageConversion.Text => "text",
        StageConversion.Number => "a whole number",
        StageConversion.Decimal => "a decimal number",
        StageConversion.Date => "a date",
        StageConversion.Boolean => "yes or no",
        _ => "what a look-up table says",
    };

    private static JsonElement Raw(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private static bool IsDateFormat(string format)
    {
        try
        {
            var text = DateTimeOffset.UnixEpoch.ToString(format, CultureInfo.InvariantCulture);
            return text.Any(char.IsAsciiDigit);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    // Whole, of any length: an id with more digits than a long holds is passed on as it is.
    private static string Whole(string text)
    {
        var digits = Digits(text, "a whole number", out var negative, out var fraction);
        if (fraction.Trim('0').Length > 0)
            throw new StageException($"“{Short(text)}” has places behind the point, so it is no whole number");
        return Signed(negative, digits);
    }

    private string Places(string text)
    {
        var digits = Digits(text, "a number", out var negative, out var fraction);
        if (_places is not { } places)
            return fraction.Length == 0 ? Signed(negative, digits) : $"{Signed(negative, digits)}.{fraction}";
        var number = DigitRounding.Round(digits, fraction, places);
        return negative && number.AsSpan().IndexOfAnyInRange('1', '9') >= 0 ? "-" + number : number;
    }

    private static string Signed(bool negative, string digits) => negative && digits != "0" ? "-" + digits : digits;

    // Digits before and behind the point, without an exponent: never through a double (spec 9.6, check 69).
    private static string Digits(string text, string wanted, out bool negative, out string fraction)
    {
        var trimmed = text.Trim();
        if (!ExactNumber.TryParse(System.Text.Encoding.UTF8.GetBytes(trimmed), out _))
            throw new StageException($"“{Short(text)}” is not {wanted}");
        negative = trimmed[0] == '-';
        var unsigned = trimmed.TrimStart('+', '-');
        var mark = unsigned.AsSpan().IndexOfAny('e', 'E');
        var exponent = mark < 0 ? 0 : long.Parse(unsigned.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var plain = mark < 0 ? unsigned : unsigned[..mark];
        var point = plain.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? plain : plain[..point];
        fraction = point < 0 ? "" : plain[(point + 1)..];
        if (whole.Length + fraction.Length > MaxDigits || Math.Abs(exponent) > MaxDigits)
            throw new StageException($"“{Short(text)}” has more digits than any system takes");
        for (; exponent > 0; exponent--)
            (whole, fraction) = fraction.Length == 0 ? (whole + "0", "") : (whole + fraction[0], fraction[1..]);
        for (; exponent < 0; exponent++)
            (whole, fraction) = whole.Length == 0 ? ("", "0" + fraction) : (whole[..^1], whole[^1] + fraction);
        whole = whole.TrimStart('0');
        return whole.Length == 0 ? "0" : whole;
    }

    private string Date(string text)
    {
        var trimmed = text.Trim();
        if (!DateTimeOffset.TryParseExact(
            trimmed, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date))
        {
            throw new StageException($"“{Short(text)}” is no date that the console reads; 2026-03-01 14:05:00 is one");
        }

        return date.ToString(string.IsNullOrEmpty(_converter.Argument) ? Iso8601 : _converter.Argument, CultureInfo.InvariantCulture);
    }

    private static bool Boolean(string text) => text.Trim().ToUpperInvariant() switch
    {
        "1" or "TRUE" or "YES" => true,
        "" or "0" or "FALSE" or "NO" => false,
        _ => throw new StageException($"“{Short(text)}” means neither yes nor no"),
    };
}
