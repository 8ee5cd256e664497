using System.Text;

namespace CommerceEventConsole.Engine.Subscriptions.Stages;

/// <summary>
/// Keeps a value's closing braces apart from a brace of the document behind them: <c>{"total":{{order.grand_total}}}</c> is what everybody
/// writes, and what the library cannot read.
/// </summary>
internal static class TemplateText
{
    // A character that no text holds: Unicode has promised never to make one of it.
    private const char Mark = '\uFFFE';

    /// <summary>The template, with a mark behind each value that a brace follows.</summary>
    public static string Apart(string template)
    {
        if (!template.Contains("}}}", StringComparison.Ordinal))
            return template;
        var text = new StringBuilder(template.Length + 16);
        var at = 0;
        while (template.IndexOf("{{", at, StringComparison.Ordinal) is >= 0 and var open)
        {
            var close = Close(template, open);
            var end = template.IndexOf(close, open + 2, StringComparison.Ordinal);
            if (end < 0)
                break;
            end += close.Length;
            text.Append(template, at, end - at);
            if (close == "}}" && end < template.Length && template[end] == '}')
                text.Append(Mark);
            at = end;
        }

        return text.Append(template, at, template.Length - at).ToString();
    }

    /// <summary>The document without the marks.</summary>
    public static string Together(string document) => document.Replace(Mark.ToString(), "", StringComparison.Ordinal);

    private static string Close(string template, int open)
    {
        var inner = template.AsSpan(open + 2);
        return inner.StartsWith("{") ? "}}}" : inner.StartsWith("!--") || inner.StartsWith("~!--") ? "--}}" : "}}";
    }
}
