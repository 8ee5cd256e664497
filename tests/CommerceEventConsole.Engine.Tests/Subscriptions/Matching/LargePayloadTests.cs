using System.Globalization;
using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Matching;

/// <summary>Payloads as large as intake takes (2 MB), wide and deep, on a stack of 1 MB, which is the least that any host gives.</summary>
public sealed class LargePayloadTests
{
    private const int Bytes = 2 * 1024 * 1024;
    private const int StackBytes = 1024 * 1024;

    // As deep as the outbound side reads what a sender put into data_base64.
    private const int Levels = 9_990;

    private static readonly string Wide = MakeWide();

    [Fact]
    public void A_wide_payload_is_reduced_line_by_line()
    {
        var payload = Samples.Payload(Wide);

        using var written = JsonDocument.Parse(Samples.Filtered(Samples.Compile(["id", "items[].sku as article", "items[].options[].value"]), payload));

        var items = written.RootElement.GetProperty("items");
        Assert.Equal(payload.Root.GetProperty("items").GetArrayLength(), items.GetArrayLength());
        Assert.Equal("""{"article":"SKU-0","options":[{"value":"v0"}]}""", items[0].GetRawText());
        Assert.Equal(["id", "items"], written.RootElement.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public void A_wide_payload_with_the_star_loses_only_its_previous_values()
    {
        var written = Samples.Filtered(Samples.Compile(["*"]), Samples.Payload(Wide));

        Assert.Equal(Wide.Replace(",\"_origData\":{\"id\":0}", "", StringComparison.Ordinal), written);
    }

    [Fact]
    public void Rules_find_the_last_element_of_a_wide_payload()
    {
        var payload = Samples.Payload(Wide);
        var last = payload.Root.GetProperty("items").GetArrayLength() - 1;

        Assert.True(Samples.Compile(
            [],
            Samples.Rule("items[].sku", "equal", $"SKU-{last}"),
            Samples.Rule("items[].options[].value", "in", $"x,v{last}"),
            Samples.Rule("items[].sku", "regex", $"/^SKU-{last}$/"),
            Samples.Rule("id", "onChange", "")).Matches(payload));
        Assert.False(Samples.Compile([], Samples.Rule("items[].sku", "equal", "SKU-none")).Matches(payload, out var decision));
        Assert.InRange(decision.Reason.Length, 1, 500);
    }

    [Fact]
    public void A_payload_of_ten_thousand_levels_is_filtered_by_the_star()
    {
        var filler = new string('x', Bytes / Levels / 2);
        var value = Deep($$"""{"f":"{{filler}}","_origData":[1,{"a":2}],"n":[1.50,null,{},"\u005f"],"a":""", """{"\u005forigData":1,"z":"end"}""");
        var expected = Deep($$"""{"f":"{{filler}}","n":[1.50,null,{},"\u005f"],"a":""", """{"z":"end"}""");
        var payload = Samples.Payload(value, Levels + 10);
        var written = "";

        OnSmallStack(() => written = Samples.Filtered(Samples.Compile(["*"]), payload));

        Assert.True(string.Equals(expected, written, StringComparison.Ordinal), "The deep payload is not what it was without its previous values.");
    }

    [Fact]
    public void A_payload_of_ten_thousand_levels_is_filtered_by_a_path_and_judged()
    {
        var payload = Samples.Payload($$"""{"id":1,"deep":{{Deep("""{"x":0,"a":""", "7")}},"_origData":{"id":2} }""", Levels + 10);
        var path = "deep" + string.Concat(Enumerable.Repeat(".a", 500));
        var written = "";

        OnSmallStack(() =>
        {
            Assert.True(Samples.Compile([], Samples.Rule("id", "onChange", ""), Samples.Rule("id", "equal", "1")).Matches(payload));
            Assert.False(Samples.Compile([], Samples.Rule(path, "equal", "7")).Matches(payload));
            written = Samples.Filtered(Samples.Compile(["id", path + ".x as y"]), payload);
        });

        Assert.Equal($$"""{"id":1,"deep":{{string.Concat(Enumerable.Repeat("{\"a\":", 500))}}{"y":0}{{new string('}', 500)}}}""", written);
    }

    [Theory]
    [InlineData("7", "7", false)]
    [InlineData("7", "8", true)]
    public void Values_of_ten_thousand_levels_are_compared(string now, string before, bool isChanged)
    {
        var (first, second) = (Deep("""{"a":""", now, Levels - 1), Deep("""{"a":""", before, Levels - 1));
        var payload = Samples.Payload($$"""{"deep":{{first}},"_origData":{"deep":{{second}} } }""", Levels + 10);

        OnSmallStack(() => Assert.Equal(isChanged, Samples.Compile([], Samples.Rule("deep", "onChange", "")).Matches(payload)));
    }

    [Fact]
    public void A_runaway_pattern_on_a_value_of_two_megabytes_is_given_up_and_says_so()
    {
        var subscription = Samples.Compile([], Samples.Rule("name", "regex", "/(?!x)^(a+)+$/"));
        var payload = Samples.Payload($$"""{"name":"{{new string('a', Bytes)}}!"}""");

        Assert.False(subscription.Matches(payload, out var decision));

        Assert.True(decision.RegexTimedOut);
        Assert.Equal("name", decision.DecidedBy?.Field);
        Assert.Equal("name: the pattern /(?!x)^(a+)+$/ took too long on this value and was given up.", decision.Reason);
        Assert.Equal(1, subscription.RegexTimeouts);
    }

    [Fact]
    public void A_pattern_that_is_slow_on_each_of_many_values_is_given_up_as_a_whole()
    {
        // Each value takes about a millisecond, all of them many times what a list is given.
        var value = $"\"{new string('a', 14)}!\"";
        var subscription = Samples.Compile([], Samples.Rule("names[]", "regex", "/(?!x)^(a+)+$/"));
        var payload = Samples.Payload($$"""{"names":[{{string.Join(',', Enumerable.Repeat(value, 20_000))}}]}""");

        Assert.False(subscription.Matches(payload, out var decision));

        Assert.True(decision.RegexTimedOut);
    }

    private static string Deep(string open, string inner, int levels = Levels) =>
        new StringBuilder().Insert(0, open, levels).Append(inner).Append('}', levels).ToString();

    private static string MakeWide()
    {
        var text = new StringBuilder("{\"id\":1");
        for (var index = 0; text.Length < Bytes / 2; index++) text.Append(CultureInfo.InvariantCulture, $",\"attribute_{index}\":\"{index}\"");
        text.Append(",\"items\":[");
        for (var index = 0; text.Length < Bytes; index++)
            text.Append(index > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $$"""{"sku":"SKU-{{index}}","qty":{{index}},"options":[{"value":"v{{index}}"}]}""");
        return text.Append("],\"_origData\":{\"id\":0}}").ToString();
    }

    // A failure on the thread becomes the test's; a stack that runs over would end the whole run.
    private static void OnSmallStack(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(action), StackBytes);
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromMinutes(2)), "The thread does not come to an end.");
        Assert.Null(failure);
    }
}
