using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Matching;

public sealed class CompiledSubscriptionTests
{
    private const string Order =
        """{"increment_id":"000001042","status":"pending","store_id":"1","grand_total":"129.0000","payment":{"method":"checkmo"},"items":[{"sku":"A"},{"sku":"B"}],"_origData":{"status":"new"}}""";

    [Fact]
    public void Every_problem_is_listed_with_its_place()
    {
        var definition = new SubscriptionDefinition(
            " ",
            ["sku", "a b", "x[0]"],
            [new Rule("n", RuleOperator.GreaterThan, "x"), new Rule("n", (RuleOperator)9, "1"), new Rule("n", RuleOperator.Equal, "1")]);

        Assert.Null(CompiledSubscription.Compile(definition, out var problems));

        Assert.Collection(
            problems,
            problem => Assert.StartsWith("eventType:", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("fields[1] 'a b': character 2", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("fields[2] 'x[0]': character 2", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("rules[0] 'n':", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("rules[1] 'n': the operator", problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("context_store.get_store.get_code", "equal", "in Commerce")]
    [InlineData("status", "onChange", "the path of the previous value")]
    public void What_may_surprise_is_a_warning(string field, string operatorName, string expected)
    {
        var subscription = Samples.Compile([], Samples.Rule(field, operatorName, "complete"));

        Assert.Contains(expected, Assert.Single(subscription.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_decision_names_the_first_rule_that_fails_and_why()
    {
        var failing = Samples.Rule("status", "in", "processing,complete");
        var subscription = Samples.Compile([], Samples.Rule("store_id", "equal", "1"), failing, Samples.Rule("x", "equal", "1"));

        Assert.False(subscription.Matches(Samples.Payload(Order), out var decision));

        Assert.Same(failing, decision.DecidedBy);
        Assert.Equal("status is \"pending\", not one of processing,complete.", decision.Reason);
    }

    [Fact]
    public void A_match_says_what_held()
    {
        var subscription = Samples.Compile([], Samples.Rule("items[].sku", "equal", "B"), Samples.Rule("status", "onChange", ""));

        Assert.True(subscription.Matches(Samples.Payload(Order), out var decision));

        Assert.Equal("items[].sku is \"A\", \"B\": equal to B. status changed: it is \"pending\" and was \"new\".", decision.Reason);
    }

    [Fact]
    public void Plain_comparisons_allocate_nothing()
    {
        var subscription = Samples.Compile(
            [],
            Samples.Rule("store_id", "in", "3,2,1"),
            Samples.Rule("grand_total", "greaterThan", "100"),
            Samples.Rule("grand_total", "lessThan", "129.01"),
            Samples.Rule("payment.method", "equal", "checkmo"),
            Samples.Rule("items[].sku", "equal", "B"),
            Samples.Rule("status", "onChange", ""));
        var payload = Samples.Payload(Order);
        Assert.True(subscription.Matches(payload));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++) subscription.Matches(payload);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void One_compiled_subscription_serves_many_threads_and_payload_forms()
    {
        var subscription = Samples.Compile(["increment_id", "items[].sku", "_origData.status"], Samples.Rule("status", "onChange", ""));
        string[] forms = [Order, $$"""{"order":{{Order}}}""", $$"""{"invoice":{{Order}},"z":1}"""];
        const string Kept = """{"increment_id":"000001042","items":[{"sku":"A"},{"sku":"B"}],"_origData":{"status":"new"}}""";
        string[] expected = [Kept, $$"""{"order":{{Kept}}}""", $$"""{"invoice":{{Kept}}}"""];

        Parallel.For(0, 3000, index =>
        {
            var payload = Samples.Payload(forms[index % forms.Length]);
            Assert.True(subscription.Matches(payload));
            Assert.Equal(expected[index % forms.Length], Samples.Filtered(subscription, payload));
        });
    }

    [Fact]
    public void Operators_are_written_as_Adobe_writes_them()
    {
        string[] names = ["greaterThan", "lessThan", "equal", "regex", "in", "onChange"];

        Assert.Equal(names.AsEnumerable(), Enum.GetValues<RuleOperator>().Select(RuleOperatorNames.Format), StringComparer.Ordinal);
        Assert.All(names, name =>
        {
            Assert.True(RuleOperatorNames.TryParse(name.ToUpperInvariant(), out var parsed));
            Assert.Equal(name, RuleOperatorNames.Format(parsed));
        });
        Assert.False(RuleOperatorNames.TryParse("notEqual", out _));
        Assert.False(RuleOperatorNames.TryParse(null, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => RuleOperatorNames.Format(default));
    }

    [Theory]
    [InlineData("sku", 1, false)]
    [InlineData("items[].options[].value", 3, true)]
    [InlineData("*", 0, false)]
    public void A_path_is_read_into_its_names(string text, int names, bool isArrayFirst)
    {
        Assert.True(FieldPath.TryParse(text, out var path, out var problem));

        Assert.Null(problem);
        Assert.Equal(names, path!.Segments.Count);
        Assert.Equal(names == 0, path.IsWildcard);
        Assert.Equal(isArrayFirst, path.Segments.FirstOrDefault()?.IsArray ?? false);
        Assert.Equal(text, path.ToString());
    }
}
