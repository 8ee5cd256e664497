using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace CommerceEventConsole.Engine.Setup;

/// <summary>
/// Puts configuration values where a setup file says <c>${Section:Key}</c>, so that secrets can come from the environment.
/// <c>$${</c> stands for the characters <c>${</c> themselves.
/// </summary>
internal static partial class Placeholders
{
    /// <summary>The text with its placeholders replaced; the keys that have no value are handed to <paramref name="missing"/>.</summary>
    public static string Replace(string text, IConfiguration configuration, Action<string> missing) =>
        !text.Contains("${", StringComparison.Ordinal) ? text : Pattern().Replace(text, match =>
        {
            if (match.Groups["escape"].Success)
                return match.Value[1..];
            var key = match.Groups["key"].Value.Trim();
            if (key.Length > 0 && configuration[key] is { } value)
                return value;
            missing(key);
            return "";
        });

    /// <summary>The text that <see cref="Replace"/> makes this one of.</summary>
    public static string Escape(string text) => text.Contains("${", StringComparison.Ordinal) ? Pattern().Replace(text, match => "$" + match.Value) : text;

    [GeneratedRegex(@"(?<escape>\$)?\$\{(?<key>[^{}]*)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
