using System.Text.Json.Nodes;
using CommerceEventConsole.EndToEnd.Tests.Processes;
using CommerceEventConsole.Engine.Commerce.OwnChanges;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.EndToEnd.Tests.Intake;

/// <summary>An event that tells of nothing but what the console wrote is stored, marked, and not sent back to where the change came from.</summary>
public sealed class OwnChangesAtIntakeTests
{
    private const string Type = "observer.sales_order_save_commit_after";
    private const int Erp = 13;
    private const int Crm = 23;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_echo_goes_to_all_but_those_that_brought_it_about()
    {
        await using var host = await OpenAsync();
        var source = TestSource.Open(host);
        (await source.PostAsync(Order("1", "new", "9.99"))).IsTaken(1);
        await RememberAsync(host, Erp);

        (await source.PostAsync(Order("2", "processing", "9.9900"))).IsTaken(1);

        var stored = await source.EventsAsync();
        Assert.Equal([null, "13"], stored.Select(e => e.OwnChange));
        Assert.Equal([Erp, Crm], await DestinationsAsync(host, stored[0]));
        Assert.Equal([Crm], await DestinationsAsync(host, stored[1]));
        Assert.Equal(1, stored[1].DeliveryCount);
    }

    [Fact]
    public async Task What_somebody_changes_meanwhile_goes_to_all()
    {
        await using var host = await OpenAsync();
        var source = TestSource.Open(host);
        (await source.PostAsync(Order("1", "new", "9.99"))).IsTaken(1);
        await RememberAsync(host, Erp);

        (await source.PostAsync(Order("2", "processing", "19.99"))).IsTaken(1);
        (await source.PostAsync(Order("3", "holded", "9.99"))).IsTaken(1);

        foreach (var stored in await source.EventsAsync())
        {
            Assert.Null(stored.OwnChange);
            Assert.Equal([Erp, Crm], await DestinationsAsync(host, stored));
        }
    }

    [Fact]
    public async Task Without_a_write_no_event_is_looked_at()
    {
        await using var host = await OpenAsync();
        var finder = host.Services.GetRequiredService<IOwnChangeFinder>();

        // Once at its start it reads what was remembered before.
        await Until.TrueAsync("what was remembered is read", () => !finder.IsWatching);
        await RememberAsync(host, Erp);

        Assert.True(finder.IsWatching);
    }

    [Fact]
    public async Task A_write_that_comes_from_no_destination_is_marked_and_sent_to_all()
    {
        await using var host = await OpenAsync();
        var source = TestSource.Open(host);
        await RememberAsync(host);

        (await source.PostAsync(Order("2", "processing", "9.99"))).IsTaken(1);

        var stored = Assert.Single(await source.EventsAsync());
        Assert.Equal("", stored.OwnChange);
        Assert.Equal([Erp, Crm], await DestinationsAsync(host, stored));
    }

    [Fact]
    public async Task The_entry_that_a_comment_makes_is_the_consoles_own_and_anybody_elses_is_not()
    {
        await using var host = await OpenAsync();
        var source = TestSource.Open(host);

        // As some shops send orders: without their id.
        (await source.PostAsync(Events.Plain("1", """{"value":{"increment_id":"000000012","status":"new","created_at":"2026-05-04 09:00:00"} }""", Events.OrderSaved))).IsTaken(1);
        await host.Services.GetRequiredService<IOwnChanges>().RememberAsync(
            [OwnChange.Order(1, 12, "000000012", new JsonObject { ["comment"] = "In the ERP as E-7" }) with { DestinationIds = [Erp] }], Token);

        (await source.PostAsync(Entry("2", "310", "In the ERP as E-7"))).IsTaken(1);
        (await source.PostAsync(Entry("3", "311", "Please wrap it"))).IsTaken(1);
        (await source.PostAsync(Events.Plain("4", """{"value":{"increment_id":"000000012","status":"new","created_at":"2026-05-04 09:00:00","status_histories":[{"entity_id":"310","comment":"In the ERP as E-7"}]} }""", Events.OrderSaved))).IsTaken(1);
        (await source.PostAsync(Events.Plain("5", """{"value":{"increment_id":"000000012","status":"holded","created_at":"2026-05-04 09:00:00","status_histories":[{"entity_id":"310","comment":"In the ERP as E-7"}]} }""", Events.OrderSaved))).IsTaken(1);

        Assert.Equal([null, "13", null, "13", null], (await source.EventsAsync()).Select(e => e.OwnChange));
    }

    [Fact]
    public async Task Another_shop_with_the_same_order_numbers_hides_nothing()
    {
        await using var host = await OpenAsync();
        var (first, second, unknown) = (TestSource.Open(host), TestSource.Open(host), TestSource.Open(host));
        await host.ReadAsync(async db =>
        {
            db.Settings.Add(new Setting
            {
                Name = "Commerce.Instances",
                Value = $$"""
                    [{ "id": 1, "name": "One", "baseUrl": "https://one.example.com", "pathPrefix": "V1", "sources": ["{{Slug(first)}}"] },
                     { "id": 2, "name": "Two", "baseUrl": "https://two.example.com", "pathPrefix": "V1", "sources": ["{{Slug(second)}}", "gone"] }]
                    """,
            });
            return await db.SaveChangesAsync(Token);
        });
        await RememberAsync(host, Erp);

        foreach (var source in new[] { first, second, unknown })
            (await source.PostAsync(Order("1", "processing", "9.99"))).IsTaken(1);

        Assert.Equal("13", Assert.Single(await first.EventsAsync()).OwnChange);
        Assert.Null(Assert.Single(await second.EventsAsync()).OwnChange);
        Assert.Null(Assert.Single(await unknown.EventsAsync()).OwnChange);

        static string Slug(TestSource source) => source.Path.Split('/')[^1];
    }

    private static string Entry(string id, string entry, string comment) => Events.Plain(
        id,
        $$$"""{"value":{"entity_id":"{{{entry}}}","parent_id":"12","comment":"{{{comment}}}","status":"processing","is_customer_notified":"0","is_visible_on_front":"0","entity_name":"order","created_at":"2026-05-04 09:40:00","_origData":[],"_isNew":true} }""",
        "com.adobe.commerce.observer.sales_order_status_history_save_after");

    private static async Task<IntakeHost> OpenAsync()
    {
        var host = new IntakeHost { More = services => services.AddOwnChanges() };
        await host.InitializeAsync();
        host.Routing.Add(Type, [], t => t with { RouteId = 11, DestinationId = Erp }, t => t with { RouteId = 21, DestinationId = Crm });
        return host;
    }

    private static Task RememberAsync(IntakeHost host, params int[] destinations) => host.Services.GetRequiredService<IOwnChanges>().RememberAsync(
        [OwnChange.Order(1, 12, incrementId: null, new JsonObject { ["status"] = "processing" }) with { DestinationIds = [.. destinations] }], Token);

    private static string Order(string id, string status, string total) => Events.Plain(
        id, $$"""{"key":"k","value":{"increment_id":"000001001","entity_id":"12","status":"{{status}}","grand_total":"{{total}}"} }""", Events.OrderSaved);

    private static async Task<IEnumerable<int>> DestinationsAsync(IntakeHost host, Engine.Events.StoredEvent stored) =>
        (await host.DeliveriesOfAsync(stored)).Select(d => d.DestinationId);
}
