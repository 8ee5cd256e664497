using CommerceEventConsole.Engine.Subscriptions.Fields;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Fields;

public class SubscriptionTextTests
{
    [Fact]
    public void A_line_is_a_field_or_a_rule()
    {
        var text = SubscriptionText.Parse("# orders\nstate equal processing\ngrand_total greaterThan 100\n  state onChange\n\nincrement_id\nitems[].sku\n*");

        Assert.Empty(text.Problems);
        Assert.Equal(["increment_id", "items[].sku", "*"], text.Fields);
        Assert.Equal(
            [new Rule("state", RuleOperator.Equal, "processing"), new Rule("grand_total", RuleOperator.GreaterThan, "100"), new Rule("state", RuleOperator.OnChange, "")],
            text.Rules);
    }

    [Fact]
    public void Rules_come_first_and_then_the_fields() => Assert.Equal(
        "name regex /^TV .*/i\nstate onChange\n\nsku\nprice",
        SubscriptionText.Format(["sku", "price"], [new Rule("name", RuleOperator.Regex, "/^TV .*/i"), new Rule("state", RuleOperator.OnChange, "")]));

    [Fact]
    public void A_field_with_another_name_is_read_and_written_as_a_field_list_has_it()
    {
        var text = SubscriptionText.Parse("  items[].sku   as  article ");

        Assert.Equal(["items[].sku as article"], text.Fields);
        Assert.Equal("items[].sku as article", SubscriptionText.Format(text.Fields, []));
    }

    [Theory]
    [InlineData("processing")]
    [InlineData("")]
    [InlineData("two words, and more")]
    [InlineData(" blanks around ")]
    [InlineData("\"quoted\"")]
    [InlineData("she said \"no\"")]
    [InlineData("line\nbreak")]
    [InlineData("separator\u2028in it")]
    [InlineData("größe ✓ 👍")]
    [InlineData("equal processing")]
    [InlineData("# no comment")]
    public void Every_value_comes_back_as_it_went(string value)
    {
        var rule = new Rule("state", RuleOperator.Equal, value);

        var text = SubscriptionText.Parse(SubscriptionText.Format(["sku"], [rule]));

        Assert.Empty(text.Problems);
        Assert.Equal(rule, Assert.Single(text.Rules));
        Assert.Equal(["sku"], text.Fields);
    }

    [Fact]
    public void A_rule_on_the_context_of_Commerce_is_a_rule() => Assert.Equal(
        new Rule("context_scope_config.get_value{general/locale/code:default}", RuleOperator.Equal, "en_US"),
        Assert.Single(SubscriptionText.Parse("context_scope_config.get_value{general/locale/code:default} equal en_US").Rules));

    [Theory]
    [InlineData("sku\nstate is processing", 2, "“is” is no comparison")]
    [InlineData("\n\ngrand_total greaterThan much", 3, "The value must be a number")]
    [InlineData("name regex ^TV", 1, "the closing delimiter")]
    [InlineData("a..b", 1, "a name is missing")]
    [InlineData("sku\nitems[0].sku", 2, "brackets are written only as '[]'")]
    [InlineData("sku as", 1, "After “as”")]
    [InlineData("state equal \"open", 1, "quotation marks")]
    public void A_problem_names_its_line(string written, int line, string message)
    {
        var problem = Assert.Single(SubscriptionText.Parse(written).Problems);

        Assert.Equal(line, problem.Line);
        Assert.Contains(message, problem.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Operators_are_read_whatever_their_capitals() =>
        Assert.Equal("total greaterThan 1", SubscriptionText.Format([], SubscriptionText.Parse("total GREATERTHAN 1\r\n").Rules));
}
