using System.Globalization;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Matching;

public sealed class HostileInputTests
{
    private const string Nested = "(?!x)^(a+)+$";

    [Fact]
    public void A_pattern_that_runs_away_is_given_up_as_no_match_and_counted()
    {
        var subscription = Samples.Compile([], Samples.Rule("name", "regex", $"/{Nested}/"));
        var payload = Samples.Payload($$"""{"name":"{{new string('a', 60)}}!"}""");

        Assert.False(subscription.Matches(payload, out var decision));
        Assert.True(decision.RegexTimedOut);
        Assert.Contains("took too long", decision.Reason, StringComparison.Ordinal);
        Assert.Equal(1, subscription.RegexTimeouts);

        Assert.False(subscription.Matches(payload));
        Assert.Equal(2, subscription.RegexTimeouts);
    }

    [Fact]
    public void One_time_out_ends_the_walk_over_a_list()
    {
        var subscription = Samples.Compile([], Samples.Rule("items[].name", "regex", $"/{Nested}/"));
        var payload = Samples.Payload($$"""{"items":[{"name":"{{new string('a', 60)}}!"},{"name":"aaa"}]}""");

        // The second element would match: five hundred elements must not cost five hundred time-outs.
        Assert.False(subscription.Matches(payload, out var decision));
        Assert.True(decision.RegexTimedOut);
    }

