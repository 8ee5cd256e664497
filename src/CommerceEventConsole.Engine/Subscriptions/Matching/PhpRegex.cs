using System.Text.RegularExpressions;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>Reads the value of a <c>regex</c> rule as PHP's <c>preg_match</c> does: delimiter, pattern, delimiter, flags (spec 6.8).</summary>
internal static class PhpRegex
{
    private const int MaxLength = 4096;
    private const string Opening = "([{<";
    private const string Closing = ")]}>";

    /// <summary>Compiles the value; when it cannot be, <paramref name="problem"/> says why.</summary>
    public static bool TryCompile(string value, out Regex? regex, out string? problem)
    {
        regex = null;
        problem = value.Length > MaxLength ? $"the pattern is longer than {MaxLength} characters." : null;
        if (problem is not null || !TrySplit(value.TrimStart(), out var pattern, out var flags, out problem)) return false;

        var supported = PhpRegexFlags.Parse(flags, out problem);
        if (supported is null) return false;

        try
        {
            regex = Build(PhpRegexTranslator.Translate(pattern, supported), supported.Options);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            problem = $"the pattern cannot be used: {exception.Message}";
            return false;
        }
    }

    // Look-around, back references and atomic groups need the backtracking engine; the time-out bounds both.
    private static Regex Build(string pattern, RegexOptions options)
    {
        try
        {
            return new Regex(pattern, options | RegexOptions.NonBacktracking, RuleSet.RegexTimeout);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, options, RuleSet.RegexTimeout);
        }
    }

    private static bool TrySplit(string value, out string pattern, out string flags, out string? problem)
    {
        pattern = flags = "";
        problem = "write the pattern between delimiters, with flags behind them, such as /^TV .*/i.";
        if (value.Length < 2 || char.IsAsciiLetterOrDigit(value[0]) || value[0] is '\\' or > '~' or < '!') return false;

        var pair = Opening.IndexOf(value[0], StringComparison.Ordinal);
        var end = FindEnd(value, pair < 0 ? value[0] : Closing[pair]);
        if (end < 0)
        {
            problem = $"the closing delimiter '{(pair < 0 ? value[0] : Closing[pair])}' is missing.";
            return false;
        }

        problem = null;
        pattern = value[1..end];
        flags = value[(end + 1)..].TrimEnd('\n', '\r', ' ');
        return true;
    }

    private static int FindEnd(string value, char close)
    {
        var depth = 1;
        for (var index = 1; index < value.Length; index++)
        {
            if (value[index] == '\\') index++;
            else if (value[index] == close && --depth == 0) return index;
            else if (value[index] == value[0] && close != value[0]) depth++;
        }

        return -1;
    }
}
