using System.Text.RegularExpressions;
using CommerceEventConsole.Engine.Deliveries.Outbound;

namespace CommerceEventConsole.Engine.Failures;

/// <summary>
/// Takes out of an error what differs from one event to the next, or is somebody's business: numbers, ids, times, quoted text,
/// addresses, e-mails, and every value that the event itself holds. What is left is the same for failures of one cause.
/// </summary>
internal static partial class FailureMessage
{
    /// <summary>What stands where something was taken out.</summary>
    public const string Gap = "…";

    // Shorter values stand in ordinary words by accident.
    private const int ShortestValue = 3;

    /// <summary>The message of a signature, at most 400 characters.</summary>
    /// <param name="error">The error as it is told to people.</param>
    /// <param name="values">Values of the event: keys, names, addresses. They are taken out wherever they stand as words of their own.</param>
    public static string Normalise(string error, IEnumerable<string> values)
    {
        var text = Sentence.Clean(error);
        // The longest first: the name of a product may hold its article number.
        foreach (var value in values.Where(v => v.Length >= ShortestValue).Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(v => v.Length))
            text = Without(text, value);
        text = Address().Replace(text, Gap);
        text = Email().Replace(text, Gap);
        text = Quoted().Replace(text, Gap);
        text = Code().Replace(text, Gap);
        text = Listed().Replace(text, Gap);
        return Sentence.Shorten(text.Trim());
    }

    private static string Without(string text, string value)
    {
        var from = 0;
        while ((from = text.IndexOf(value, from, StringComparison.OrdinalIgnoreCase)) >= 0)
        {
            var end = from + value.Length;
            if (IsWordEdge(text, from - 1) && IsWordEdge(text, end))
                text = string.Concat(text.AsSpan(0, from), Gap, text.AsSpan(end));
            from++;
        }

        return text;
    }

    private static bool IsWordEdge(string text, int index) => index < 0 || index >= text.Length || !char.IsLetterOrDigit(text[index]);

    [GeneratedRegex(@"\b[a-z][a-z0-9+.-]*://[^\s""'<>)\]]+|\bwww\.[^\s""'<>)\]]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}.-]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Email();

    // An apostrophe within a word ("can't") neither opens nor closes.
    [GeneratedRegex(@"""[^""]*""|`[^`]*`|[“„«][^”“»]*[”“»]|(?<![\p{L}\p{N}])['‘][^'’]*['’](?![\p{L}\p{N}])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();

    // Anything with a digit in it: numbers, order numbers, dates, times, GUIDs, article numbers, addresses of hosts; codes of capitals
    // with hyphens, as article numbers are; words too long to be one.
    [GeneratedRegex(
        @"[#№]?[\p{L}\p{N}_]*\p{N}[\p{L}\p{N}_]*(?:[-./:,+\\][\p{L}\p{N}_]+)*|(?:[\p{L}_]+[-./:\\])+[\p{L}_]*\p{N}[\p{L}\p{N}_\-./:\\]*|\b\p{Lu}{2,}(?:-\p{Lu}+)+\b|[\p{L}\p{N}_\-]{30,}",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    // One missing article or three, in words or signs: one cause.
    [GeneratedRegex(@"…(?:(?:\s*[,;/&+|\-:]\s*|\s+(?:and|or|und|oder|et|y|e|en)\s+|\s*)…)+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listed();
}
