using System.Text;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Subscriptions.History;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.History;

public sealed class HistoryPassTests
{
    private const string OrderSaved = "observer.sales_order_save_commit_after";
    private const string RunsAway = "/(?!x)^(a+)+$/";
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ContentMode.Structured, null, """{"specversion":"1.0","data":{"key":"k","value":{"state":"paid"}}}""")]
    [InlineData(ContentMode.Batched, null, """{"specversion":"1.0","data":{"key":"k","value":{"state":"paid"}}}""")]
    [InlineData(ContentMode.Structured, null, "\uFEFF{\"data\":{\"value\":{\"state\":\"paid\"}}}")]
    [InlineData(ContentMode.Binary, """{"ce-id":"1","content-type":"application/json"}""", """{"key":"k","value":{"state":"paid"}}""")]
    [InlineData(ContentMode.Binary, """{"ce-id":"1"}""", """{"value":{"state":"paid"}}""")]
    public void An_event_is_matched_in_whatever_mode_it_came(ContentMode mode, string? headers, string body)
    {
        var outcome = Pass(State("paid"), State("new")).Evaluate([Row(mode, headers, body)], Token);

        Assert.Equal((1, 1, 0, 0), (outcome.Examined, outcome.Gained, outcome.Lost, outcome.Unreadable));
        Assert.True(outcome.DraftBytes > 0);
        Assert.Equal(0, outcome.PublishedBytes);
    }

    [Theory]
    [InlineData(ContentMode.Structured, null, """{"data_base64":"eyJzdGF0ZSI6InBhaWQifQ=="}""")]
    [InlineData(ContentMode.Binary, """{"content-type":"text/plain"}""", """{"state":"paid"}""")]
    [InlineData(ContentMode.Binary, """{"ce-id":"1"}""", "")]
    public void What_the_rules_cannot_see_at_intake_they_do_not_see_here(ContentMode mode, string? headers, string body)
    {
        var outcome = Pass(State("paid"), new SubscriptionDefinition(OrderSaved, [], [])).Evaluate([Row(mode, headers, body)], Token);

        Assert.Equal((1, 0, 1, 0), (outcome.Examined, outcome.Gained, outcome.Lost, outcome.Unreadable));
        Assert.True(outcome.PublishedBytes > 0);
    }

    [Theory]
    [InlineData(ContentMode.Structured, null, "[")]
    [InlineData(ContentMode.Structured, null, "")]
    [InlineData(ContentMode.Binary, "[", "{}")]
    public void What_cannot_be_read_is_counted_as_that_alone(ContentMode mode, string? headers, string body)
    {
        var outcome = Pass(State("paid"), null).Evaluate([Row(mode, headers, body)], Token);

        Assert.Equal((1, 0, 0, 1), (outcome.Examined, outcome.Gained, outcome.Lost, outcome.Unreadable));
    }

    [Fact]
    public void Bytes_are_those_that_would_be_sent()
    {
        const string body = """{"id":"1","data":{"key":"k","value":{"state":"paid","increment_id":"7"}}}""";
        var draft = State("paid") with { Fields = ["increment_id"] };

        var outcome = Pass(draft, State("paid")).Evaluate([Row(ContentMode.Structured, null, body)], Token);

        Assert.Equal(1, outcome.Both);
        Assert.Equal("""{"id":"1","data":{"key":"k","value":{"increment_id":"7"}}}""".Length, outcome.DraftBytes);
        Assert.Equal(body.Length, outcome.PublishedBytes);
    }

    [Fact]
    public void A_pattern_that_runs_away_is_counted_once_for_each_event_and_ends_the_run_after_a_while()
    {
        var name = new string('a', 60) + "!";
        var rows = Enumerable.Range(0, 3).Select(_ => Row(ContentMode.Structured, null, $$$"""{"data":{"value":{"name":"{{{name}}}"} } }""")).ToList();
        var draft = new SubscriptionDefinition(OrderSaved, [], [new Rule("name", RuleOperator.Regex, RunsAway)]);
        var pass = Pass(draft, new SubscriptionDefinition(OrderSaved, [], []));

        var outcome = pass.Evaluate(rows, Token);

        Assert.Equal(3, pass.RegexTimeouts);
        Assert.Equal((3, 3), (outcome.Examined, outcome.Lost));
        Assert.False(pass.IsTooSlow);
    }

    [Fact]
    public void Events_from_before_the_time_asked_for_are_passed_over()
    {
        var row = Row(ContentMode.Structured, null, """{"data":{"value":{"state":"paid"}}}""");

        var outcome = Pass(State("paid"), null).Evaluate([row with { ReceivedAt = Noon.AddDays(-8) }, row], Token);

        Assert.Equal((1, 1), (outcome.Examined, outcome.Gained));
    }

    private static SubscriptionDefinition State(string state) => new(OrderSaved, [], [new Rule("state", RuleOperator.Equal, state)]);

    private static HistoryPass Pass(SubscriptionDefinition? draft, SubscriptionDefinition? published) =>
        new(EventCatalogue.Default.Describe(OrderSaved), draft, published, Noon.AddDays(-7));

    private static StoredRow Row(ContentMode mode, string? headers, string body) => new(
        1, "e1", Noon, EntityKind.Order, "1", mode, headers is null ? null : Encoding.UTF8.GetBytes(headers), Encoding.UTF8.GetBytes(body));
}
