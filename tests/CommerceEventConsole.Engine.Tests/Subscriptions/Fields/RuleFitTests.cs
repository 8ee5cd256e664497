using System.Text.Json;
using CommerceEventConsole.Engine.Subscriptions.Fields;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Fields;

public class RuleFitTests
{
    private readonly FieldTree _tree = new FieldTreeBuilder()
        .AddEvent(JsonDocument.Parse("""{ "state": "new", "total": "9.50", "paid": true, "tags": ["a"], "items": [{ "qty": 1 }], "empty": null }""").RootElement)
        .AddEvent(JsonDocument.Parse("""{ "state": "complete", "payment": { "method": "card" } }""").RootElement)
        .Build();

    [Theory]
    [InlineData("state", "Equal In Regex")]
    [InlineData("total", "Equal In GreaterThan LessThan")]
    [InlineData("items[].qty", "Equal In GreaterThan LessThan")]
    [InlineData("paid", "Equal")]
    [InlineData("payment", "")]
    [InlineData("items", "")]
    [InlineData("tags", "Equal In GreaterThan LessThan Regex")]
    [InlineData("empty", "Equal In GreaterThan LessThan Regex")]
    [InlineData("nobody.knows", "Equal In GreaterThan LessThan Regex")]
    public void Only_what_fits_a_field_is_offered(string path, string operators) =>
        Assert.Equal(operators, string.Join(' ', RuleFit.Operators(_tree.Find(path), hasPreviousValues: false)));

    [Fact]
    public void On_change_is_offered_where_previous_values_are_known()
    {
        Assert.Equal([RuleOperator.OnChange], RuleFit.Operators(_tree.Find("payment"), hasPreviousValues: true));
        Assert.DoesNotContain(RuleOperator.OnChange, RuleFit.Operators(_tree.Find("state"), _tree.HasPreviousValues));
    }

    [Fact]
    public void Values_of_stored_events_are_suggested()
    {
        Assert.Equal(["new", "complete"], RuleFit.Values(_tree, new Rule("state", RuleOperator.Equal, "")));
        Assert.Equal(["1", "0"], RuleFit.Values(_tree, new Rule("paid", RuleOperator.Equal, "")));
        Assert.Empty(RuleFit.Values(_tree, new Rule("state", RuleOperator.Regex, "")));
        Assert.Empty(RuleFit.Values(_tree, new Rule("nobody.knows", RuleOperator.Equal, "")));
    }

    [Fact]
    public void For_a_change_the_path_of_the_previous_value_is_suggested()
    {
        var tree = new FieldTreeBuilder().AddEvent(JsonDocument.Parse("""{ "product": { "qty": 1, "_origData": { "qty": 2, "sku": "a" } } }""").RootElement).Build();

        Assert.Equal(["product._origData.qty"], RuleFit.Values(tree, new Rule("product.qty", RuleOperator.OnChange, "")));
    }

    [Fact]
    public void Single_values_are_suggested_before_branches() =>
        Assert.Equal(["state", "total", "paid", "tags", "items[].qty", "empty", "payment.method", "items", "payment"], RuleFit.Paths(_tree));
}
