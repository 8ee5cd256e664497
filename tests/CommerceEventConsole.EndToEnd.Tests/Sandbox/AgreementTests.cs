using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.EndToEnd.Tests.Sandbox;

public sealed class AgreementTests
{
    [Fact]
    public async Task Both_sides_agree_at_first_and_each_difference_is_named()
    {
        await using var rig = await SandboxRig.StartAsync();
        await rig.PostAsync("/erp/articles/TENT-ARC-2");
        var first = await rig.GetAsync("/control/agreement");

        await rig.SendAsync(HttpMethod.Post, "/control/erp/prices", """{"changes":[{"articleNo":"MAT-AIR-L","netPrice":"80,00"}]}""");
        await rig.SendAsync(HttpMethod.Post, "/control/erp/stock", """{"changes":[{"articleNo":"MAT-AIR-L","free":5},{"articleNo":"MAT-AIR-L","plant":"2000","free":1}]}""");
        await rig.ErpAsync(HttpMethod.Post, "price-list-entries/batch", """{"rows":[{"articleNo":"MAT-AIR-L","listCode":"Wholesale","fromQty":10,"netPrice":"79,90"}]}""");
        await rig.ErpAsync(HttpMethod.Post, "sales-orders", ErpApiTests.Order("GHOST", 1, "1", "BAG-DOWN-5C"));
        var then = await rig.GetAsync("/control/agreement");

        Assert.True((bool)first["agrees"]!, first.ToJsonString());
        Assert.False((bool)then["agrees"]!);
        // The ghost took one sleeping bag.
        Assert.Equal((1, 3, 1, 1), (Count(then, "prices"), Count(then, "stock"), Count(then, "listPrices"), Count(then, "orders")));
        Assert.Equal("MAT-AIR-L 89.95 80.00", Text(then, "prices"));
        Assert.Equal("GHOST  there", Text(then, "orders"));
    }

