using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.EndToEnd.Tests.Intake;

/// <summary>An event and its deliveries are one commit.</summary>
public sealed class MatchingAtIntakeTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    [Fact]
    public async Task A_matching_subscription_makes_its_deliveries_with_the_event()
    {
        host.Routing.Add(
            "com.example.sold", [new Rule("state", RuleOperator.Equal, "paid")],
            t => t with { RouteId = 11, RevisionId = 12, DestinationId = 13 },
            t => t with { RouteId = 21, RevisionId = 12, DestinationId = 23, InitialState = DeliveryState.Held, Sending = new RouteSending { Order = RouteOrder.Any } });
        host.Routing.Add("com.example.sold", [new Rule("state", RuleOperator.Equal, "open")], t => t with { RouteId = 31 });
        var source = TestSource.Open(host);

        (await source.PostAsync(Events.Plain("1", """{"state":"paid","sku":"MUG-01"}""", "com.example.sold"))).IsTaken(1);

        var stored = Assert.Single(await source.EventsAsync());
        var deliveries = await host.DeliveriesOfAsync(stored);
        Assert.Equal(2, stored.DeliveryCount);
        Assert.Equal([(11, 12, 13, DeliveryState.Pending), (21, 12, 23, DeliveryState.Held)], deliveries.Select(d => (d.RouteId, d.RevisionId, d.DestinationId, d.State)));
        Assert.NotNull(deliveries[0].OrderKey);
        Assert.Null(deliveries[1].OrderKey);
        Assert.All(deliveries, d => Assert.Equal((0, host.Time.GetUtcNow()), (d.Attempts, d.DueAt)));
    }

    [Fact]
    public async Task Events_about_one_entity_share_an_order_key_and_others_do_not()
    {
        host.Routing.Add("com.example.ordered", [], t => t);
        var source = TestSource.Open(host);
        (await source.PostAsync(Events.Batch(
            from item in new[] { ("1", "A"), ("2", "B"), ("3", "A") }
            select Events.Plain(item.Item1, $$"""{"sku":"{{item.Item2}}"}""", "com.example.ordered")))).IsTaken(3);

        var stored = await source.EventsAsync();
        var keys = new List<long?>();
        foreach (var e in stored)
            keys.Add(Assert.Single(await host.DeliveriesOfAsync(e)).OrderKey);
        Assert.Equal(keys[0], keys[2]);
        Assert.NotEqual(keys[0], keys[1]);
    }

    [Fact]
    public async Task An_event_that_no_subscription_wants_is_stored_all_the_same()
    {
        var source = TestSource.Open(host);

        (await source.PostAsync(Events.Plain("1", type: "com.example.unwanted"))).IsTaken(1);

        var stored = Assert.Single(await source.EventsAsync());
        Assert.Equal(0, stored.DeliveryCount);
        Assert.Empty(await host.DeliveriesOfAsync(stored));
    }
}
