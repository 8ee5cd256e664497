using System.Globalization;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.EndToEnd.Tests.Sandbox;

public sealed class ShopTests
{
    private const string OrderSaved = "observer.sales_order_save_commit_after";
    private const string OrderNumber = "searchCriteria[filter_groups][0][filters][0][field]=increment_id&searchCriteria[filter_groups][0][filters][0][value]=";

    [Fact]
    public async Task An_order_can_be_read_back_as_its_event_told_it()
    {
        await using var rig = await SandboxRig.StartAsync();
        await rig.PostAsync("/control/shop/orders");
        var value = (await rig.Console.NextAsync(OrderSaved)).Json["data"]!["value"]!;

        var order = await rig.CommerceJsonAsync($"orders/{value["entity_id"]}");
        var found = await rig.CommerceJsonAsync($"orders?{OrderNumber}{value["increment_id"]}");

        Assert.Equal((string?)value["increment_id"], (string?)order["increment_id"]);
        Assert.Equal((string?)value["customer_email"], (string?)order["customer_email"]);
        Assert.Equal(Number(value["grand_total"]), Number(order["grand_total"]));
        Assert.Equal(Skus(value), Skus(order));
        Assert.Equal(1, (int)found["total_count"]!);
        Assert.Equal((int)order["entity_id"]!, (int)found["items"]![0]!["entity_id"]!);
    }

    [Fact]
    public async Task A_later_save_tells_what_was_before_and_writes_amounts_as_text()
    {
        await using var rig = await SandboxRig.StartAsync();
        await rig.PostAsync("/control/shop/orders");
        var placed = (await rig.Console.NextAsync(OrderSaved)).Json["data"]!["value"]!;
        Assert.True((bool)placed["_isNew"]!);
        Assert.Empty(placed["_origData"]!.AsArray());

        await rig.PostAsync($"/control/shop/orders/{placed["entity_id"]}/advance");
        var saved = (await rig.Console.NextAsync(OrderSaved)).Json["data"]!["value"]!;

        Assert.False((bool)saved["_isNew"]!);
        Assert.Equal("pending", (string?)saved["_origData"]!["status"]);
        Assert.NotEqual("pending", (string?)saved["status"], StringComparer.Ordinal);
        Assert.Equal(Number(placed["grand_total"]).ToString("0.0000", CultureInfo.InvariantCulture), (string?)saved["grand_total"]);
        Assert.Equal(2, saved["status_histories"]!.AsArray().Count);
    }

    [Fact]
    public async Task Stock_and_price_events_agree_with_rest()
    {
        await using var rig = await SandboxRig.StartAsync();
        await rig.PostAsync("/control/shop/stock?sku=MAT-AIR-L");
        var stock = (await rig.Console.NextAsync("observer.cataloginventory_stock_item_save_commit_after")).Json["data"]!["value"]!;
        await rig.PostAsync("/control/shop/prices?sku=MAT-AIR-L");
        var product = (await rig.Console.NextAsync("observer.catalog_product_save_commit_after")).Json["data"]!["value"]!;

        Assert.Equal(Number(stock["qty"]), Number((await rig.CommerceJsonAsync("stockItems/MAT-AIR-L"))["qty"]));
        Assert.Equal(Number(product["price"]), Number((await rig.CommerceJsonAsync("products/MAT-AIR-L"))["price"]));
        Assert.NotNull(product["_origData"]!["price"]);
    }

    [Fact]
    public async Task One_order_in_six_holds_the_article_that_the_erp_does_not_know()
    {
        await using var rig = await SandboxRig.StartAsync();
        await rig.PostAsync("/control/shop/orders?count=60");

        var orders = await rig.CommerceJsonAsync("orders?searchCriteria[pageSize]=100");

        Assert.Equal(10, orders["items"]!.AsArray().Count(order => Skus(order!).Contains("TENT-ARC-2", StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Events_come_in_all_three_forms_and_stay_under_64_kb()
    {
        await using var rig = await SandboxRig.StartAsync();
        await rig.PostAsync("/control/shop/orders?count=4");
        for (var i = 0; i < 5; i++)
            await rig.PostAsync("/control/shop/prices");

        var nested = await rig.Console.NextAsync("observer.sales_order_place_after");
        var aliased = await rig.Console.NextAsync("backoffice_sync.observer.catalog_product_save_commit_after");

        Assert.IsType<string>((string?)nested.Json["data"]!["event"]!["order"]!["grand_total"]);
        Assert.NotNull(nested.Json["data"]!["uid"]);
        Assert.Equal("fernhill.sandbox", (string?)aliased.Json["data"]!["source"]);
        Assert.Equal("1", (string?)aliased.Json["data"]!["_metadata"]!["storeId"]);
        Assert.True(nested.Body.Length < 64 * 1024);
        Assert.Equal(0, (int)(await rig.GetAsync("/control/adobe"))["notPushed"]!);
    }

    [Fact]
    public async Task The_same_seed_plays_the_same_story()
    {
        Assert.Equal(await StoryAsync(), await StoryAsync());

        static async Task<string> StoryAsync()
        {
            await using var rig = await SandboxRig.StartAsync();
            await rig.PostAsync("/control/shop/orders?count=5");
            var orders = await rig.CommerceJsonAsync("orders");
            return string.Join('\n', orders["items"]!.AsArray().Select(order => $"{order!["increment_id"]} {order["customer_email"]} {order["grand_total"]}"));
        }
    }

    [Fact]
    public async Task A_refund_of_a_paid_order_emits_a_credit_memo_for_it()
    {
        await using var rig = await SandboxRig.StartAsync();
        await rig.PostAsync("/control/shop/orders?count=8");
        for (var id = 1000; id < 1008; id++)
            await rig.PostAsync($"/control/shop/orders/{id}/advance");

        var refunded = await rig.PostAsync("/control/shop/creditmemos");
        var memo = (await rig.Console.NextAsync("observer.sales_order_creditmemo_save_after")).Json["data"]!["value"]!;

        var order = await rig.CommerceJsonAsync($"orders/{memo["order_id"]}");
        Assert.Equal((string?)refunded["incrementId"], (string?)order["increment_id"]);
        Assert.Equal("closed", (string?)order["state"]);
        Assert.Equal(Number(memo["grand_total"]), Number(order["total_refunded"]));
    }

    private static decimal Number(JsonNode? node) => decimal.Parse(node!.ToString(), CultureInfo.InvariantCulture);

    private static List<string> Skus(JsonNode order) => [.. order["items"]!.AsArray().Select(item => (string)item!["sku"]!)];
}
