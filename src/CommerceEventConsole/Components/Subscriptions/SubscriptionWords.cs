using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Components.Subscriptions;

/// <summary>Rules and fields in words.</summary>
internal static class SubscriptionWords
{
    /// <summary>The operators as one reads them between field and value.</summary>
    public static IReadOnlyList<(RuleOperator Value, string Text)> Operators { get; } =
    [
        (RuleOperator.Equal, "is"),
        (RuleOperator.In, "is one of"),
        (RuleOperator.GreaterThan, "is greater than"),
        (RuleOperator.LessThan, "is less than"),
        (RuleOperator.Regex, "matches the pattern"),
        (RuleOperator.OnChange, "has changed"),
    ];

    /// <summary>A rule as a clause: "state is processing".</summary>
    public static string Of(Rule rule)
    {
        var verb = Operators.FirstOrDefault(o => o.Value == rule.Operator).Text ?? rule.Operator.ToString();
        return rule.Operator == RuleOperator.OnChange
            ? rule.Value.Length == 0 ? $"{rule.Field} {verb}" : $"{rule.Field} {verb} from {rule.Value}"
            : $"{rule.Field} {verb} {(rule.Value.Length == 0 ? "empty" : rule.Value)}";
    }

    /// <summary>All rules as one clause; null where every event of the type is taken.</summary>
    public static string? Of(IReadOnlyList<Rule> rules) => rules.Count == 0 ? null : string.Join(" and ", rules.Select(Of));

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
