namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>The paths in braces of a text.</summary>
public static class BracePaths
{
    /// <summary>Each of them; what is not closed is none, and a brace that is doubled is a brace.</summary>
    public static IEnumerable<string> Of(string text)
    {
        for (var open = text.IndexOf('{', StringComparison.Ordinal); open >= 0 && open + 1 < text.Length; open = text.IndexOf('{', open + 1))
        {
            if (text[open + 1] == '{')
            {
                open++;
                continue;
            }

            var close = text.IndexOf('}', open);
            if (close < 0)
                yield break;
            yield return text[(open + 1)..close];
            open = close;
        }
    }
}
