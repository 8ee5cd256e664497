using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Components.Subscriptions;

/// <summary>Rules and fields in words.</summary>
internal static class SubscriptionWords
{
    /// <summary>All rules as one clause; null where every event of the type is taken.</summary>
    public static string? Of(IReadOnlyList<Rule> rules) => rules.Count == 0 ? null : string.Join(" and ", rules.Select(RuleWords.Of));

    /// <summary>How much is sent: "everything", "all but the previous values", "12 fields".</summary>
    public static string Of(IReadOnlyList<string> fields) => fields switch
    {
        [] => "everything",
        ["*"] => "everything but previous values",
        [_] => "1 field",
        _ => $"{fields.Count} fields",
    };

    /// <summary>What to enter as the value of a rule.</summary>
    public static string Placeholder(RuleOperator operation) => operation switch
    {
        RuleOperator.In => "processing,complete",
        RuleOperator.GreaterThan or RuleOperator.LessThan => "100",
        RuleOperator.Regex => "/^TV .*/i",
        RuleOperator.OnChange => "previous value (optional path)",
        _ => "processing",
    };
}
