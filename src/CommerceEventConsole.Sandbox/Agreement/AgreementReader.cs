using CommerceEventConsole.Sandbox.BackOffice.Erp;
using CommerceEventConsole.Sandbox.Shop;

namespace CommerceEventConsole.Sandbox.Agreement;

/// <summary>
/// Compares what the shop and the ERP hold: each order of the shop is in the ERP with the same lines and amount, what left the warehouse was
/// shipped in the shop once, what came back was announced or refunded there, and stock and prices are the same.
/// </summary>
internal sealed class AgreementReader(ShopState shop, ErpState erp)
{
    public AgreementReport Read()
    {
        lock (shop.Gate)
        lock (erp.Gate)
        {
            return new AgreementReport(Orders(), Statuses(), Shipments(), Returns(), Stock(), Prices(), ListPrices());
        }
    }

    private AgreementPart Orders()
    {
        var part = new AgreementPart { Shop = shop.OrderCount, Erp = erp.Orders.Count };
        foreach (var order in shop.Orders)
        {
            if (!erp.Orders.TryGet(order.IncrementId, out var other))
            {
                part.Compare(order.IncrementId, "order", "there", null);
                continue;
            }
            part.Compare(order.IncrementId, "lines", Lines(order.Items.Select(item => (item.Sku, (decimal)item.Ordered, item.RowTotal))),
                Lines(other.Lines.Select(line => (line.ArticleNo, line.Qty, line.Qty * line.UnitPrice))));
            part.Compare(order.IncrementId, "amount", Amount(order.GrandTotal), Amount(other.Head.Gross));
        }
        foreach (var other in erp.Orders.Rows.Where(other => !shop.TryGetOrder(other.Key, out _)))
            part.Compare(other.Key, "order", null, "there");
        return part;
    }

    private AgreementPart Statuses()
    {
        var part = new AgreementPart();
        foreach (var (order, other) in Both())
        {
            part.Shop++;
            part.Erp++;
            part.Compare(order.IncrementId, "status", StageOf(order), StageOf(other));
        }
        return part;
    }

    private AgreementPart Shipments()
    {
        var part = new AgreementPart { Shop = shop.Orders.Sum(order => order.Shipments.Count), Erp = erp.Deliveries.Count };
        var deliveries = erp.Deliveries.Rows.ToLookup(delivery => delivery.Order.Key, StringComparer.Ordinal);
        foreach (var (order, other) in Both())
        {
            part.Compare(order.IncrementId, "shipped", Quantities(order.Items.Select(item => (item.Sku, (decimal)item.Shipped))), Quantities(other.Lines.Select(line => (line.ArticleNo, line.Delivered))));
            foreach (var parcel in deliveries[order.IncrementId].Where(delivery => !delivery.ByShop).Select(delivery => delivery.ParcelNo))
            {
                var found = order.Shipments.Sum(shipment => shipment.Tracks.Count(track => track.Number == parcel));
                part.Compare(order.IncrementId, $"parcel {parcel}", found switch { 0 => null, 1 => "once", _ => $"{Text.Of(found)} times" }, "once");
            }
        }
        return part;
    }

    private AgreementPart Returns()
    {
        var part = new AgreementPart { Shop = shop.Orders.Sum(order => order.Returns.Count + order.CreditMemos.Count), Erp = erp.Returns.Count };
        foreach (var (order, other) in Both().Where(pair => pair.Erp.Lines.Exists(line => line.Returned > 0)))
        {
            foreach (var line in other.Lines.GroupBy(line => line.ArticleNo, StringComparer.Ordinal).Select(group => (ArticleNo: group.Key, Returned: group.Sum(line => line.Returned))).Where(line => line.Returned > 0))
            {
                var announced = order.Returns.SelectMany(one => one.Lines).Where(one => one.Item.Sku == line.ArticleNo).Sum(one => one.Quantity);
                var refunded = order.Items.Where(item => item.Sku == line.ArticleNo).Sum(item => item.Refunded);
                // Money may be given back for more than came back.
                var known = announced >= line.Returned ? announced : Math.Min(line.Returned, Math.Max(announced, refunded));
                part.Compare(order.IncrementId, $"returned {line.ArticleNo}", Text.OfQuantity(known), Text.OfQuantity(line.Returned));
            }
        }
        return part;
    }

