using System.Diagnostics.CodeAnalysis;

namespace CommerceEventConsole.Engine;

/// <summary>Text for people that must not grow beyond its place.</summary>
internal static class ShortText
{
    /// <summary>The text, or its beginning with a sign that there is more, in so many characters at most.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Cut(string? text, int most) => text is null || text.Length <= most ? text : text[..(most - 1)] + "…";
}
