using System.Globalization;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>
/// A decimal number in its own text, compared digit by digit. Exact at any length and any scale, culture-invariant,
/// without allocation: nothing is ever rounded through binary floating point.
/// </summary>
internal readonly ref struct ExactNumber
{
    // An exponent of more digits than this cannot be added to a text length without overflow; no sender means it.
    private const int MaxExponentDigits = 15;

    private readonly ReadOnlySpan<byte> _whole;
    private readonly ReadOnlySpan<byte> _fraction;
    private readonly int _sign;
    private readonly long _magnitude;

    private ExactNumber(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, bool negative, long exponent)
    {
        _whole = whole.TrimStart((byte)'0');
        _fraction = fraction.TrimEnd((byte)'0');
        var leading = 0;
        if (_whole.IsEmpty)
        {
            var significant = _fraction.TrimStart((byte)'0');
            leading = _fraction.Length - significant.Length;
            _fraction = significant;
        }

        _sign = _whole.IsEmpty && _fraction.IsEmpty ? 0 : negative ? -1 : 1;
        _magnitude = _whole.Length - leading + exponent;
    }

    /// <summary>
    /// Reads an optional sign, digits, an optional fraction and an optional exponent. Blanks, group separators,
    /// hexadecimal forms, NaN and infinities are no numbers.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out ExactNumber number)
    {
        number = default;
        var negative = !text.IsEmpty && text[0] == (byte)'-';
        if (negative || (!text.IsEmpty && text[0] == (byte)'+')) text = text[1..];

        if (!TryCutExponent(ref text, out var exponent)) return false;

        var point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        if (whole.IsEmpty && fraction.IsEmpty) return false;
        if (!AreDigits(whole) || !AreDigits(fraction)) return false;

        number = new ExactNumber(whole, fraction, negative, exponent);
        return true;
    }

    /// <summary>Negative, zero or positive as the first number is below, equal to or above the second.</summary>
    public static int Compare(ExactNumber first, ExactNumber second)
    {
        if (first._sign != second._sign) return first._sign.CompareTo(second._sign);
        if (first._sign == 0) return 0;

        var magnitudes = first._magnitude.CompareTo(second._magnitude);
        return first._sign * (magnitudes != 0 ? magnitudes : first.CompareDigits(second));
    }

    private int CompareDigits(ExactNumber other)
    {
        var length = Math.Max(_whole.Length + _fraction.Length, other._whole.Length + other._fraction.Length);
        for (var index = 0; index < length; index++)
        {
            var difference = Digit(index) - other.Digit(index);
            if (difference != 0) return Math.Sign(difference);
        }

        return 0;
    }

    private byte Digit(int index)
    {
        if (index < _whole.Length) return _whole[index];
        index -= _whole.Length;
        return index < _fraction.Length ? _fraction[index] : (byte)'0';
    }

    private static bool TryCutExponent(ref ReadOnlySpan<byte> text, out long exponent)
    {
        exponent = 0;
        var mark = text.IndexOfAny((byte)'e', (byte)'E');
        if (mark < 0) return true;

        var digits = text[(mark + 1)..];
        text = text[..mark];
        if (!digits.IsEmpty && digits[0] is (byte)'-' or (byte)'+' && digits.Length > 1 && AreDigits(digits[1..]))
            return digits.Length <= MaxExponentDigits && long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent);
        return !digits.IsEmpty && AreDigits(digits) && digits.Length <= MaxExponentDigits
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out exponent);
    }

    private static bool AreDigits(ReadOnlySpan<byte> text) => text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
}
