using System.Text;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>
/// <c>greaterThan</c> and <c>lessThan</c>, both strict: payload value and rule value are compared as exact decimals,
/// whether sent as number or text. True and false are 1 and 0. What is no number is neither above nor below.
/// </summary>
internal sealed class OrderRule(Rule rule, FieldPath path) : ScalarRule(rule, path)
{
    private readonly byte[] _limit = Encoding.UTF8.GetBytes(rule.Value.Trim());
    private readonly int _wanted = rule.Operator == RuleOperator.GreaterThan ? 1 : -1;

    protected override string Expectation => $"a number {(_wanted > 0 ? "above" : "below")} {Rule.Value.Trim()}";

    public static string? CheckValue(string value) =>
        ExactNumber.TryParse(Encoding.UTF8.GetBytes(value.Trim()), out _) ? null : "the value must be a number with a decimal point, such as 10 or 0.5.";

    protected override RuleVerdict Test(ReadOnlySpan<byte> text, bool isNumber) =>
        ExactNumber.TryParse(text, out var number)
        && ExactNumber.TryParse(_limit, out var limit)
        && Math.Sign(ExactNumber.Compare(number, limit)) == _wanted
            ? RuleVerdict.Holds
            : RuleVerdict.Fails;
}
