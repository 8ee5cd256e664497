namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>
/// Compares property names as they stand in the document. The framework's own lookups unescape neighbouring names
/// and throw on a lone surrogate; every name that Adobe's path syntax can express is ASCII, so none of that is needed.
/// </summary>
internal static class JsonName
{
    private const int EscapeLength = 6;

    /// <summary>True when a raw name (without quotes, escapes untouched) spells <paramref name="name"/>.</summary>
    public static bool Is(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> name)
    {
        // One character takes at most six bytes when escaped, so most names are told apart by length alone.
        if (raw.Length == name.Length) return raw.SequenceEqual(name);
        return raw.Length > name.Length && raw.Length <= name.Length * EscapeLength && raw.Contains((byte)'\\') && IsEscaped(raw, name);
    }

    private static bool IsEscaped(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> name)
    {
        var at = 0;
        foreach (var expected in name)
        {
            if (at >= raw.Length) return false;
            if (raw[at] != (byte)'\\')
            {
                if (raw[at++] != expected) return false;
                continue;
            }

            // The short escapes (\n, \/ ...) stand for characters that no path may hold.
            if (at + EscapeLength > raw.Length || !IsUnicodeEscapeOf(raw.Slice(at, EscapeLength), expected)) return false;
            at += EscapeLength;
        }

        return at == raw.Length;
    }

    private static bool IsUnicodeEscapeOf(ReadOnlySpan<byte> escape, byte expected) =>
        escape[1] == (byte)'u' && JsonScalar.TryReadCodeUnit(escape, out var unit) && unit == expected;
}
