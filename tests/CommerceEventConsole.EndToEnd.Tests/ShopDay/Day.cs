using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Resync.Runs;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.EndToEnd.Tests.ShopDay;

/// <summary>The story of a day, and what must be true when it is over.</summary>
internal sealed class Day(DayRig rig, DaySize size)
{
    private static readonly string[] Everything = ["orders", "shipments", "returns", "statuses", "stock", "prices"];

    private readonly List<string> _unpaid = [];
    private int _deliveries;
    private int _returns;
    private int _cancelled;
    private int _seed = size.Seed;

    public DayReport Report { get; } = new(size, () => rig.Worked);

    private DayShop Shop => rig.Shop;

    public async Task PlayAsync()
    {
        await Report.ChapterAsync("the night before: all is compared once, and agrees", NightAsync);
        await Report.ChapterAsync("the morning: orders, one in six with an article that the ERP does not know", MorningAsync);
        await Report.ChapterAsync("the ERP is down while orders go on; it comes back", ErpOutageAsync);
        await Report.ChapterAsync("the ERP learns the article; what it lacks is reconciled", ReconcileAsync);
        await Report.ChapterAsync("stock is counted, orders go on, and Commerce is down in the middle of it; it comes back", CommerceOutageAsync);
        await Report.ChapterAsync("all prices change in the ERP", PricesAsync);
        await Report.ChapterAsync("the ERP delivers, cancels and takes something back", WarehouseAsync);
        await Report.ChapterAsync("the evening: all is compared once more", EveningAsync);
    }

    public async Task CheckAsync()
    {
        var calls = await Shop.CallsAsync();
        await CheckEventsAsync();
        Report.Count(calls);
        var agreement = await Shop.GetAsync("/control/agreement");
        Assert.True((bool)agreement["agrees"]!, agreement.ToJsonString());
        Assert.Equal(size.Orders + _unpaid.Count, (int)agreement["orders"]!["shop"]!);
        Assert.Equal(size.Orders + _unpaid.Count, (int)agreement["orders"]!["erp"]!);
        Assert.True((int)agreement["prices"]!["shop"]! >= size.Prices);
        await CheckNumbersAsync();
        await CheckDeliveriesAsync();
        Assert.InRange(Report.Percent, 0, 40);
    }

    private async Task NightAsync()
    {
        // Articles that only the shop has stay unknown to the ERP: those are the morning's trouble.
        await Shop.PlayAsync(new { knowArticles = false });
        foreach (var name in Everything)
            await rig.ResyncAsync(name);
        await Shop.PostAsync("/control/calls/reset");
    }

    private async Task MorningAsync()
    {
        await SellAsync(size.Orders / 3, knowArticles: false);
        var unpaid = await Shop.PostAsync($"/control/shop/orders?count={size.Unpaid}&sku=MAT-AIR-L");
        _unpaid.AddRange(unpaid["orders"]!.AsArray().Select(o => (string)o!["incrementId"]!));
        await rig.QuietAsync();
        Assert.True(await rig.WaitingAsync(DeliveryState.Failed) >= size.Orders / 3 / 6, "Orders with the unknown article are visible as failed.");
    }

    private async Task ErpOutageAsync()
    {
        await SellAsync(size.Orders / 6, knowArticles: false);
        await Shop.BreakAsync("erp");
        await SellAsync(size.Orders / 6, knowArticles: false);
        await Patience.TrueAsync("deliveries to the ERP are held", async () => await rig.WaitingAsync(DeliveryState.Held) > 0);
        await Shop.BreakAsync("erp", down: false);
        await rig.QuietAsync();
    }

    private async Task ReconcileAsync()
    {
        await Shop.PlayAsync(new { knowArticles = true });
        var run = await rig.ResyncAsync("orders");
        Assert.True(run.Handed > 0, "The ERP lacks the orders with the article that it did not know.");
        await rig.QuietAsync();
        var agreement = await Shop.GetAsync("/control/agreement");
        Assert.True((int)agreement["orders"]!["differences"]! == 0, agreement["orders"]!.ToJsonString());
    }

    private async Task CommerceOutageAsync()
    {
        await Shop.PlayAsync(new { seed = ++_seed, stockChanges = size.Stock });
        var run = await rig.BeginResyncAsync("stock");
        await Patience.TrueAsync("stock is being written", async () => (await rig.RunAsync(run)) is { Written: > 0 } or { IsUnfinished: false });
        await Shop.BreakAsync("commerce");
        await SellAsync(size.Orders - (size.Orders / 3) - (size.Orders / 6 * 2), knowArticles: true);
        await Patience.TrueAsync("numbers wait to be written back", async () => await rig.WaitingAsync(DeliveryState.Retrying) > 0);
        await Shop.BreakAsync("commerce", down: false);
        await FinishedAsync(run);
        await rig.QuietAsync();
    }

