namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>Turns one rule into its compiled form, or says what is wrong with it.</summary>
internal static class RuleCompiler
{
    public static CompiledRule? Compile(Rule rule, out string? problem, out string? warning)
    {
        warning = null;
        // Imported definitions may leave the value of onChange out altogether.
        if (rule.Value is null) rule = rule with { Value = "" };
        problem = RuleOperatorNames.IsDefined(rule.Operator)
            ? null
            : $"the operator must be one of {string.Join(", ", RuleOperatorNames.All)}.";
        if (problem is not null) return null;

        if (ContextRule.IsContext(rule.Field ?? ""))
        {
            warning = "is evaluated in Commerce, before the event is sent; here it always holds, so set the same rule there.";
            return new ContextRule(rule);
        }

        if (!FieldPath.TryParse(rule.Field, out var path, out problem)) return null;
        if (path!.IsWildcard)
        {
            problem = "a rule is about one field; '*' is not one.";
            return null;
        }

        return Compile(rule, path, ref problem, ref warning);
    }

    private static CompiledRule? Compile(Rule rule, FieldPath path, ref string? problem, ref string? warning)
    {
        switch (rule.Operator)
        {
            case RuleOperator.GreaterThan or RuleOperator.LessThan:
                problem = OrderRule.CheckValue(rule.Value);
                return problem is null ? new OrderRule(rule, path) : null;
            case RuleOperator.Equal:
                return EqualityRule.Equal(rule, path);
            case RuleOperator.In:
                problem = EqualityRule.CheckList(rule.Value);
                return problem is null ? EqualityRule.In(rule, path) : null;
            case RuleOperator.Regex:
                return PhpRegex.TryCompile(rule.Value, out var regex, out problem) ? new RegexRule(rule, path, regex!) : null;
            default:
                var change = ChangeRule.TryCreate(rule, path, out problem);
                if (change is { IsOutsideOriginalData: true })
                    warning = $"the value of onChange is the path of the previous value, and '{rule.Value}' is outside {FieldPath.OriginalData}; where that path is missing the rule never holds.";
                return change;
        }
    }
}
