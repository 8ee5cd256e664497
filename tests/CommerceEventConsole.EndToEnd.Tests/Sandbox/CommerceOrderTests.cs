using System.Net;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.EndToEnd.Tests.Sandbox;

public sealed class CommerceOrderTests
{
    [Fact]
    public async Task A_comment_joins_the_history_and_changes_the_status_only_when_it_names_one()
    {
        await using var rig = await OneOrderAsync();

        var plain = await rig.CommerceAsync(HttpMethod.Post, "orders/1000/comments", """{"statusHistory":{"comment":"packed","is_customer_notified":0,"is_visible_on_front":0}}""");
        var before = (string?)(await OrderAsync(rig))["status"];
        await rig.CommerceAsync(HttpMethod.Post, "orders/1000/comments", """{"statusHistory":{"comment":"taken by the ERP","is_visible_on_front":1,"status":"erp_confirmed"}}""");
        var refused = await rig.CommerceAsync(HttpMethod.Post, "orders/1000/comments", """{"statusHistory":{"comment":"x","status":"no_such_status"}}""");

        Assert.True((bool)plain.Json);
        Assert.Equal("pending", before);
        var order = await OrderAsync(rig);
        Assert.Equal("erp_confirmed", (string?)order["status"]);
        Assert.Equal(["packed", "taken by the ERP"], order["status_histories"]!.AsArray().Skip(1).Select(line => (string?)line!["comment"]));
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal("erp_confirmed", (string?)(await rig.CommerceAsync(HttpMethod.Get, "orders/1000/statuses")).Json);
        Assert.Equal(3, (int)(await rig.CommerceAsync(HttpMethod.Get, "orders/1000/comments")).Json["total_count"]!);
    }

    [Fact]
    public async Task An_order_that_is_invoiced_and_shipped_in_parts_is_complete_with_the_last_part()
    {
        await using var rig = await OneOrderAsync();
        var items = (await OrderAsync(rig))["items"]!.AsArray();
        var first = $$"""{"order_item_id":{{items[0]!["item_id"]}},"qty":1}""";

        var invoice = await rig.CommerceAsync(HttpMethod.Post, "order/1000/invoice", """{"capture":true}""");
        var afterInvoice = (string)(await OrderAsync(rig))["state"]!;
        var part = await rig.CommerceAsync(HttpMethod.Post, "order/1000/ship",
            $$$"""{"items":[{{{first}}}],"tracks":[{"track_number":"FE1","title":"UPS","carrier_code":"ups"}],"arguments":{"extension_attributes":{"source_code":"eu"}} }""");
        var afterPart = await OrderAsync(rig);
        var rest = await rig.CommerceAsync(HttpMethod.Post, "order/1000/ship", "{}");

        Assert.Equal(HttpStatusCode.OK, invoice.Status);
        Assert.Equal(["processing", "processing", "complete"], [afterInvoice, (string)afterPart["state"]!, (string)(await OrderAsync(rig))["state"]!]);
        Assert.Equal(1m, (decimal)afterPart["items"]![0]!["qty_shipped"]!);
        Assert.NotEqual((int)part.Json, (int)rest.Json);
        var shipment = (await rig.CommerceAsync(HttpMethod.Get, $"shipment/{part.Json}")).Json;
        Assert.Equal("FE1", (string?)shipment["tracks"]![0]!["track_number"]);
        Assert.Equal("eu", (string?)shipment["extension_attributes"]!["source_code"]);
        Assert.Equal(2, (int)(await rig.CommerceAsync(HttpMethod.Get, "shipments?searchCriteria[filter_groups][0][filters][0][field]=order_id&searchCriteria[filter_groups][0][filters][0][value]=1000")).Json["total_count"]!);
    }

    [Fact]
    public async Task A_shipment_without_an_invoice_does_not_complete_the_order()
    {
        await using var rig = await OneOrderAsync();
        await rig.CommerceAsync(HttpMethod.Post, "order/1000/ship", "{}");
        Assert.Equal("processing", (string?)(await OrderAsync(rig))["state"]);
    }

