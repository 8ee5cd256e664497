using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Subscriptions;

/// <summary>Rules as one reads them.</summary>
public static class RuleWords
{
    /// <summary>The six operators as they stand between field and value.</summary>
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
}
