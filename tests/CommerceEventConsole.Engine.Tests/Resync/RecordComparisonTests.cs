using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Resync.Comparing;

namespace CommerceEventConsole.Engine.Tests.Resync;

public sealed class RecordComparisonTests
{
    [Theory]
    [InlineData("10", "\"10.0000\"", "0", true)]
    [InlineData("10", "10.01", "0", false)]
    [InlineData("10", "10.01", "0.01", true)]
    [InlineData("10", "10.02", "0.01", false)]
    [InlineData("true", "1", "0", true)]
    [InlineData("\"007\"", "\"7\"", "0", false)]
    [InlineData("\"007\"", "\"007 \"", "0", true)]
    [InlineData("null", "\"\"", "0", true)]
    [InlineData("[]", "null", "0", true)]
    [InlineData("\"Air mat\"", "\"air mat\"", "0", false)]
    [InlineData("-3", "\"-3.0\"", "0", true)]
    [InlineData("[1,{\"a\":1,\"b\":2}]", "[\"1\",{\"b\":2.0,\"a\":1}]", "0", true)]
    public void The_same_value_may_be_spelled_in_several_ways(string right, string other, string tolerance, bool isSame)
    {
        var rule = new FieldRule("price", decimal.Parse(tolerance, System.Globalization.CultureInfo.InvariantCulture));

        var found = RecordComparison.Compare(Record("price", right), Record("price", other), [rule]);

        Assert.Equal(isSame, found.Count == 0);
        if (tolerance == "0")
            Assert.Equal(isSame, RecordComparison.Digest(Record("price", right), [rule]) == RecordComparison.Digest(Record("price", other), [rule]));
    }

    [Fact]
    public void What_the_right_side_does_not_say_is_not_compared()
    {
        var rules = new[] { new FieldRule("price"), new FieldRule("name") };

        Assert.Empty(RecordComparison.Compare(Record("price", "1"), Record("price", "1"), rules));
        Assert.Equal([new FieldDifference("name", "a", null)], RecordComparison.Compare(Record("name", "\"a\""), Record("price", "1"), rules));
    }

    [Fact]
    public void Nested_fields_are_named_with_dots_and_a_name_with_a_dot_comes_first()
    {
        var nested = new SystemRecord(RecordKind.Product, "A", new JsonObject { ["attributes"] = new JsonObject { ["color"] = "red" } });
        var flat = new SystemRecord(RecordKind.Product, "A", new JsonObject { ["attributes.color"] = "blue" });

        Assert.Equal([new FieldDifference("attributes.color", "red", "blue")], RecordComparison.Compare(nested, flat, [new FieldRule("attributes.color")]));
    }

    [Theory]
    [InlineData("price 0.01\nname", 2)]
    [InlineData("price ± 0.01", 1)]
    [InlineData("", 0)]
    [InlineData("price\nprice", -1)]
    [InlineData("price cheap", -1)]
    [InlineData("price -1", -1)]
    [InlineData("a b c", -1)]
    public void Rules_are_lines_of_a_field_and_what_it_may_differ_by(string text, int count)
    {
        Assert.Equal(count >= 0, FieldRule.TryParse(text, out var rules, out var problem));
        if (count >= 0)
            Assert.Equal(count, rules.Count);
        else
            Assert.Contains("one field in each line", problem, StringComparison.Ordinal);
    }

    private static SystemRecord Record(string field, string json) => new(RecordKind.Product, "A", new JsonObject { [field] = JsonNode.Parse(json) });
}
