using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Subscriptions.Fields;

/// <summary>Which of the six operators make sense for a field, and what to compare it with (spec 6.8).</summary>
public static class RuleFit
{
    private const FieldKinds Scalars = FieldKinds.Text | FieldKinds.Number | FieldKinds.NumberAsText | FieldKinds.YesNo;

    private static readonly (RuleOperator Operator, FieldKinds Fits)[] Fitting =
    [
        (RuleOperator.Equal, Scalars),
        (RuleOperator.In, FieldKinds.Text | FieldKinds.Number | FieldKinds.NumberAsText),
        (RuleOperator.GreaterThan, FieldKinds.Number | FieldKinds.NumberAsText),
        (RuleOperator.LessThan, FieldKinds.Number | FieldKinds.NumberAsText),
        (RuleOperator.Regex, FieldKinds.Text),
    ];

    /// <summary>The operators to offer for a field, all that may fit where little is known. <c>onChange</c> only where previous values are known (spec 9.6 check 79).</summary>
    /// <param name="node">The field; null where it is not known.</param>
    /// <param name="hasPreviousValues">Whether the event carries previous values.</param>
    public static IReadOnlyList<RuleOperator> Operators(FieldTreeNode? node, bool hasPreviousValues)
    {
        var kinds = node?.Kinds ?? FieldKinds.None;
        var isUnknown = (kinds & ~FieldKinds.Empty) == FieldKinds.None;
        // Of a list, single values are compared; which kind they have is not told apart.
        var isPlainList = kinds.HasFlag(FieldKinds.List) && node is { Children.Count: 0 };
        var fitting = Fitting.Where(f => isUnknown || isPlainList || (f.Fits & kinds) != FieldKinds.None).Select(f => f.Operator);
        return hasPreviousValues ? [.. fitting, RuleOperator.OnChange] : [.. fitting];
    }

    /// <summary>Fields to write rules about, by path: single values before the branches around them.</summary>
    public static IEnumerable<string> Paths(FieldTree tree) => tree.Nodes
        .Where(n => n.CanBeChosen)
        .OrderBy(n => n.Children.Count > 0).ThenBy(n => n.IsPreviousValue)
        .Select(n => n.Path);

    /// <summary>Values that a field had, to compare it with.</summary>
    public static IEnumerable<string> Values(FieldTree tree, Rule rule) => (rule.Operator, tree.Find(rule.Field)) switch
    {
        (RuleOperator.OnChange, _) => tree.Nodes.Where(n => n.IsPreviousValue && n.Name == rule.Field.Split('.')[^1]).Select(n => n.Path),
        (RuleOperator.Regex, _) or (_, null) => [],
        // Commerce's own spelling of them (spec 6.8).
        (_, { Kinds: var kinds } node) => kinds.HasFlag(FieldKinds.YesNo) ? ["1", "0", .. node.Values.Except(["true", "false"], StringComparer.Ordinal)] : node.Values,
    };
}
