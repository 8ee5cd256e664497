using System.Buffers;
using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.Destinations;

/// <summary>Which request headers a destination may add.</summary>
internal static class HeaderRules
{
    private const int MaxHeaders = 50;
    private const int MaxName = 100;
    private const int MaxValue = 4_000;

    // RFC 9110, section 5.6.2.
    private static readonly SearchValues<char> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    // What belongs to one connection (RFC 9110, section 7.6.1), and what the console says of the request itself.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding",
        "Upgrade", "Host", "Content-Length", "Content-Type", "Content-Encoding", "Expect",
    };

    /// <summary>Adds what is wrong. <paramref name="hasStored"/> tells whether a value is kept for a name.</summary>
    public static void Check(List<ValidationProblem> problems, IReadOnlyList<HeaderDraft> headers, Func<string, bool> hasStored)
    {
        if (headers.Count > MaxHeaders)
            problems.Add("headers", $"At most {MaxHeaders} headers can be added; there are {headers.Count:N0}.");

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in headers)
        {
            var name = header.Name.Trim();
            var field = name.Length == 0 ? "headers" : $"headers.{name}";
            if (ProblemOfName(name) is { } problem)
                problems.Add(field, problem);
            else if (!seen.Add(name))
                problems.Add(field, $"The header {name} is given twice. Capitals make no difference.");

            if (header.Value is null && !hasStored(name))
                problems.Add(field, "Enter a value for this header.");
            else if (header.Value is { } value && ProblemOfValue(value) is { } wrong)
                problems.Add(field, wrong);
        }
    }

    private static string? ProblemOfName(string name)
    {
        if (name.Length is 0 or > MaxName || name.AsSpan().ContainsAnyExcept(Token))
            return $"A header name is 1 to {MaxName} letters, digits and hyphens, such as X-Api-Key.";
        if (Reserved.Contains(name))
            return $"The header {name} is set by the console itself.";
        return name.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase)
            ? "Headers that start with webhook- carry the console's signature and cannot be replaced."
            : null;
    }

    private static string? ProblemOfValue(string value)
    {
        if (value.Length > MaxValue)
            return $"The value is longer than {MaxValue:N0} characters.";
        if (value.Length > 0 && (value[0] == ' ' || value[^1] == ' '))
            return "The value begins or ends with a blank, which would be lost on the way.";
        return value.Any(c => c is < ' ' or > '~') ? "The value may hold only plain letters, digits, signs and blanks: no accents, no line breaks." : null;
    }
}