    [Theory]
    [InlineData("/^(a+)+$/")]
    [InlineData("/^(a|aa)+$/")]
    [InlineData("/(.*)*(.*)*(.*)*b$/s")]
    public void A_pattern_that_would_run_away_elsewhere_is_matched_in_linear_time(string pattern)
    {
        var subscription = Samples.Compile([], Samples.Rule("name", "regex", pattern));

        Assert.False(subscription.Matches(Samples.Payload($$"""{"name":"{{new string('a', 5000)}}!"}"""), out var decision));

        Assert.False(decision.RegexTimedOut);
        Assert.Equal(0, subscription.RegexTimeouts);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(1000)]
    public void Deep_nesting_is_filtered_and_judged(int depth)
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":[", depth / 2)) + "{\"\\u005forigData\":1,\"z\":1}" + string.Concat(Enumerable.Repeat("]}", depth / 2));
        var payload = Samples.Payload($$"""{"deep":{{deep}},"id":1}""", depth + 10);

        var written = Samples.Filtered(Samples.Compile(["*"]), payload);

        Assert.DoesNotContain("origData", written, StringComparison.Ordinal);
        Assert.Contains("\"z\":1", written, StringComparison.Ordinal);
        Assert.True(Samples.Compile([], Samples.Rule("id", "equal", "1")).Matches(payload));
        Assert.True(Samples.Compile([], Samples.Rule("deep", "onChange", "id")).Matches(payload));
    }

    [Fact]
    public void A_path_of_two_hundred_names_is_followed()
    {
        var path = string.Join('.', Enumerable.Repeat("a", 200));
        var value = string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "7" + new string('}', 200);
        var payload = Samples.Payload(value, 256);

        Assert.True(Samples.Compile([], Samples.Rule(path, "equal", "7")).Matches(payload));
        Assert.Equal(value, Samples.Filtered(Samples.Compile([path]), payload));
    }

    [Theory]
    [InlineData("""{"name":"a\ud800b","sku":"A"}""")]
    [InlineData("""{"name":"\udc00","sku":"A"}""")]
    [InlineData("""{"s\ud800":1,"name":"x\u0000y","sku":"A"}""")]
    public void Lone_surrogates_and_NUL_are_copied_and_disturb_no_rule(string value)
    {
        var payload = Samples.Payload(value);

        Assert.Equal(value, Samples.Filtered(Samples.Compile(["*"]), payload));
        Assert.True(Samples.Compile([], Samples.Rule("sku", "equal", "A"), Samples.Rule("name", "regex", "/^/u")).Matches(payload));
        Assert.False(Samples.Compile([], Samples.Rule("name", "equal", "A")).Matches(payload));
        Assert.False(Samples.Compile([], Samples.Rule("sku_more", "in", "A,B")).Matches(payload, out var decision));
        Assert.Contains("not in the payload", decision.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"n":"\ud800","_origData":{"n":"\ud800"}}""", false)]
    [InlineData("""{"n":"\ud800","_origData":{"n":"\ud801"}}""", true)]
    [InlineData("""{"n":"\ud83d\ude00","_origData":{"n":"😀"}}""", false)]
    [InlineData("""{"n":{"\ud800":1,"b":2},"_origData":{"n":{"b":2,"\ud800":1}}}""", false)]
    public void Changes_are_told_apart_even_in_broken_text(string value, bool changed) =>
        Assert.Equal(changed, Samples.Holds(value, "n", "onChange", ""));

    [Theory]
    [InlineData("""{"größe":"XL","sku":"A"}""")]
    [InlineData("""{"مقاس":"XL","sku":"A"}""")]
    [InlineData("""{"😀":{"_origData ":1},"sku":"A"}""")]
    public void Names_beyond_ASCII_cannot_be_asked_for_but_pass_the_star(string value)
    {
        var payload = Samples.Payload(value);

        Assert.Equal(value, Samples.Filtered(Samples.Compile(["*"]), payload));
        Assert.Equal("""{"sku":"A"}""", Samples.Filtered(Samples.Compile(["sku"]), payload));
    }

    [Fact]
    public void Repeated_names_are_all_reduced_and_none_slips_through_whole()
    {
        var payload = Samples.Payload("""{"a":{"x":1,"y":2},"a":{"x":3,"secret":4}}""");

        Assert.Equal("""{"a":{"x":1},"a":{"x":3}}""", Samples.Filtered(Samples.Compile(["a.x"]), payload));
        Assert.True(Samples.Compile([], Samples.Rule("a.x", "equal", "3")).Matches(payload));
    }

    [Fact]
    public void A_number_of_a_hundred_thousand_digits_is_compared_and_copied_exactly()
    {
        var digits = new string('9', 100_000);
        var payload = Samples.Payload($$"""{"n":{{digits}}8}""");

        Assert.True(Samples.Compile([], Samples.Rule("n", "lessThan", digits + "9")).Matches(payload));
        Assert.False(Samples.Compile([], Samples.Rule("n", "greaterThan", digits + "8")).Matches(payload));
        Assert.True(Samples.Compile([], Samples.Rule("n", "equal", digits + "8.0")).Matches(payload));
        Assert.Equal($$"""{"n":{{digits}}8}""", Samples.Filtered(Samples.Compile(["n"]), payload));
    }

    [Theory]
    [InlineData("1e999999999999999999999")]
    [InlineData("1e-999999999999999999999")]
    public void An_exponent_beyond_reason_compares_as_nothing(string number)
    {
        Assert.False(Samples.Holds($$"""{"n":{{number}}}""", "n", "greaterThan", "1"));
        Assert.False(Samples.Holds($$"""{"n":{{number}}}""", "n", "lessThan", "1"));
    }

    [Fact]
    public void Objects_of_many_members_in_another_order_are_compared_without_a_square_of_their_number()
    {
        const int Count = 50_000;
        var ahead = string.Join(',', Enumerable.Range(0, Count).Select(Member));
        var reversed = string.Join(',', Enumerable.Range(0, Count).Reverse().Select(Member));

        Assert.False(Samples.Holds($$"""{"o":{ {{ahead}} },"_origData":{"o":{ {{reversed}} } } }""", "o", "onChange", ""));

        static string Member(int number) => string.Create(CultureInfo.InvariantCulture, $"\"m{number}\":{number}");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void A_payload_without_anything_in_it_has_no_fields(string value)
    {
        var payload = Samples.Payload(value);

        Assert.Equal(value is "[]" ? "{}" : value, Samples.Filtered(Samples.Compile(["sku"]), payload));
        Assert.False(Samples.Compile([], Samples.Rule("sku", "regex", "/.*/")).Matches(payload));
    }

    [Fact]
    public void Patterns_and_paths_of_absurd_length_are_refused()
    {
        Assert.Contains("longer than", Assert.Single(Samples.Problems([string.Join('.', Enumerable.Repeat("a", 100_000))])), StringComparison.Ordinal);
        Assert.Contains("longer than", Assert.Single(Samples.Problems([], Samples.Rule("a", "regex", $"/{new string('(', 100_000)}/"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_of_two_thousand_groups_is_compiled()
    {
        var pattern = $"/^{new string('(', 2000)}a{new string(')', 2000)}$/";

        Assert.True(Samples.Holds("""{"t":"a"}""", "t", "regex", pattern));
    }

    [Fact]
    public void A_definition_with_missing_parts_is_refused_and_not_stumbled_over()
    {
        var problems = Samples.Problems([null!], new Rule(null!, RuleOperator.Equal, "1"), new Rule("a", RuleOperator.Regex, null!));

        Assert.Equal(3, problems.Count);
        Samples.Compile([], new Rule("status", RuleOperator.OnChange, null!));
    }

    [Fact]
    public void An_event_without_data_has_no_fields()
    {
        var payload = CommerceEventConsole.Engine.Catalogue.PayloadRoot.Find(default, null);

        Assert.Equal("null", Samples.Filtered(Samples.Compile([]), payload));
        Assert.Equal("null", Samples.Filtered(Samples.Compile(["sku"]), payload));
        Assert.False(Samples.Compile([], Samples.Rule("sku", "onChange", "")).Matches(payload));
    }
}
