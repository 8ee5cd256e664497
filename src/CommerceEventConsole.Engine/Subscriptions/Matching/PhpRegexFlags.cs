using System.Text.RegularExpressions;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>The flags behind a PHP pattern. S (study) is a hint and is passed over; e, J, n, r and X are refused.</summary>
/// <param name="Options">What .NET calls them.</param>
/// <param name="IsUnicode">u: <c>\d</c>, <c>\w</c> and <c>\s</c> reach beyond ASCII.</param>
/// <param name="IsUngreedy">U: quantifiers are lazy unless followed by <c>?</c>.</param>
/// <param name="IsAnchored">A: only at the start.</param>
/// <param name="IsDollarEndOnly">D: <c>$</c> does not match before a final line feed.</param>
internal sealed record PhpRegexFlags(RegexOptions Options, bool IsUnicode, bool IsUngreedy, bool IsAnchored, bool IsDollarEndOnly)
{
    private const string Known = "imsxuUADS";

    public static PhpRegexFlags? Parse(string flags, out string? problem)
    {
        problem = null;
        foreach (var flag in flags)
        {
            if (Known.Contains(flag, StringComparison.Ordinal)) continue;
            problem = $"the flag '{flag}' is not supported; i, m, s, x, u, U, A, D and S are.";
            return null;
        }

        var options = RegexOptions.CultureInvariant;
        if (Has(flags, 'i')) options |= RegexOptions.IgnoreCase;
        if (Has(flags, 'm')) options |= RegexOptions.Multiline;
        if (Has(flags, 's')) options |= RegexOptions.Singleline;
        if (Has(flags, 'x')) options |= RegexOptions.IgnorePatternWhitespace;
        return new PhpRegexFlags(options, Has(flags, 'u'), Has(flags, 'U'), Has(flags, 'A'), Has(flags, 'D') && !Has(flags, 'm'));
    }

    private static bool Has(string flags, char flag) => flags.Contains(flag, StringComparison.Ordinal);
}
