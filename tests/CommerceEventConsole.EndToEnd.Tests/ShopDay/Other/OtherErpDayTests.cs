using System.Globalization;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Resync.Runs;

namespace CommerceEventConsole.EndToEnd.Tests.ShopDay.Other;

/// <summary>A smaller day in front of another ERP behind the generic connector: nothing depends on the sandbox's shape.</summary>
public sealed class OtherErpDayTests
{
    private static readonly string[] Everything = ["orders", "shipments", "returns", "statuses", "stock", "prices"];

    [Fact]
    public async Task After_a_day_with_outages_shop_and_another_erp_agree_too()
    {
        var size = DaySize.Of(new DaySize(Seed: 20260504, Orders: 100, Stock: 200, Prices: 500)).AtMost(new DaySize(0, Orders: 100, Stock: 200, Prices: 500));
        await using var erp = await OtherErp.StartAsync();
        await using var rig = await DayRig.StartAsync(size, _ => OtherErpSetup.At(erp.Url));
        var dice = new Random(size.Seed);
        await LearnAsync(rig.Shop, erp);
        foreach (var name in Everything)
            await EndAsync(rig, await rig.BeginResyncAsync(name));

        // Orders, half of them while it is down.
        await SellAsync(rig, size, size.Orders / 2);
        var unpaid = (await rig.Shop.PostAsync("/control/shop/orders?count=6&sku=MAT-AIR-L"))["orders"]!.AsArray().Select(o => (string)o!["incrementId"]!).ToList();
        erp.IsDown = true;
        await SellAsync(rig, size, size.Orders - (size.Orders / 2));
        await Patience.TrueAsync("deliveries to the ERP are held", async () => await rig.WaitingAsync(DeliveryState.Held) > 0);
        erp.IsDown = false;
        await rig.QuietAsync();

        // Stock and prices, and Commerce is down.
        Change(erp, "MaterialStocks", size.Stock, dice, _ => new JsonObject { ["Available"] = dice.Next(0, 300).ToString("0.000", CultureInfo.InvariantCulture) });
        Change(erp, "PriceConditions", size.Prices, dice, _ => new JsonObject { ["Condition"] = new JsonObject { ["Rate"] = dice.Next(500, 50_000) / 100m } });
        await rig.Shop.BreakAsync("commerce");
        var stock = await rig.BeginResyncAsync("stock");
        await Patience.TrueAsync("the resync waits for Commerce", async () => (await rig.RunAsync(stock)).Waiting is not null);
        await rig.Shop.BreakAsync("commerce", down: false);
        await EndAsync(rig, stock);
        await EndAsync(rig, await rig.BeginResyncAsync("prices"));

        // What becomes of the orders.
        foreach (var order in unpaid.Take(3))
            erp.Put("SalesDocuments", order, new JsonObject { ["LifecycleStatus"] = "REJECTED" });
        var orders = erp.Rows("SalesDocuments").Where(o => (string?)o["LifecycleStatus"] == "OPEN").Take(size.Deliveries).ToList();
        for (var i = 0; i < orders.Count; i++)
            Leave(erp, $"GI-{i:0000}", orders[i], ownPart: i % 5 == 0);
        foreach (var name in (string[])["shipments", "statuses"])
            await EndAsync(rig, await rig.BeginResyncAsync(name));
        var sent = erp.Rows("GoodsIssues")[dice.Next(orders.Count)];
        erp.Put("ReturnDeliveries", "RD-1", new JsonObject
        {
            ["Delivery"] = "RD-1",
            ["Reference"] = (string)sent["Reference"]!,
            ["ToItem"] = Items([((string)sent["ToItem"]!["results"]![0]!["Material"]!, 1)]),
        });
        foreach (var name in Everything)
            await EndAsync(rig, await rig.BeginResyncAsync(name + ", all"));
        await rig.QuietAsync();

        await OtherErpAgreement.CheckAsync(rig.Shop, erp);
        Assert.Equal(size.Orders + unpaid.Count, erp.Rows("SalesDocuments").Count);
        Assert.Equal([DeliveryState.Delivered], (await rig.Store.StatesAsync()).Keys.Except([DeliveryState.Superseded]));
    }

    // The ERP has the shop's articles, with their prices and stock.
    private static async Task LearnAsync(DayShop shop, OtherErp erp)
    {
        foreach (var product in await shop.AllAsync("products", "entity_id", "items[id,sku,price],total_count"))
        {
            var sku = (string)product["sku"]!;
            erp.Put("PriceConditions", sku, new JsonObject { ["Material"] = sku, ["Condition"] = new JsonObject { ["Rate"] = (decimal)product["price"]! } });
            erp.Put("MaterialStocks", sku, new JsonObject { ["Material"] = sku, ["StorageLocation"] = "MAIN", ["Available"] = "25.000" });
        }
    }

    private static Task<JsonNode> SellAsync(DayRig rig, DaySize size, int orders) =>
        rig.Shop.PlayAsync(new { seed = size.Seed + orders, orders, invoice = true });

    private static void Change(OtherErp erp, string list, int count, Random dice, Func<JsonObject, JsonObject> change)
    {
        var rows = erp.Rows(list).ToArray();
        dice.Shuffle(rows);
        foreach (var row in rows.Take(count))
            erp.Put(list, (string)row["Material"]!, change(row));
    }

    private static void Leave(OtherErp erp, string number, JsonObject order, bool ownPart)
    {
        var lines = order["ToItem"]!["results"]!.AsArray().Select(l => ((string)l!["Material"]!, (decimal)l["Quantity"]!)).ToList();
        erp.Put("GoodsIssues", number, new JsonObject
        {
            ["Issue"] = number,
            ["Reference"] = (string)order["PurchaseOrderByCustomer"]!,
            ["TrackingId"] = "T" + number,
            ["Forwarder"] = "Swift & Sons",
            ["ToItem"] = Items(ownPart ? [(lines[0].Item1, 1)] : lines),
        });
    }

    private static JsonObject Items(IEnumerable<(string Material, decimal Quantity)> lines) => new()
    {
        ["results"] = new JsonArray([.. lines.Select(l => (JsonNode)new JsonObject { ["Material"] = l.Material, ["Quantity"] = l.Quantity })]),
    };

    private static async Task EndAsync(DayRig rig, ResyncRun run)
    {
        var ended = await rig.FinishedAsync(run);
        Assert.True((ended.Failed, ended.Unreadable) == (0, 0), $"{ended.Name}: {ended.Failed} failed, {ended.Unreadable} unreadable. {await rig.FailuresAsync(ended)}");
    }
}
