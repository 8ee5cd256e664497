using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Components.Subscriptions;

/// <summary>A rule as it is being entered.</summary>
public sealed class RuleEntry
{
    /// <summary>The field.</summary>
    public string Field { get; set; } = "";

    /// <summary>How it is compared.</summary>
    public RuleOperator Operator { get; set; } = RuleOperator.Equal;

    /// <summary>With what.</summary>
    public string Value { get; set; } = "";

    /// <summary>The rule.</summary>
    public Rule ToRule() => new(Field.Trim(), Operator, Value);
}
