using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>
/// The text of a payload scalar as rules see it (spec 6.8): strings unescaped, numbers as sent, true and false as 1 and 0.
/// Bytes are UTF-8, except that a lone surrogate keeps its own three-byte form, so that it equals only itself.
/// Dispose it: long texts with escapes are unescaped into a rented array.
/// </summary>
internal ref struct JsonScalar
{
    private byte[]? _rented;

    private JsonScalar(ReadOnlySpan<byte> text, byte[]? rented = null)
    {
        Text = text;
        _rented = rented;
    }

    /// <summary>The text; not to be used after <see cref="Dispose"/>.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    /// <summary>True for the kinds that have a text: string, number, true, false.</summary>
    public static bool Is(JsonElement value) =>
        value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;

    /// <summary>Reads a scalar; <paramref name="scratch"/> spares the rented array where it is long enough.</summary>
    public static JsonScalar Read(JsonElement value, Span<byte> scratch)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.True:
                return new JsonScalar("1"u8);
            case JsonValueKind.False:
                return new JsonScalar("0"u8);
            case JsonValueKind.Number:
                return new JsonScalar(JsonMarshal.GetRawUtf8Value(value));
            default:
                var raw = JsonMarshal.GetRawUtf8Value(value)[1..^1];
                if (!raw.Contains((byte)'\\')) return new JsonScalar(raw);
                var rented = raw.Length > scratch.Length ? ArrayPool<byte>.Shared.Rent(raw.Length) : null;
                Span<byte> target = rented ?? scratch;
                return new JsonScalar(target[..Unescape(raw, target)], rented);
        }
    }

    /// <summary>Gives the rented array back.</summary>
    public void Dispose()
    {
        Text = default;
        if (_rented is { } rented) ArrayPool<byte>.Shared.Return(rented);
        _rented = null;
    }

    /// <summary>Reads <c>\uXXXX</c> at the start of <paramref name="escape"/>.</summary>
    public static bool TryReadCodeUnit(ReadOnlySpan<byte> escape, out char unit)
    {
        unit = default;
        if (escape.Length < 6 || escape[0] != (byte)'\\' || escape[1] != (byte)'u') return false;
        if (!ushort.TryParse(escape.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)) return false;
        unit = (char)value;
        return true;
    }

    // Unescaped text is never longer than escaped text: six bytes become at most three, twelve become four.
    private static int Unescape(ReadOnlySpan<byte> raw, Span<byte> target)
    {
        var written = 0;
        while (!raw.IsEmpty)
        {
            var escape = raw.IndexOf((byte)'\\');
            var run = escape < 0 ? raw : raw[..escape];
            run.CopyTo(target[written..]);
            written += run.Length;
            if (escape < 0) break;
            raw = raw[escape..];
            written += UnescapeOne(ref raw, target[written..]);
        }

        return written;
    }

    private static int UnescapeOne(ref ReadOnlySpan<byte> raw, Span<byte> target)
    {
        if (!TryReadCodeUnit(raw, out var unit))
        {
            target[0] = raw[1] switch
            {
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                var itself => itself,
            };
            raw = raw[2..];
            return 1;
        }

        raw = raw[6..];
        if (char.IsHighSurrogate(unit) && TryReadCodeUnit(raw, out var low) && char.IsLowSurrogate(low))
        {
            raw = raw[6..];
            return new Rune(unit, low).EncodeToUtf8(target);
        }

        if (Rune.TryCreate(unit, out var rune)) return rune.EncodeToUtf8(target);
        target[0] = (byte)(0xE0 | (unit >> 12));
        target[1] = (byte)(0x80 | ((unit >> 6) & 0x3F));
        target[2] = (byte)(0x80 | (unit & 0x3F));
        return 3;
    }
}
