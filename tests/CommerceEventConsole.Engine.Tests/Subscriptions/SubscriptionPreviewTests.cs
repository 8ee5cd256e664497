using System.Text;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Tests.Subscriptions;

public class SubscriptionPreviewTests
{
    private const string OrderSaved = "observer.sales_order_save_commit_after";

    private readonly SubscriptionPreview _preview =
        new(null!, EventCatalogue.Default, new EventTypeResolver(EventCatalogue.Default, Options.Create(new EventTypeAliases())), TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void It_tells_how_many_events_would_be_sent_and_which_rule_decided()
    {
        var (compiled, _) = Define(["increment_id"], new Rule("state", RuleOperator.Equal, "processing"));

        var run = _preview.Run(compiled, [Event("""{ "state": "processing", "increment_id": "1" }"""), Event("""{ "state": "new" }""")], Token);

        Assert.Equal((1, 2), (run.Matching, run.Outcomes.Count));
        Assert.Null(run.Outcomes[0].DecidedBy);
        Assert.Equal("state", run.Outcomes[1].DecidedBy!.Field);
        Assert.Contains("new", run.Outcomes[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void It_tells_how_many_bytes_are_saved()
    {
        var (compiled, _) = Define(["increment_id"]);

        var run = _preview.Run(compiled, [Event($$"""{ "increment_id": "1", "note": "{{new string('x', 1000)}}" }""")], Token);

        Assert.InRange(run.BytesBefore - run.BytesAfter, 1000, 1100);
    }

    [Fact]
    public void Fifty_events_are_tried_and_the_catalogues_sample_is_none()
    {
        var (compiled, _) = Define([]);

        var run = _preview.Run(compiled, [Event("{}") with { ReceivedAt = null }, .. Enumerable.Range(0, 60).Select(_ => Event("{}"))], Token);

        Assert.Equal(50, run.Outcomes.Count);
    }

    [Fact]
    public void A_pattern_that_takes_too_long_is_given_up_after_a_few_events()
    {
        // A back reference needs the backtracking engine.
        var (compiled, _) = Define([], new Rule("name", RuleOperator.Regex, @"/^(a+)+\1b$/"));

        var run = _preview.Run(compiled, [.. Enumerable.Range(0, 50).Select(_ => Event($$"""{ "name": "{{new string('a', 40)}}" }"""))], Token);

        Assert.True(run.IsTooSlow);
        Assert.InRange(run.Outcomes.Count, 1, 3);
    }

    [Fact]
    public void What_is_left_out_is_marked_in_the_payload_as_it_came()
    {
        var (compiled, definition) = Define(["state", "items[].sku"]);

        var detail = _preview.Show(compiled, definition, Event("""{ "state": "new", "total": 1, "items": [{ "sku": "a", "qty": 1 }] }"""));

        Assert.Equal(["  \"total\": 1,", "      \"qty\": 1"], detail.Before.Where(l => !l.IsKept).Select(l => l.Text));
        Assert.Equal(
            ["{", "  \"state\": \"new\",", "  \"items\": [", "    {", "      \"sku\": \"a\"", "    }", "  ]", "}"], detail.After.Select(l => l.Text));
    }

    [Fact]
    public void A_payload_of_two_megabytes_is_cut()
    {
        var (compiled, definition) = Define([]);
        var items = string.Join(',', Enumerable.Range(0, 20_000).Select(i => $$"""{ "sku": "MUG-{{i}}", "name": "{{new string('x', 80)}}" }"""));

        var detail = _preview.Show(compiled, definition, Event($$"""{ "items": [{{items}}], "note": "{{new string('y', 5_000)}}" }"""));

        Assert.InRange(detail.Before.Sum(l => l.Text.Length), 1, 70_000);
        Assert.Equal("…", detail.Before[^1].Text);
    }

    [Fact]
    public void Protected_values_are_neither_shown_nor_quoted()
    {
        var (compiled, definition) = Define([], new Rule("state", RuleOperator.Equal, "well"));

        var detail = _preview.Show(compiled, definition, Event("""{ "state": "ill" }""", isProtected: true));

        Assert.Equal((true, 0, 0), (detail.IsProtected, detail.Before.Count, detail.After.Count));
        Assert.DoesNotContain("ill", detail.Outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_that_is_no_JSON_is_said_to_be_that()
    {
        var (compiled, definition) = Define([]);
        var broken = new PreviewEvent("x", DateTimeOffset.UnixEpoch, new OutboundEvent(1, "", OrderSaved, [], ContentMode.Structured, null, "{"u8.ToArray()));

        Assert.Contains("cannot be read", _preview.Show(compiled, definition, broken).Outcome.Reason, StringComparison.Ordinal);
    }

    private static (CompiledSubscription Compiled, SubscriptionDefinition Definition) Define(IReadOnlyList<string> fields, params Rule[] rules)
    {
        var definition = new SubscriptionDefinition(OrderSaved, fields, rules);
        return (CompiledSubscription.Compile(definition, out _)!, definition);
    }

    private static PreviewEvent Event(string payload, bool isProtected = false)
    {
        var body = $$"""{"specversion":"1.0","id":"1","phidata":{{(isProtected ? "true" : "false")}},"data":{"key":"k","value":{{payload}} } }""";
        return new PreviewEvent("Event", DateTimeOffset.UnixEpoch, new OutboundEvent(7, "", OrderSaved, [], ContentMode.Structured, null, Encoding.UTF8.GetBytes(body)));
    }
}