    private async Task PricesAsync()
    {
        await Shop.PlayAsync(new { seed = ++_seed, prices = size.Prices });
        await FinishedAsync(await rig.BeginResyncAsync("prices"));
    }

    private async Task WarehouseAsync()
    {
        foreach (var order in _unpaid.Skip(_unpaid.Count / 2))
        {
            await Shop.PostAsync($"/control/erp/cancel/{order}");
            _cancelled++;
        }

        _deliveries = (int)(await Shop.PlayAsync(new { seed = ++_seed, deliveries = size.Deliveries, partialPercent = 20 }))["deliveries"]!;
        foreach (var name in (string[])["shipments", "statuses"])
            await FinishedAsync(await rig.BeginResyncAsync(name));
        _returns = (int)(await Shop.PlayAsync(new { seed = ++_seed, returns = 1 }))["returns"]!;
        await FinishedAsync(await rig.BeginResyncAsync("returns"));
        await rig.QuietAsync();
    }

    private async Task EveningAsync()
    {
        foreach (var name in Everything)
            await FinishedAsync(await rig.BeginResyncAsync(name + ", all"));
        await rig.QuietAsync();
    }

    private async Task FinishedAsync(ResyncRun run)
    {
        var ended = await rig.FinishedAsync(run);
        Assert.True(ended.Failed == 0, $"{ended.Name}: {ended.Failed} failed.{Environment.NewLine}{await rig.FailuresAsync(ended)}");
    }

    private Task<JsonNode> SellAsync(int orders, bool knowArticles) => Shop.PlayAsync(new { seed = ++_seed, orders, invoice = true, knowArticles });

    // The number that the ERP gave stands in the shop, for each order the one.
    private async Task CheckNumbersAsync()
    {
        var given = await Shop.DocumentNumbersAsync();
        Assert.Equal(given.Count, given.Values.Distinct(StringComparer.Ordinal).Count());
        var orders = await Shop.AllAsync("orders", "entity_id", "items[entity_id,increment_id,ext_order_id]");
        Assert.Equal(given.Count, orders.Count);
        Assert.All(orders, o => Assert.Equal(given[(string)o["increment_id"]!], (string?)o["ext_order_id"]));
    }

    // Nothing is lost: what did not arrive is visible as failed, and something newer about the same order has arrived.
    private async Task CheckDeliveriesAsync()
    {
        var all = await rig.Store.ReadAsync(db => db.Deliveries.Join(db.Events, d => d.EventSeq, e => e.Seq, (d, e) => new { d.State, d.EventSeq, e.EntityKey }));
        foreach (var order in all.GroupBy(d => d.EntityKey, StringComparer.Ordinal))
            Assert.True(order.MaxBy(d => d.EventSeq)!.State == DeliveryState.Delivered, $"The newest of order {order.Key} is {order.MaxBy(d => d.EventSeq)!.State}.");
        var adobe = await Shop.GetAsync("/control/adobe");
        Assert.Equal((0, 0), ((long)adobe["lost"]!, (long)adobe["notPushed"]!));
        var events = (await rig.Store.EventIdsAsync()).Count;
        Assert.Equal((long)adobe["published"]!, events);
        Report.Line("");
        Report.Line($"{events,9:N0}  events, all acknowledged");
        foreach (var state in all.GroupBy(d => d.State).OrderBy(g => g.Key))
            Report.Line($"{state.Count(),9:N0}  deliveries {state.Key.ToString().ToLowerInvariant()}");
    }

    // An order is placed, paid, numbered, and then shipped, cancelled or given a status: what the console writes tells of itself once, not for ever.
    private async Task CheckEventsAsync()
    {
        var saved = await rig.Store.ReadAsync(db => db.Events.Where(
            e => db.EventTypes.Any(t => t.Id == e.EventTypeId && t.Name == "observer.sales_order_save_commit_after")).Select(e => e.OwnChange != null));
        var written = ((size.Orders + _unpaid.Count) * 3) + _deliveries + _cancelled;
        Assert.InRange(saved.Count, (size.Orders * 3) + _unpaid.Count, written * 2);
        Report.Line($"{saved.Count,9:N0} events about saved orders, {saved.Count(own => own):N0} of them echoes of what the console wrote");
        Report.Happened("events about saved orders for the ERP", saved.Count(own => !own));
        Report.Happened("numbers of the ERP for Commerce", size.Orders + _unpaid.Count);
        Report.Happened("stock changes for Commerce", size.Stock);
        Report.Happened("prices for Commerce", size.Prices);
        Report.Happened("shipments, cancellations and returns for Commerce", _deliveries + _cancelled + _returns);
    }
}
