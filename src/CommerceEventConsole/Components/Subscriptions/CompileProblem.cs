using System.Globalization;

namespace CommerceEventConsole.Components.Subscriptions;

/// <summary>Takes apart what the engine says is wrong: <c>rules[0] 'state': the value must be ...</c>.</summary>
internal static class CompileProblem
{
    /// <summary>The place in a list and the message; -1 where it is about something else.</summary>
    /// <param name="text">What the engine said.</param>
    /// <param name="list">The list: <c>fields</c> or <c>rules</c>.</param>
    public static (int Index, string Message) Read(string text, string list)
    {
        var end = text.IndexOf(']', StringComparison.Ordinal);
        if (end < 0 || !text.StartsWith(list + "[", StringComparison.Ordinal)
            || !int.TryParse(text.AsSpan(list.Length + 1, end - list.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return (-1, text);
        var message = text.AsSpan(end + 1).TrimStart();
        // The quoted text is what the person sees already.
        var colon = message.StartsWith("'") ? message.IndexOf("': ", StringComparison.Ordinal) : -1;
        return (index, (colon < 0 ? message.TrimStart(':').TrimStart() : message[(colon + 3)..]).ToString());
    }
}
