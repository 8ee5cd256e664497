using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Calls;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Commerce.Rest;

namespace CommerceEventConsole.Engine.Tests.Commerce.OnSandbox;

public class OrderCallTests
{
    private const long First = 1000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Orders_are_read_in_every_way_of_signing_in()
    {
        await using var commerce = await SandboxCommerce.StartAsync();
        await commerce.OrderAsync();

        foreach (var instance in new[] { commerce.PaaS, commerce.Signed, commerce.Cloud })
        {
            var shop = commerce.Rest.Open(instance, CommercePurpose.Enrich);
            var order = await shop.Orders.GetAsync(First, Token);
            var number = (string)order!["increment_id"]!;
            Assert.Equal(First, JsonFields.Long((await shop.Orders.FindAsync(number, Token))!["entity_id"]));
            Assert.Null(await shop.Orders.FindAsync(number + "0", Token));
            Assert.Null(await shop.Orders.GetAsync(First + 50, Token));
            Assert.Equal((string?)order["status"], await shop.Orders.StatusAsync(First, Token));
            Assert.Single(await shop.Orders.ManyAsync([number, "none, such/?&"], Token));
        }
    }

    [Fact]
    public async Task A_token_that_was_made_bad_is_replaced_without_anybody_noticing()
    {
        await using var commerce = await SandboxCommerce.StartAsync();
        await commerce.OrderAsync();
        var shop = commerce.Rest.Open(commerce.Cloud, CommercePurpose.Enrich);
        await shop.Orders.GetAsync(First, Token);

        await commerce.ControlAsync(HttpMethod.Post, "ims/revoke");

        Assert.NotNull(await shop.Orders.GetAsync(First, Token));
        Assert.Equal(2, commerce.Requests.Count(r => r.Contains("ims/token", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Changed_orders_come_page_by_page_each_once()
    {
        await using var commerce = await SandboxCommerce.StartAsync();
        await commerce.OrderAsync(7);

        var (ids, totals) = (new List<long>(), new List<long>());
        await foreach (var page in commerce.Shop.Orders.ChangedSinceAsync(DateTimeOffset.UnixEpoch, 3, Token, fields: "items[entity_id],total_count"))
        {
            ids.AddRange(page.Items.Select(i => JsonFields.Long(i["entity_id"])!.Value));
            totals.Add(page.Total);
        }

        Assert.Equal(Enumerable.Range(0, 7).Select(i => First + i), ids);
        Assert.Equal(7, totals[0]);
        var rest = new List<long>();
        await foreach (var page in commerce.Shop.Orders.ChangedSinceAsync(DateTimeOffset.UnixEpoch, 3, Token, after: First + 4))
            rest.AddRange(page.Items.Select(i => JsonFields.Long(i["entity_id"])!.Value));
        Assert.Equal([First + 5, First + 6], rest);
    }

    [Fact]
    public async Task An_order_is_commented_held_released_numbered_and_cancelled()
    {
        await using var commerce = await SandboxCommerce.StartAsync();
        await commerce.OrderAsync();
        var orders = commerce.Shop.Orders;

        await orders.CommentAsync(First, new OrderComment("Seen by the ERP"), Token);
        Assert.Contains(await orders.CommentsAsync(First, Token), c => (string?)c["comment"] == "Seen by the ERP");
        await orders.HoldAsync(First, Token);
        Assert.Equal("holded", await orders.StatusAsync(First, Token));
        await orders.UnholdAsync(First, Token);
        var number = (string)(await orders.GetAsync(First, Token))!["increment_id"]!;
        await orders.SetExternalIdsAsync(First, number, "ERP-77", externalCustomerId: null, Token);
        Assert.Equal("ERP-77", (string?)(await orders.GetAsync(First, Token))!["ext_order_id"]);
        await orders.CancelAsync(First, Token);

        Assert.Equal("canceled", await orders.StatusAsync(First, Token));
        var refused = await Assert.ThrowsAsync<CommerceException>(() => orders.HoldAsync(First, Token));
        Assert.False(refused.IsTransient);
    }

    [Fact]
    public async Task A_shipment_is_made_once_however_often_it_is_asked_for_and_whatever_answer_is_lost()
    {
        await using var commerce = await SandboxCommerce.StartAsync(o => o.ShopShips = false);
        await commerce.OrderAsync();
        var draft = new ShipmentDraft { Tracks = [new ShipmentTrack("TRACK-1", "DHL")], Comment = "Packed", Reference = "LS-9", SourceCode = "default" };
        await commerce.Shop.Papers.InvoiceAsync(First, new InvoiceDraft(), Token);
        commerce.LosesAnswer = line => line.EndsWith("/ship", StringComparison.Ordinal);

        var made = await commerce.Shop.Papers.ShipOnceAsync(First, draft, Token);
        var again = await commerce.Shop.Papers.ShipOnceAsync(First, draft, Token);

        Assert.Equal((false, true, made.Id), (made.WasThere, again.WasThere, again.Id));
        var shipments = await commerce.Shop.Papers.ShipmentsAsync(SearchCriteria.All.Where("order_id", "eq", First), Token);
        Assert.Equal(made.Id, JsonFields.Long(Assert.Single(shipments.Items)["entity_id"]));
        Assert.Single(commerce.Requests, r => r.EndsWith("/ship", StringComparison.Ordinal));
        await commerce.Shop.Papers.AddTrackAsync(First, made.Id!.Value, new ShipmentTrack("TRACK-2", "UPS", "ups"), Token);
        var tracks = (await commerce.Shop.Papers.ShipmentsAsync(SearchCriteria.All, Token)).Items[0]["tracks"]!.AsArray();
        Assert.Equal(["TRACK-1", "TRACK-2"], tracks.Select(t => (string?)t!["track_number"]));
    }

    [Fact]
    public async Task Parts_without_a_reference_are_told_apart_by_what_is_left()
    {
        await using var commerce = await SandboxCommerce.StartAsync(o => o.ShopShips = false);
        await commerce.OrderAsync();
        var item = (await commerce.Shop.Orders.GetAsync(First, Token))!["items"]!.AsArray()[0]!.AsObject();
        var all = new InvoiceDraft { Items = [new PaperItem(JsonFields.Long(item["item_id"])!.Value, JsonFields.Decimal(item["qty_ordered"])!.Value)] };
        commerce.LosesAnswer = line => line.EndsWith("/invoice", StringComparison.Ordinal);

        var made = await commerce.Shop.Papers.InvoiceOnceAsync(First, all, Token);
        var again = await commerce.Shop.Papers.InvoiceOnceAsync(First, all, Token);
        commerce.LosesAnswer = _ => false;
        var rest = await commerce.Shop.Papers.InvoiceOnceAsync(First, new InvoiceDraft(), Token);
        var nothing = await commerce.Shop.Papers.InvoiceOnceAsync(First, new InvoiceDraft(), Token);

        Assert.Equal((true, made.Id), (again.WasThere, again.Id));
        Assert.True(nothing.WasThere);
        var order = (await commerce.Shop.Orders.GetAsync(First, Token))!;
        Assert.All(order["items"]!.AsArray(), i => Assert.Equal(JsonFields.Decimal(i!["qty_ordered"]), JsonFields.Decimal(i["qty_invoiced"])));
        var count = order["items"]!.AsArray().Count == 1 ? 1 : 2;
        Assert.Equal(count, (await commerce.Shop.Papers.InvoicesAsync(SearchCriteria.All.Where("order_id", "eq", First), Token)).Items.Count);
        Assert.Equal(count == 1, rest.WasThere);
    }

    [Fact]
    public async Task Money_is_captured_and_paid_back_once()
    {
        await using var commerce = await SandboxCommerce.StartAsync(o => o.ShopShips = false);
        await commerce.OrderAsync();
        var papers = commerce.Shop.Papers;
        var invoice = await papers.InvoiceAsync(First, new InvoiceDraft(), Token);
        await papers.CaptureAsync(invoice, Token);
        var refund = new RefundDraft { Reference = "GS-1", Shipping = 0 };

        var made = await papers.RefundOrderOnceAsync(First, refund, Token);
        var again = await papers.RefundOrderOnceAsync(First, refund, Token);

        Assert.Equal((made.Id, true), (again.Id, again.WasThere));
        Assert.Single((await papers.CreditMemosAsync(SearchCriteria.All, Token)).Items);
    }

    [Fact]
    public async Task A_return_is_registered_and_read()
    {
        await using var commerce = await SandboxCommerce.StartAsync(o => o.ShopShips = false);
        await commerce.OrderAsync();
        await commerce.Shop.Papers.InvoiceAsync(First, new InvoiceDraft(), Token);
        await commerce.Shop.Papers.ShipAsync(First, new ShipmentDraft(), Token);
        var item = (await commerce.Shop.Orders.GetAsync(First, Token))!["items"]!.AsArray()[0]!["item_id"]!;

        var made = await commerce.Shop.Papers.RegisterReturnAsync(
            new JsonObject { ["order_id"] = First, ["items"] = new JsonArray(new JsonObject { ["order_item_id"] = item.DeepClone(), ["qty_requested"] = 1 }) }, Token);

        var page = await commerce.Shop.Papers.ReturnsAsync(SearchCriteria.All, Token);
        Assert.Equal(1, page.Total);
        Assert.NotNull(await commerce.Shop.Papers.ReturnAsync(JsonFields.Long(made["entity_id"])!.Value, Token));
    }

    [Fact]
    public async Task A_limit_of_commerces_is_kept_to_and_nothing_is_lost()
    {
        await using var commerce = await SandboxCommerce.StartAsync(o => (o.CommerceRequestsPerSecond, o.CommerceBurst) = (50, 3));
        await commerce.OrderAsync();

        var orders = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => commerce.Shop.Orders.GetAsync(First, Token)));

        Assert.All(orders, Assert.NotNull);
        Assert.Equal(commerce.Requests.Count, commerce.Counts.Read(1, CommercePurpose.Resync).Made);
    }
}