    [Fact]
    public async Task What_is_more_than_is_open_or_of_no_line_is_refused_and_changes_nothing()
    {
        await using var rig = await OneOrderAsync();
        var id = (int)(await OrderAsync(rig))["items"]![0]!["item_id"]!;

        foreach (var (call, body) in new[]
        {
            ("order/1000/ship", $$"""{"items":[{"order_item_id":{{id}},"qty":99}]}"""),
            ("order/1000/ship", """{"items":[{"order_item_id":1,"qty":1}]}"""),
            ("order/1000/ship", """{"arguments":{"extension_attributes":{"source_code":"moon"}}}"""),
            ("order/1000/ship", """{"tracks":[{"title":"no number","carrier_code":"ups"}]}"""),
            ("order/1000/invoice", $$"""{"items":[{"order_item_id":{{id}},"qty":0}]}"""),
            ("order/1000/refund", "{}"),
            ("orders/1000/unhold", "{}"),
            ("orders/1000/comments", "{}"),
            ("orders/1000/comments", "no json"),
        })
            Assert.True((await rig.CommerceAsync(HttpMethod.Post, call, body)).Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound, $"{call} {body}");

        var order = await OrderAsync(rig);
        Assert.Equal("new", (string?)order["state"]);
        Assert.All(order["items"]!.AsArray(), item => Assert.Equal(0m, (decimal)item!["qty_shipped"]! + (decimal)item["qty_invoiced"]!));
    }

    [Fact]
    public async Task An_order_is_held_released_and_cancelled_and_its_stock_comes_back()
    {
        await using var rig = await OneOrderAsync();
        var item = (await OrderAsync(rig))["items"]![0]!;
        var sku = (string)item["sku"]!;
        var before = await StockAsync(rig, sku);

        await rig.CommerceAsync(HttpMethod.Post, "orders/1000/hold");
        var held = (string)(await OrderAsync(rig))["state"]!;
        var blocked = await rig.CommerceAsync(HttpMethod.Post, "order/1000/ship", "{}");
        await rig.CommerceAsync(HttpMethod.Post, "orders/1000/unhold");
        var released = (string)(await OrderAsync(rig))["state"]!;
        await rig.CommerceAsync(HttpMethod.Post, "orders/1000/cancel");
        var again = await rig.CommerceAsync(HttpMethod.Post, "orders/1000/cancel");

        Assert.Equal(["holded", "new", "canceled"], [held, released, (string)(await OrderAsync(rig))["state"]!]);
        Assert.Equal([HttpStatusCode.BadRequest, HttpStatusCode.BadRequest], [blocked.Status, again.Status]);
        Assert.Equal(before + (decimal)item["qty_ordered"]!, await StockAsync(rig, sku));
    }

