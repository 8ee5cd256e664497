using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Matching;

/// <summary>Runs semantics.json: what is kept, which rules hold and what is refused, one case per name.</summary>
public sealed class SubscriptionSemanticsTests
{
    public static IEnumerable<TheoryDataRow<string>> Filters => SemanticsTable.Names("filters");

    public static IEnumerable<TheoryDataRow<string>> RuleCases => SemanticsTable.Names("rules");

    public static IEnumerable<TheoryDataRow<string>> Refusals => SemanticsTable.Names("refused");

    [Theory]
    [MemberData(nameof(Filters))]
    public void The_filter_keeps(string name)
    {
        var item = SemanticsTable.Case("filters", name);
        var payload = PayloadRoot.Find(Samples.Json(SemanticsTable.Data(item)), null);

        var written = Samples.Filtered(Samples.Compile(SemanticsTable.Fields(item)), payload);

        Assert.Equal(item.GetProperty("expect").GetRawText(), written);
    }

    [Theory]
    [MemberData(nameof(RuleCases))]
    public void The_rules_decide(string name)
    {
        var item = SemanticsTable.Case("rules", name);
        var payload = PayloadRoot.Find(Samples.Json(SemanticsTable.Data(item)), null);
        var subscription = Samples.Compile([], SemanticsTable.Rules(item));

        var holds = subscription.Matches(payload, out var decision);

        Assert.Equal(item.GetProperty("holds").GetBoolean(), holds);
        Assert.Equal(holds, subscription.Matches(payload));
        Assert.Equal(holds, decision.IsMatch);
        Assert.Equal(holds, decision.DecidedBy is null);
        Assert.NotEmpty(decision.Reason);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void The_definition_is_refused(string name)
    {
        var item = SemanticsTable.Case("refused", name);

        var problem = Assert.Single(Samples.Problems(SemanticsTable.Fields(item), SemanticsTable.Rules(item)));

        Assert.Contains(item.GetProperty("problem").GetString()!, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_case_has_a_name_of_its_own()
    {
        string[] sections = ["filters", "rules", "refused"];
        var names = sections.SelectMany(SemanticsTable.Names).Select(row => row.Data).ToList();

        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
    }
}