    [Fact]
    public async Task Orders_arrive_by_event_or_document_and_what_is_written_back_makes_the_sides_agree()
    {
        await using var rig = await SandboxRig.StartAsync();
        await rig.SendAsync(HttpMethod.Post, "/control/day", """{"seed":5,"orders":12}""");
        Assert.Equal(12, Count(await rig.GetAsync("/control/agreement"), "orders"));

        var orders = (await rig.CommerceAsync(HttpMethod.Get, "orders")).Json["items"]!.AsArray();
        foreach (var order in orders)
        {
            var body = (int)order!["entity_id"]! % 2 == 0 ? new JsonObject { ["type"] = "t", ["data"] = new JsonObject { ["value"] = order.DeepClone() } } : order.DeepClone();
            (await BackOfficeCalls.SendAsync(rig, "erp/orders", $"msg-{order["entity_id"]}", body.ToJsonString())).Dispose();
        }
        var arrived = await rig.GetAsync("/control/agreement");
        await rig.SendAsync(HttpMethod.Post, "/control/erp/ship", """{"count":12,"partialPercent":50,"seed":3}""");
        await rig.SendAsync(HttpMethod.Post, "/control/erp/returns", """{"count":2,"seed":3}""");
        var shipped = await rig.GetAsync("/control/agreement");
        foreach (var delivery in (await rig.ErpAsync(HttpMethod.Get, "deliveries")).Json["value"]!.AsArray())
            await ShipAsync(rig, orders, delivery!);
        foreach (var back in (await rig.ErpAsync(HttpMethod.Get, "returns")).Json["value"]!.AsArray())
            await ReturnAsync(rig, orders, back!);
        var done = await rig.GetAsync("/control/agreement");

        Assert.Equal(0, Count(arrived, "orders"));
        Assert.True((bool)arrived["agrees"]!, arrived.ToJsonString());
        Assert.True(Count(shipped, "shipments") >= 24 && Count(shipped, "statuses") == 12 && Count(shipped, "returns") == 2, shipped.ToJsonString());
        Assert.True((bool)done["agrees"]!, done.ToJsonString());

        await ShipTwiceAsync(rig);
        Assert.Contains("2 times", (await rig.GetAsync("/control/agreement"))["shipments"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_about_one_order_are_one_sales_order_and_old_news_change_nothing()
    {
        await using var rig = await SandboxRig.StartAsync();
        var first = await SendAsync(rig, "m1", """{"increment_id":"000000007","status":"processing","updated_at":"2026-05-04 10:00:00","grand_total":"12.5000","items":[{"sku":"MAT-AIR-L","qty_ordered":"2.0000","price":"5.0000"}]}""");
        var second = await SendAsync(rig, "m2", """{"increment_id":"000000007","status":"canceled","updated_at":"2026-05-04 11:00:00"}""");
        var old = await SendAsync(rig, "m3", """{"increment_id":"000000007","status":"pending","updated_at":"2026-05-04 09:00:00"}""");
        var unknown = await SendAsync(rig, "m4", """{"increment_id":"000000008","status":"pending"}""");
        var own = await SendAsync(rig, "m5", ErpApiTests.Order("000000009", 1, "5"), wrap: false);

        Assert.Equal((string?)first["documentNo"], (string?)second["documentNo"]);
        Assert.NotEqual((string?)first["erpNumber"], (string?)second["erpNumber"]);
        Assert.NotNull(old["documentNo"]);
        Assert.Null(unknown["documentNo"]);
        Assert.Equal("000000009", (string?)own["orderNumber"]);
        var order = (await rig.ErpAsync(HttpMethod.Get, "sales-orders/000000007")).Json;
        Assert.Equal(("90", "canceled", 12.5m), ((string?)order["docState"], (string?)order["shopStatus"], (decimal)order["amounts"]!["gross"]!));
        Assert.Equal(2, (int)(await rig.ErpAsync(HttpMethod.Get, "sales-orders")).Json["@odata.count"]!);
    }

    [Fact]
    public async Task A_day_with_the_same_seed_is_the_same_day_and_a_large_one_loses_nothing()
    {
        const string Day = """{"seed":11,"articles":20000,"orders":2000,"stockChanges":5000,"prices":20000,"plants":["1000","2000"]}""";
        await using var one = await SandboxRig.StartAsync(options => options.EventQueue = 50_000);
        await using var two = await SandboxRig.StartAsync(options => options.EventQueue = 50_000);

        var done = await one.SendAsync(HttpMethod.Post, "/control/day", Day);
        await two.SendAsync(HttpMethod.Post, "/control/day", Day);
        var refused = await one.SendAsync(HttpMethod.Post, "/control/day", """{"orders":-1}""");

        Assert.Equal((20_000, 2_000, 5_000, 20_000), ((int)done.Json["articles"]!, (int)done.Json["orders"]!, (int)done.Json["stockChanges"]!, (int)done.Json["prices"]!));
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, refused.Status);
        var (a, b) = (await one.GetAsync("/control/agreement"), await two.GetAsync("/control/agreement"));
        Assert.Equal((2_000, 2_000), ((int)a["orders"]!["shop"]!, Count(a, "orders")));
        Assert.Equal(a["prices"]!.ToJsonString(), b["prices"]!.ToJsonString());
        Assert.Equal(a["stock"]!["differences"]!.ToJsonString(), b["stock"]!["differences"]!.ToJsonString());
        Assert.Equal(2_000, (int)(await one.CommerceAsync(HttpMethod.Get, "orders?searchCriteria[pageSize]=1")).Json["total_count"]!);
    }

    private static async Task<JsonNode> SendAsync(SandboxRig rig, string id, string order, bool wrap = true)
    {
        using var answer = await BackOfficeCalls.SendAsync(rig, "erp/orders", id, wrap ? $$$"""{"type":"t","data":{"value":{{{order}}}}}""" : order);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
    }

    private static async Task ShipAsync(SandboxRig rig, JsonArray orders, JsonNode delivery)
    {
        var (id, items) = Items(orders, delivery, "qty");
        var parcel = delivery["parcels"]![0]!["parcelNo"];
        var answer = await rig.CommerceAsync(HttpMethod.Post, $"order/{id}/ship", $$$"""{"items":[{{{items}}}],"tracks":[{"track_number":"{{{parcel}}}","title":"UPS","carrier_code":"ups"}]}""");
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.Status);
    }

    private static async Task ReturnAsync(SandboxRig rig, JsonArray orders, JsonNode back)
    {
        var (id, items) = Items(orders, back, "qty_requested");
        Assert.Equal(System.Net.HttpStatusCode.OK, (await rig.CommerceAsync(HttpMethod.Post, "returns", $$$"""{"rmaDataObject":{"order_id":{{{id}}},"items":[{{{items}}}]}}""")).Status);
    }

    private static (string Id, string Items) Items(JsonArray orders, JsonNode paper, string quantity)
    {
        var order = orders.Single(one => (string?)one!["increment_id"] == (string?)paper["externalNo"])!;
        var items = paper["positions"]!["position"]!.AsArray().Select(line =>
            $$"""{"order_item_id":{{order["items"]!.AsArray().Single(item => (string?)item!["sku"] == (string?)line!["articleNo"])!["item_id"]}},"{{quantity}}":{{line!["qty"]}}}""");
        return (order["entity_id"]!.ToString(), string.Join(',', items));
    }

    private static async Task ShipTwiceAsync(SandboxRig rig)
    {
        var shipment = (await rig.CommerceAsync(HttpMethod.Get, "shipments?searchCriteria[pageSize]=1")).Json["items"]![0]!;
        await rig.CommerceAsync(HttpMethod.Post, "shipment/track",
            $$$"""{"entity":{"parent_id":{{{shipment["entity_id"]}}},"order_id":{{{shipment["order_id"]}}},"track_number":"{{{shipment["tracks"]![0]!["track_number"]}}}","title":"UPS","carrier_code":"ups"}}""");
    }

    private static int Count(JsonNode agreement, string part) => (int)agreement[part]!["differences"]!;

    private static string Text(JsonNode agreement, string part) => agreement[part]!["first"]![0] is var one ? $"{one!["key"]} {one["shop"]} {one["erp"]}" : "";
}