    [Fact]
    public async Task An_invoice_is_captured_once_and_refunded_into_stock()
    {
        await using var rig = await OneOrderAsync();
        var invoice = (int)(await rig.CommerceAsync(HttpMethod.Post, "order/1000/invoice", """{"capture":false}""")).Json;
        var unpaid = (decimal)(await OrderAsync(rig))["total_paid"]!;
        var captured = await rig.CommerceAsync(HttpMethod.Post, $"invoices/{invoice}/capture");
        var twice = await rig.CommerceAsync(HttpMethod.Post, $"invoices/{invoice}/capture");
        var item = (await OrderAsync(rig))["items"]![0]!;
        var sku = (string)item["sku"]!;
        var before = await StockAsync(rig, sku);

        var memo = await rig.CommerceAsync(HttpMethod.Post, $"invoice/{invoice}/refund",
            $$$"""{"items":[{"order_item_id":{{{item["item_id"]}}},"qty":1}],"arguments":{"shipping_amount":0,"extension_attributes":{"return_to_stock_items":[{{{item["item_id"]}}}]}} }""");
        var all = await rig.CommerceAsync(HttpMethod.Post, "order/1000/refund", "{}");

        Assert.Equal(0m, unpaid);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.OK, HttpStatusCode.OK], [captured.Status, twice.Status, memo.Status, all.Status]);
        Assert.Equal(before + 1, await StockAsync(rig, sku));
        var order = await OrderAsync(rig);
        Assert.Equal("closed", (string?)order["state"]);
        Assert.Equal((decimal)order["grand_total"]!, (decimal)order["total_refunded"]!);
        Assert.Equal(2, (int)(await rig.CommerceAsync(HttpMethod.Get, "creditmemos")).Json["total_count"]!);
    }

    [Fact]
    public async Task Another_systems_number_parcels_and_returns_are_kept()
    {
        await using var rig = await OneOrderAsync();
        var item = (await OrderAsync(rig))["items"]![0]!["item_id"];

        await rig.CommerceAsync(HttpMethod.Post, "orders", """{"entity":{"entity_id":1000,"ext_order_id":"SO-1"}}""");
        var unknown = await rig.CommerceAsync(HttpMethod.Post, "orders", """{"entity":{"entity_id":77,"ext_order_id":"SO-1"}}""");
        var early = await rig.CommerceAsync(HttpMethod.Post, "returns", $$$"""{"rmaDataObject":{"order_id":1000,"items":[{"order_item_id":{{{item}}},"qty_requested":1}]}}""");
        var shipment = (int)(await rig.CommerceAsync(HttpMethod.Post, "order/1000/ship", "{}")).Json;
        await rig.CommerceAsync(HttpMethod.Post, "shipment/track", $$$"""{"entity":{"order_id":1000,"parent_id":{{{shipment}}},"track_number":"FE2","title":"UPS","carrier_code":"ups"}}""");
        await rig.CommerceAsync(HttpMethod.Post, "shipment", $$$"""{"entity":{"entity_id":{{{shipment}}},"comments":[{"comment":"left at the door"}]}}""");
        var back = await rig.CommerceAsync(HttpMethod.Post, "returns", $$$"""{"rmaDataObject":{"order_id":1000,"items":[{"order_item_id":{{{item}}},"qty_requested":1}]}}""");

        Assert.Equal("SO-1", (string?)(await OrderAsync(rig))["ext_order_id"]);
        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.OK], [unknown.Status, early.Status, back.Status]);
        var kept = (await rig.CommerceAsync(HttpMethod.Get, $"shipment/{shipment}")).Json;
        Assert.Equal("FE2", (string?)kept["tracks"]![0]!["track_number"]);
        Assert.Equal("left at the door", (string?)kept["comments"]![0]!["comment"]);
        Assert.Equal(1, (int)(await rig.CommerceAsync(HttpMethod.Get, "returns")).Json["total_count"]!);
    }

    [Fact]
    public async Task Every_write_tells_its_event()
    {
        await using var rig = await OneOrderAsync();
        await rig.CommerceAsync(HttpMethod.Post, "eventing/eventSubscribe", """{"event":{"name":"observer.sales_order_status_history_save_after","fields":[{"name":"comment"}]}}""");

        await rig.CommerceAsync(HttpMethod.Post, "orders/1000/comments", """{"statusHistory":{"comment":"own words","status":"erp_picking"}}""");
        await rig.CommerceAsync(HttpMethod.Post, "inventory/source-items", """{"sourceItems":[{"sku":"MAT-AIR-L","source_code":"default","quantity":7,"status":1}]}""");
        await rig.CommerceAsync(HttpMethod.Put, "products/MAT-AIR-L", """{"product":{"name":"Air mat, longer"}}""");

        // Events come in any order.
        var missing = new List<Func<string, JsonNode, bool>>
        {
            (code, value) => code.EndsWith("order_save_commit_after", StringComparison.Ordinal) && (string?)value["status"] is "erp_picking",
            (code, value) => code.EndsWith("status_history_save_after", StringComparison.Ordinal) && (string?)value["comment"] is "own words",
            (code, value) => code.EndsWith("stock_item_save_commit_after", StringComparison.Ordinal) && (decimal)value["qty"]! == 7,
            (code, value) => code.EndsWith("product_save_commit_after", StringComparison.Ordinal) && (string?)value["name"] is "Air mat, longer",
        };
        while (missing.Count > 0)
        {
            var pushed = await rig.Console.NextAsync(pushed => pushed.Code is not "challenge");
            if (pushed.Json["data"]!["value"] is { } value)
                missing.RemoveAll(fits => fits(pushed.Code, value));
        }
    }

    private static async Task<SandboxRig> OneOrderAsync()
    {
        var rig = await SandboxRig.StartAsync();
        await rig.PostAsync("/control/shop/orders?count=1&sku=MAT-AIR-L");
        return rig;
    }

    private static async Task<JsonNode> OrderAsync(SandboxRig rig) => (await rig.CommerceAsync(HttpMethod.Get, "orders/1000")).Json;

    private static async Task<decimal> StockAsync(SandboxRig rig, string sku) => (decimal)(await rig.CommerceAsync(HttpMethod.Get, $"stockItems/{sku}")).Json["qty"]!;
}
