namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>The six operators that Adobe Commerce offers for events (spec 6.8). The values are stored: never renumber.</summary>
public enum RuleOperator : byte
{
    /// <summary>The payload value is a number strictly above the rule's value.</summary>
    GreaterThan = 1,

    /// <summary>The payload value is a number strictly below the rule's value.</summary>
    LessThan = 2,

    /// <summary>The payload value is the rule's value.</summary>
    Equal = 3,

    /// <summary>The payload value matches a PHP <c>preg_match</c> pattern, delimiters and flags included.</summary>
    Regex = 4,

    /// <summary>The payload value is one item of a comma-separated list.</summary>
    In = 5,

    /// <summary>The payload value differs from the previous one under <c>_origData</c>.</summary>
    OnChange = 6,
}

/// <summary>Adobe's own spelling of the operators, as in <c>io_events.xml</c> and the eventing REST API (spec 6.6).</summary>
public static class RuleOperatorNames
{
    private static readonly string[] Names = ["greaterThan", "lessThan", "equal", "regex", "in", "onChange"];

    /// <summary>Every operator name, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <summary>Adobe's name of an operator.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the six.</exception>
    public static string Format(RuleOperator value) =>
        IsDefined(value)
            ? Names[(byte)value - 1]
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Not one of the six operators for events.");

    /// <summary>Reads Adobe's name, whatever its capitals; false for anything else, the webhook-only operators included.</summary>
    public static bool TryParse(string? text, out RuleOperator value)
    {
        var index = Array.FindIndex(Names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        value = (RuleOperator)(index + 1);
        return index >= 0;
    }

    /// <summary>True for the six operators, false for a number that is none of them.</summary>
    public static bool IsDefined(RuleOperator value) => value is >= RuleOperator.GreaterThan and <= RuleOperator.OnChange;
}
