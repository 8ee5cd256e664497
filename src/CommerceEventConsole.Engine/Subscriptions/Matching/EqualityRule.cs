using System.Text;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>
/// <c>equal</c> and <c>in</c>: the payload value is the same as one of the candidates, by <see cref="ScalarEquality"/>.
/// A candidate written <c>true</c> or <c>false</c> also stands for 1 or 0, which is how Adobe writes booleans (spec 6.8).
/// </summary>
internal sealed class EqualityRule : ScalarRule
{
    private readonly byte[][] _candidates;

    private EqualityRule(Rule rule, FieldPath path, IEnumerable<string> candidates)
        : base(rule, path) =>
        _candidates = [.. candidates.SelectMany(Spellings).Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes)];

    protected override string Expectation => Rule.Operator == RuleOperator.In ? $"one of {Rule.Value}" : $"equal to {Rule.Value}";

    /// <summary><c>equal</c>: the value is compared as it stands, blanks included.</summary>
    public static EqualityRule Equal(Rule rule, FieldPath path) => new(rule, path, [rule.Value]);

    /// <summary><c>in</c>: items between commas, blanks around them dropped; an item cannot hold a comma.</summary>
    public static EqualityRule In(Rule rule, FieldPath path) => new(rule, path, Items(rule.Value));

    public static string? CheckList(string value) =>
        Items(value).Length > 0 ? null : "the value must list at least one item, with commas between them.";

    protected override RuleVerdict Test(ReadOnlySpan<byte> text, bool isNumber)
    {
        foreach (var candidate in _candidates)
        {
            if (ScalarEquality.AreEqual(text, isNumber, candidate, secondIsNumber: false)) return RuleVerdict.Holds;
        }

        return RuleVerdict.Fails;
    }

    private static string[] Items(string value) => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string[] Spellings(string candidate) => candidate switch
    {
        "true" => ["true", "1"],
        "false" => ["false", "0"],
        _ => [candidate],
    };
}
