using CommerceEventConsole.Engine.Subscriptions.Fields;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Components.Subscriptions;

/// <summary>The text form of fields and rules, in step with the form beside it: what a person typed stays as typed while it says the same.</summary>
public sealed class TextState
{
    /// <summary>The text.</summary>
    public string Text { get; private set; } = "";

    /// <summary>What it says.</summary>
    public SubscriptionText Parsed { get; private set; } = SubscriptionText.Parse("");

    /// <summary>Whether a person wrote lines that cannot be read, or say something wrong. What is wrong in the form is told there.</summary>
    public bool IsTypedWrongly { get; private set; }

    /// <summary>Takes what was typed.</summary>
    public void Type(string text)
    {
        Text = text;
        Parsed = SubscriptionText.Parse(text);
        IsTypedWrongly = Parsed.Problems.Count > 0;
    }

    /// <summary>Follows the form. Rows of rules that were only just added have no text yet.</summary>
    public void Follow(IReadOnlyList<string> fields, IEnumerable<Rule> rules)
    {
        Rule[] written = [.. rules.Where(r => r.Field.Length > 0)];
        if (!Parsed.Fields.SequenceEqual(fields, StringComparer.Ordinal) || !Parsed.Rules.SequenceEqual(written))
        {
            Type(SubscriptionText.Format(fields, written));
            IsTypedWrongly = false;
        }
    }
}
