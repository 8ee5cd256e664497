using CommerceEventConsole.Sandbox.BackOffice;
using CommerceEventConsole.Sandbox.BackOffice.Erp;
using CommerceEventConsole.Sandbox.Shop;

namespace CommerceEventConsole.Sandbox.Agreement;

/// <summary>What happens in a part of a day.</summary>
/// <param name="Seed">The same seed does the same to the same state.</param>
/// <param name="Articles">The catalogue grows by `CAT-000001` and so on up to this many, on both sides.</param>
/// <param name="Orders">Orders that shoppers place.</param>
/// <param name="Invoice">The orders are paid at once.</param>
/// <param name="StockChanges">Counts of stock in the ERP.</param>
/// <param name="Plants">Plants that are counted; the first where absent.</param>
/// <param name="Prices">Articles whose price changes in the ERP.</param>
/// <param name="Deliveries">Orders that the ERP delivers.</param>
/// <param name="PartialPercent">Share of them that it delivers in part only.</param>
/// <param name="Returns">Orders of which something comes back.</param>
/// <param name="KnowArticles">The ERP learns the articles that it does not know yet.</param>
/// <param name="ErpLeads">From now on the ERP alone delivers, and says what is in stock.</param>
internal sealed record DayPart(
    int Seed = 1, int Articles = 0, int Orders = 0, bool Invoice = true, int StockChanges = 0, string[]? Plants = null, int Prices = 0, int Deliveries = 0,
    int PartialPercent = 0, int Returns = 0, bool KnowArticles = true, bool ErpLeads = true)
{
    private const int Most = 200_000;

    /// <summary>What is wrong with it; null when all is well.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? Problem =>
        new[] { Articles, Orders, StockChanges, Prices, Deliveries, Returns }.Any(number => number is < 0 or > Most) ? $"numbers must be between 0 and {Most}"
        : PartialPercent is < 0 or > 100 ? "partialPercent must be between 0 and 100"
        : Plants is { Length: 0 } || Plants?.Any(plant => !BackOffice.Erp.Plants.All.ContainsKey(plant)) == true ? "plants must be some of 1000, 2000 and 3000"
        : null;
}

/// <summary>What was done.</summary>
internal sealed record DayDone(int Articles, int Orders, int StockChanges, int Prices, int Deliveries, int Returns);

/// <summary>Plays a part of a day on both sides, as fast as it can. Nothing of it passes the console: that has to notice by itself.</summary>
internal sealed class Day(ShopState shop, ShopActions actions, OrderDesk desk, ErpState erp, ErpDesk erpDesk, ErpLife life, Articles missing, SandboxOptions options, TimeProvider time)
{
    public DayDone Play(DayPart part)
    {
        if (part.ErpLeads)
            (options.ShopShips, options.ShopRestocks) = (false, false);
        var articles = part.Articles > 0 ? Grow(part.Articles) : 0;
        if (part.KnowArticles)
            LearnMissing();
        var orders = PlaceOrders(part);
        lock (erp.Gate)
        {
            var counted = life.Count(part.StockChanges, part.Plants ?? [Plants.Main], part.Seed);
            var prices = life.Reprice(part.Prices, part.Seed);
            var deliveries = life.Ship(part.Deliveries, part.PartialPercent, part.Seed).Count;
            return new DayDone(articles, orders, counted, prices, deliveries, life.TakeBack(part.Returns, part.Seed).Count);
        }
    }

    /// <summary>Lets the catalogue grow on both sides, and returns by how many articles.</summary>
    public int Grow(int upTo)
    {
        lock (shop.Gate)
        {
            var added = Catalogue.Fill(shop, upTo, time.GetUtcNow());
            lock (erp.Gate)
                erp.Learn(added);
            return added.Count;
        }
    }

    /// <summary>The ERP learns an article as the shop has it. False when it was there.</summary>
    public bool Learn(string sku)
    {
        lock (shop.Gate)
        lock (erp.Gate)
        {
            if (shop.TryGetProduct(sku, out var product) && !erp.Articles.TryGet(sku, out _))
                erp.Learn([product]);
            else
                erpDesk.PutArticle(sku, _ => { });
            return missing.Create(sku);
        }
    }

    private void LearnMissing()
    {
        foreach (var sku in missing.Missing)
            Learn(sku);
    }

    private int PlaceOrders(DayPart part)
    {
        lock (shop.Gate)
            shop.Reseed(part.Seed);
        for (var i = 0; i < part.Orders; i++)
        {
            // The gate is held for an order at a time, so that readers get in between.
            lock (shop.Gate)
            {
                var order = actions.PlaceOrder();
                if (part.Invoice)
                    desk.Invoice(order);
            }
        }
        return part.Orders;
    }
}