    private AgreementPart Stock()
    {
        var part = new AgreementPart { Shop = shop.Products.Sum(product => product.Sources.Count), Erp = erp.Stock.Count };
        foreach (var product in shop.Products)
        {
            foreach (var source in product.Sources)
            {
                var known = erp.Stock.TryGet(ErpStock.KeyOf(product.Sku, Plants.OfSource(source.Code)), out var stock);
                part.Compare($"{product.Sku}/{source.Code}", "quantity", Text.OfQuantity(source.Quantity), known ? Text.OfQuantity(stock!.Free) : null);
            }
        }
        foreach (var stock in erp.Stock.Rows.Where(stock => !shop.TryGetProduct(stock.ArticleNo, out var product) || product.FindSource(Plants.All[stock.Plant]) is null))
            part.Compare($"{stock.ArticleNo}/{Plants.All[stock.Plant]}", "quantity", null, Text.OfQuantity(stock.Free));
        return part;
    }

    private AgreementPart Prices()
    {
        var part = new AgreementPart { Shop = shop.ProductCount, Erp = erp.Prices.Count };
        foreach (var product in shop.Products)
            part.Compare(product.Sku, "base price", Amount(product.Price), erp.Prices.TryGet(product.Sku, out var price) ? Amount(price.NetPrice) : null);
        foreach (var price in erp.Prices.Rows.Where(price => !shop.TryGetProduct(price.Key, out _)))
            part.Compare(price.Key, "base price", null, Amount(price.NetPrice));
        return part;
    }

    private AgreementPart ListPrices()
    {
        var part = new AgreementPart { Erp = erp.ListPrices.Count };
        var inShop = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);
        foreach (var (product, tier) in shop.Products.SelectMany(product => product.TierPrices.Where(tier => tier.PriceType is "fixed").Select(tier => (product, tier))))
            inShop[$"{product.Sku}/{tier.CustomerGroup}/{Text.OfQuantity(tier.Quantity)}"] = tier.Price;
        part.Shop = inShop.Count;
        foreach (var price in erp.ListPrices.Rows)
            part.Compare(price.Key, "list price", inShop.Remove(price.Key, out var there) ? Amount(there) : null, Amount(price.NetPrice));
        foreach (var (key, price) in inShop)
            part.Compare(key, "list price", Amount(price), null);
        return part;
    }

    private IEnumerable<(Order Shop, ErpOrder Erp)> Both() =>
        shop.Orders.Select(order => (order, erp.Orders.TryGet(order.IncrementId, out var other) ? other : null)).Where(pair => pair.Item2 is not null).Select(pair => (pair.order, pair.Item2!));

    /// <summary>How far an order is, in words that both sides mean.</summary>
    private static string StageOf(Order order)
    {
        var shipped = order.Items.Sum(item => item.Shipped);
        if (shipped == 0)
            return order.State is OrderStates.Canceled or OrderStates.Closed ? "cancelled" : "open";
        return order.Items.All(item => item.ToShip == 0) ? "shipped" : "partly shipped";
    }

    private static string StageOf(ErpOrder order) => order.State switch
    {
        DocState.Received or DocState.Confirmed => "open",
        DocState.PartlyDelivered => "partly shipped",
        DocState.Cancelled => "cancelled",
        _ => "shipped",
    };

    private static string Lines(IEnumerable<(string Sku, decimal Quantity, decimal Amount)> lines) =>
        string.Join("; ", lines.GroupBy(line => line.Sku, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{Text.OfQuantity(group.Sum(line => line.Quantity))} x {group.Key} = {Amount(group.Sum(line => line.Amount))}"));

    private static string Quantities(IEnumerable<(string Sku, decimal Quantity)> lines) =>
        string.Join("; ", lines.GroupBy(line => line.Sku, StringComparer.Ordinal).Select(group => (group.Key, Quantity: group.Sum(line => line.Quantity)))
            .Where(line => line.Quantity > 0).OrderBy(line => line.Key, StringComparer.Ordinal).Select(line => $"{Text.OfQuantity(line.Quantity)} x {line.Key}"));

    private static string? Amount(decimal? amount) => amount is { } number ? decimal.Round(number, 2, MidpointRounding.AwayFromZero).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture) : null;
}
