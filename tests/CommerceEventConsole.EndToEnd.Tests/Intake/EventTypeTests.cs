using System.Net;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Intake;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.EndToEnd.Tests.Intake;

/// <summary>One name for each event type, and what an event is about (spec 9.6, checks 66 to 73).</summary>
public sealed class EventTypeTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    [Theory]
    [InlineData("com.adobe.commerce.observer.sales_order_save_commit_after", "observer.sales_order_save_commit_after")]
    [InlineData("observer.sales_order_save_commit_after", "observer.sales_order_save_commit_after")]
    [InlineData("com.adobe.commerce.acme.observer.sales_order_save_commit_after", "observer.sales_order_save_commit_after")]
    [InlineData("acme_app.observer.sales_order_save_commit_after", "observer.sales_order_save_commit_after")]
    [InlineData("com.adobe.commerce.plugin.magento.sales.api.order_repository.save", "plugin.sales.api.order_repository.save")]
    [InlineData("plugin.sales.api.order_repository.save", "plugin.sales.api.order_repository.save")]
    [InlineData("com.example.shop.something", "com.example.shop.something")]
    [InlineData("注文.作成", "注文.作成")]
    public async Task Every_way_to_write_a_type_is_one_type(string sent, string canonical)
    {
        var stored = await StoreAsync(TestSource.Open(host), Events.Plain(Guid.NewGuid().ToString(), type: sent));

        Assert.Equal(canonical, await host.TypeOfAsync(stored));
    }

    [Fact]
    public async Task A_configured_alias_stands_for_its_type()
    {
        await using var own = await IntakeHost.StartAsync(new() { ["EventTypes:Aliases:big_order"] = "observer.sales_order_save_commit_after" });
        var source = TestSource.Open(own);

        (await source.PostAsync(Events.Plain("1", """{"value":{"increment_id":"7"}}""", "com.adobe.commerce.big_order"))).IsTaken(1);

        var stored = Assert.Single(await source.EventsAsync());
        Assert.Equal("observer.sales_order_save_commit_after", await own.TypeOfAsync(stored));
        Assert.Equal("7", stored.EntityKey);
    }

    [Fact]
    public async Task A_type_may_have_two_hundred_characters_and_no_more()
    {
        var source = TestSource.Open(host);

        await StoreAsync(source, Events.Plain("1", type: new string('t', 200)));
        (await source.PostAsync(Events.Plain("2", type: new string('t', 201)))).IsProblem(HttpStatusCode.BadRequest, "type: longer than 200");
    }

    [Fact]
    public async Task A_sender_that_invents_types_fills_no_table_and_loses_no_event()
    {
        await using var own = await IntakeHost.StartAsync();
        var source = TestSource.Open(own);
        await own.ReadAsync(async db =>
        {
            db.EventTypes.AddRange(Enumerable.Range(0, EventTypeIds.Capacity).Select(i => new EventType { Name = $"invented.{i}" }));
            return await db.SaveChangesAsync();
        });

        (await source.PostAsync(Events.Batch(Enumerable.Range(0, 30).Select(i => Events.Plain($"{i}", type: $"new.{i}"))))).IsTaken(30);
        (await source.PostAsync(Events.Plain("known", type: "invented.17"))).IsTaken(1);

        var stored = await source.EventsAsync();
        Assert.Equal(EventTypeIds.Rest, await own.TypeOfAsync(stored[0]));
        Assert.Single(stored.Take(30).Select(e => e.EventTypeId).Distinct());
        Assert.Equal("invented.17", await own.TypeOfAsync(stored[30]));
        Assert.Equal(EventTypeIds.Capacity + 1, await own.ReadAsync(db => db.EventTypes.CountAsync()));
    }

    [Theory]
    [InlineData("""{"key":"k","value":{"entity_id":"1001","increment_id":"000001001","customer_email":"Jane@Example.com","customer_id":"42"},"source":"acme.prod","_metadata":{"storeId":"1"}}""")]
    [InlineData("""{"value":{"order":{"entity_id":1001,"increment_id":"000001001","customer_email":"jane@example.com ","customer_id":42}}}""")]
    [InlineData("""{"uid":"u","timestamp":"2026-05-04T09:12:33Z","merchant_id":"acme","environment_id":"prod","event":{"order":{"entity_id":1001,"increment_id":"000001001","customer_email":"jane@example.com","customer_id":42}}}""")]
    [InlineData("""{"event":{"data":{"value":{"entity_id":1001.0000,"increment_id":"000001001","customer_email":"jane@example.com","customer_id":"42"}}}}""")]
    public async Task Every_shape_of_a_payload_tells_the_same_entity_and_search_keys(string data)
    {
        var stored = await StoreAsync(TestSource.Open(host), Events.Plain(Guid.NewGuid().ToString(), data, Events.OrderSaved));

        Assert.Equal((EntityKind.Order, "000001001"), (stored.EntityKind, stored.EntityKey));
        Assert.Equal(
            [(SearchKeyKind.OrderNumber, "000001001"), (SearchKeyKind.OrderId, "1001"), (SearchKeyKind.Email, "jane@example.com")],
            (await host.SearchKeysOfAsync(stored)).Where(k => k.Kind != SearchKeyKind.EventId).Select(k => (k.Kind, k.Value)));
    }

    [Fact]
    public async Task Deviations_from_the_description_are_warnings_and_never_a_reason_to_drop_the_event()
    {
        var stored = await StoreAsync(TestSource.Open(host), Events.Plain(
            "not-a-uuid", """{"event":{"order":{"increment_id":"5","grand_total":"a secret total","customer_email":["x"]}}}""", Events.OrderSaved));

        Assert.Contains("grand_total", stored.Warnings, StringComparison.Ordinal);
        Assert.Contains("customer_email", stored.Warnings, StringComparison.Ordinal);
        Assert.DoesNotContain("a secret total", stored.Warnings, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_of_a_type_that_nobody_described_has_no_warnings()
    {
        Assert.Null((await StoreAsync(TestSource.Open(host), Events.Plain("1"))).Warnings);
    }

    [Theory]
    [InlineData("""{"source":"acme.prod"}""", true)]
    [InlineData("""{"source":"acme.blue"}""", true)]
    [InlineData("""{"value":{}}""", true)]
    [InlineData("""{"source":null}""", true)]
    [InlineData("\"text\"", true)]
    [InlineData("""{"source":"acme.stage"}""", false)]
    [InlineData("""{"source":"ACME.prod"}""", false)]
    [InlineData("""{"source":""}""", false)]
    [InlineData("""{"source":"\ud83d"}""", false)]
    [InlineData("""{"source":{"a":1}}""", false)]
    [InlineData("""{"source":true}""", false)]
    public async Task The_environment_is_checked_where_it_is_named(string data, bool allowed)
    {
        var source = TestSource.Open(host, s => s with { AllowedEnvironments = ["acme.prod", "acme.blue"] });

        var answer = await source.PostAsync(Events.Plain("1", data));

        if (allowed)
        {
            answer.IsTaken(1);
            return;
        }

        answer.IsProblem(HttpStatusCode.BadRequest, "data.source");
        Assert.Single(await source.RejectedAsync());
        Assert.Empty(await source.EventsAsync());
    }

    private static async Task<StoredEvent> StoreAsync(TestSource source, string body)
    {
        (await source.PostAsync(body)).IsTaken(1);
        return Assert.Single(await source.EventsAsync());
    }
}
