using System.Text.Json;
using Bunit;
using CommerceEventConsole.Components.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Fields;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Console.Tests.Subscriptions;

public sealed class RuleRowsTests : BunitContext
{
    private readonly FieldTree _tree = new FieldTreeBuilder()
        .AddEvent(JsonDocument.Parse("""{ "state": "new", "grand_total": "99.9500", "payment": { "method": "card" } }""").RootElement).Build();

    public RuleRowsTests() => JSInterop.Mode = JSRuntimeMode.Loose;

    [Fact]
    public void Fields_and_values_are_suggested_from_stored_events()
    {
        var rows = Open(new RuleEntry { Field = "state" });

        Assert.Equal(["state", "grand_total", "payment.method", "payment"], rows.FindAll("#rule-fields option").Select(o => o.GetAttribute("value")));
        Assert.Equal("rule-values-0", rows.FindAll("input")[1].GetAttribute("list"));
        Assert.Equal(["new"], rows.FindAll("#rule-values-0 option").Select(o => o.GetAttribute("value")));
    }

    [Fact]
    public void Only_comparisons_that_fit_the_field_are_offered()
    {
        var rows = Open(new RuleEntry { Field = "grand_total" });

        Assert.Equal(["is", "is one of", "is greater than", "is less than"], rows.FindAll("select option").Select(o => o.TextContent));
    }

    [Fact]
    public void A_comparison_that_does_not_fit_stays_to_be_seen_and_is_warned_about()
    {
        var rows = Open(new RuleEntry { Field = "state", Operator = RuleOperator.OnChange });

        Assert.Equal("has changed", rows.Find("select option[selected]").TextContent);
        Assert.Contains("never holds", rows.Find(".field-warning").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_field_brings_a_comparison_that_fits_it_while_no_value_is_entered()
    {
        var rule = new RuleEntry { Field = "grand_total", Operator = RuleOperator.GreaterThan };
        var rows = Open(rule);

        rows.FindAll("input")[0].Change("state");

        Assert.Equal(RuleOperator.Equal, rule.Operator);
    }

    [Fact]
    public void A_field_that_no_stored_event_has_is_told()
    {
        var rows = Open(new RuleEntry { Field = "staet", Value = "new" });

        Assert.Contains("“staet”", rows.Find(".field-warning").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_problem_stands_at_its_row_while_it_is_typed()
    {
        RuleEntry[] rules = [new() { Field = "state", Value = "new" }, new() { Field = "grand_total", Operator = RuleOperator.GreaterThan, Value = "much" }];
        _ = CompiledSubscription.Compile(new SubscriptionDefinition("order.saved", [], [.. rules.Select(r => r.ToRule())]), out var problems);

        var rows = Open(problems, rules);

        Assert.Empty(rows.FindAll(".rule-block")[0].QuerySelectorAll(".field-problem"));
        Assert.StartsWith("the value must be a number", rows.FindAll(".rule-block")[1].QuerySelector(".field-problem")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_just_added_is_not_wrong_yet()
    {
        var rows = Open(["rules[0] '': the name is empty."], new RuleEntry());

        Assert.Empty(rows.FindAll(".field-problem"));
    }

    private IRenderedComponent<RuleRows> Open(params RuleEntry[] rules) => Open([], rules);

    private IRenderedComponent<RuleRows> Open(IReadOnlyList<string> problems, params RuleEntry[] rules) => Render<RuleRows>(p => p
        .Add(x => x.Rules, [.. rules]).Add(x => x.Tree, _tree).Add(x => x.CompileProblems, problems));
}
