using System.Text;

namespace CommerceEventConsole.Engine.Deliveries.Outbound;

/// <summary>Makes foreign text fit for a line on a screen and a column of the store.</summary>
internal static class Sentence
{
    /// <summary>The longest error kept.</summary>
    public const int MaxLength = 400;

    /// <summary>Control and formatting characters removed, runs of white space made one space, ends trimmed.</summary>
    public static string Clean(string text)
    {
        var result = new StringBuilder(Math.Min(text.Length, MaxLength + 1));
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                if (result.Length > 0 && result[^1] != ' ')
                    result.Append(' ');
            }
            else if (!IsInvisible(rune))
            {
                result.Append(rune.ToString());
            }

            if (result.Length > MaxLength)
                break;
        }

        return Shorten(result.ToString().TrimEnd());
    }

    /// <summary>At most <see cref="MaxLength"/> characters, the last an ellipsis where something was cut.</summary>
    public static string Shorten(string text)
    {
        if (text.Length <= MaxLength)
            return text;
        var end = MaxLength - 1;
        if (char.IsHighSurrogate(text[end - 1]))
            end--;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    // Format characters among them: they turn the direction of a line around.
    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format;
}
