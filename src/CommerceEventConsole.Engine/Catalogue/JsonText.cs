using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>Turns raw JSON text into characters without ever throwing.</summary>
internal static class JsonText
{
    private const char Replacement = '\uFFFD';

    /// <summary>
    /// Unescapes as much of a JSON string (without its quotes) as fits and returns the characters written.
    /// White space at the start takes no room: callers trim, and what is kept must not depend on it.
    /// </summary>
    public static int Unescape(ReadOnlySpan<byte> raw, Span<char> buffer)
    {
        var written = 0;
        raw = raw.TrimStart((byte)' ');
        while (!raw.IsEmpty && written < buffer.Length)
        {
            var escape = raw.IndexOf((byte)'\\');
            var run = escape < 0 ? raw : raw[..escape];
            var status = Utf8.ToUtf16(run, buffer[written..], out _, out var count, replaceInvalidSequences: true, isFinalBlock: true);
            written += count;
            if (escape < 0 || status == OperationStatus.DestinationTooSmall || written == buffer.Length) break;

            raw = raw[escape..];
            var rune = NextEscape(ref raw);
            if (written == 0 && Rune.IsWhiteSpace(rune)) continue;
            if (!rune.TryEncodeToUtf16(buffer[written..], out count)) break;
            written += count;
        }

        return written;
    }

    /// <summary>
    /// <c>12.0</c> and <c>12.000000</c> name the same id as <c>12</c>. A number that is not written plainly stays as sent.
    /// </summary>
    public static ReadOnlySpan<byte> WithoutZeroFraction(ReadOnlySpan<byte> number)
    {
        var point = number.IndexOf((byte)'.');
        return point > 0 && number[(point + 1)..].IndexOfAnyExcept((byte)'0') < 0 ? number[..point] : number;
    }

    private static Rune NextEscape(ref ReadOnlySpan<byte> raw)
    {
        if (raw.Length < 2)
        {
            raw = default;
            return (Rune)Replacement;
        }

        var code = raw[1];
        if (code != (byte)'u')
        {
            raw = raw[2..];
            return (Rune)(code switch
            {
                (byte)'n' => '\n',
                (byte)'r' => '\r',
                (byte)'t' => '\t',
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                _ => (char)code,
            });
        }

        var unit = CodeUnit(ref raw);
        if (char.IsHighSurrogate(unit) && raw.Length >= 6 && raw[0] == (byte)'\\' && raw[1] == (byte)'u')
        {
            var rest = raw;
            var low = CodeUnit(ref rest);
            if (char.IsLowSurrogate(low))
            {
                raw = rest;
                return new Rune(unit, low);
            }
        }

        return unit == '\0' || char.IsSurrogate(unit) ? (Rune)Replacement : new Rune(unit);
    }

    private static char CodeUnit(ref ReadOnlySpan<byte> raw)
    {
        var digits = raw.Length >= 6 ? raw.Slice(2, 4) : default;
        raw = raw[Math.Min(6, raw.Length)..];
        return ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? (char)unit : Replacement;
    }
}
