using CommerceEventConsole.Sandbox.Shop;

namespace CommerceEventConsole.Sandbox.BackOffice.Erp;

/// <summary>How a row was put.</summary>
/// <param name="Row">The row.</param>
/// <param name="Number">The ERP's own number for it; null where it has none.</param>
/// <param name="Created">Whether it is new.</param>
internal sealed record ErpPut(ErpRow Row, string? Number, bool Created);

/// <summary>What can be done in the ERP, by REST or by its own people. Whoever calls holds the ERP's gate.</summary>
internal sealed class ErpDesk(ErpState state, Systems systems, Articles missing)
{
    private const string CancelledByShop = "canceled";
    private const string ClosedByShop = "closed";
    private const string HeldByShop = "holded";

    /// <summary>Creates an order, or overwrites what is known of it.</summary>
    /// <param name="externalNo">The shop's number.</param>
    /// <param name="head">What is known; absent parts stay as they were.</param>
    /// <param name="lines">Its lines; null where they stay as they were.</param>
    /// <param name="strict">Whether each article must be known.</param>
    /// <param name="number">The number for a new one; null for the next.</param>
    /// <exception cref="ErpFault">It does not fit.</exception>
    public ErpPut PutOrder(string externalNo, ErpOrderHead head, List<ErpLine>? lines, bool strict = true, string? number = null)
    {
        if (strict)
            RequireArticles(lines ?? []);
        if (!state.Orders.TryGet(externalNo, out var order))
            return Create(externalNo, head, lines ?? throw ErpFault.Field("positions", "an order has positions"), number);

        var old = head.ShopUpdatedAt is not null && string.CompareOrdinal(head.ShopUpdatedAt, order.Head.ShopUpdatedAt) < 0;
        var before = ErpDocuments.Order(order);
        if (!old)
        {
            if (lines is not null)
                ReplaceLines(order, lines);
            order.Head = order.Head.With(head);
            FollowShop(order);
        }
        if (!System.Text.Json.Nodes.JsonNode.DeepEquals(before, ErpDocuments.Order(order)))
            state.Orders.Put(order, state.Stamp());
        return new ErpPut(order, order.DocumentNo, Created: false);
    }

    /// <summary>Whether an order that is there says the same: lines and gross amount.</summary>
    public static bool SaysTheSame(ErpOrder order, ErpOrderHead head, List<ErpLine>? lines) =>
        (head.Gross is null || order.Head.Gross is null || decimal.Round(head.Gross.Value, 2) == decimal.Round(order.Head.Gross.Value, 2))
        && (lines is null || Sum(lines).SequenceEqual(Sum(order.Lines)));

    public void Confirm(ErpOrder order)
    {
        if (order.State != DocState.Received)
            throw new ErpFault(StatusCodes.Status409Conflict, "STATE", $"order {order.Key} is {DocState.Name(order.State)}");
        order.State = DocState.Confirmed;
        state.Orders.Put(order, state.Stamp());
    }

    public void Cancel(ErpOrder order)
    {
        if (order.State is not (DocState.Received or DocState.Confirmed))
            throw new ErpFault(StatusCodes.Status409Conflict, "STATE", $"order {order.Key} is {DocState.Name(order.State)}");
        CancelLines(order);
        state.Orders.Put(order, state.Stamp());
    }

    /// <summary>Whether something of an order may leave the warehouse.</summary>
    public static bool CanDeliver(ErpOrder order) =>
        order.State is DocState.Received or DocState.Confirmed or DocState.PartlyDelivered && order.Head.ShopStatus is not HeldByShop && order.Lines.Exists(line => line.Open > 0);

    /// <summary>Something of an order leaves the warehouse; all that is open without lines.</summary>
    /// <exception cref="ErpFault">There is not as much open.</exception>
    public ErpDelivery Deliver(ErpOrder order, IReadOnlyList<(string ArticleNo, decimal Qty)>? lines = null, string plant = Plants.Main, string? parcelNo = null, bool byShop = false)
    {
        if (!byShop && !CanDeliver(order))
            throw new ErpFault(StatusCodes.Status409Conflict, "STATE", $"nothing of order {order.Key} can be delivered: it is {DocState.Name(order.State)}, the shop says {order.Head.ShopStatus}");
        var chosen = Choose(order, lines, line => line.Open, "delivered");
        foreach (var (line, quantity) in chosen)
            line.Delivered += quantity;
        var number = state.NextNumber("DL-2");
        var delivery = new ErpDelivery(number, order)
        {
            ShippedOn = state.Today(), Plant = plant, ParcelNo = parcelNo ?? $"FE{number[3..]}", ByShop = byShop,
            Lines = [.. chosen.Select(one => new ErpQuantity(one.Line.LineNo, one.Line.ArticleNo, one.Quantity))],
        };
        state.Deliveries.Put(delivery, state.Stamp());
        order.State = order.Lines.TrueForAll(line => line.Open <= 0) ? DocState.Delivered : DocState.PartlyDelivered;
        state.Orders.Put(order, state.Stamp());
        return delivery;
    }

    /// <summary>Something of an order came back; all that was delivered without lines.</summary>
    /// <exception cref="ErpFault">Not as much was delivered.</exception>
    public ErpReturn TakeBack(ErpOrder order, IReadOnlyList<(string ArticleNo, decimal Qty)>? lines = null, string reason = "does not fit")
    {
        var chosen = Choose(order, lines, line => line.Delivered - line.Returned, "returned");
        foreach (var (line, quantity) in chosen)
            line.Returned += quantity;
        var back = new ErpReturn(state.NextNumber("RT-3"), order)
        {
            ReturnedOn = state.Today(), Reason = reason, Lines = [.. chosen.Select(one => new ErpQuantity(one.Line.LineNo, one.Line.ArticleNo, one.Quantity))],
        };
        state.Returns.Put(back, state.Stamp());
        if (order.Lines.TrueForAll(line => line.Returned == line.Qty))
            order.State = DocState.Returned;
        state.Orders.Put(order, state.Stamp());
        return back;
    }

    public ErpPut PutArticle(string articleNo, Action<ErpArticle> change)
    {
        var created = !state.Articles.TryGet(articleNo, out var article);
        article ??= new ErpArticle(articleNo);
        change(article);
        missing.Create(articleNo);
        return Put(state.Articles, article, null, created);
    }

    public ErpPut PutPrice(string articleNo, decimal netPrice, DateOnly? validFrom)
    {
        RequireArticle(articleNo, "articleNo");
        var created = !state.Prices.TryGet(articleNo, out var price);
        price ??= new ErpPrice(articleNo);
        price.NetPrice = netPrice;
        price.ValidFrom = validFrom ?? price.ValidFrom;
        return Put(state.Prices, price, null, created);
    }

    public ErpPut PutStock(string articleNo, string plant, decimal free)
    {
        RequireArticle(articleNo, "articleNo");
        if (!Plants.All.ContainsKey(plant))
            throw ErpFault.Field("plant", $"there is no plant {plant}");
        var created = !state.Stock.TryGet(ErpStock.KeyOf(articleNo, plant), out var stock);
        stock ??= new ErpStock(articleNo, plant);
        stock.Free = free;
        return Put(state.Stock, stock, null, created);
    }

    public ErpPut PutPartner(ErpTable<ErpPartner> partners, string prefix, string email, Action<ErpPartner> change)
    {
        var key = email.ToLowerInvariant();
        var created = !partners.TryGet(key, out var partner);
        partner ??= new ErpPartner(key, state.NextNumber(prefix));
        change(partner);
        return Put(partners, partner, partner.Number, created);
    }

    public ErpPut PutListPrice(string articleNo, string listCode, decimal fromQty, decimal netPrice)
    {
        RequireArticle(articleNo, "articleNo");
        var price = new ErpListPrice(articleNo, listCode, fromQty);
        var created = !state.ListPrices.TryGet(price.Key, out var known);
        price = known ?? price;
        price.NetPrice = netPrice;
        return Put(state.ListPrices, price, null, created);
    }

    private ErpPut Put<T>(ErpTable<T> table, T row, string? number, bool created)
        where T : ErpRow
    {
        table.Put(row, state.Stamp());
        return new ErpPut(row, number, created);
    }

    private ErpPut Create(string externalNo, ErpOrderHead head, List<ErpLine> lines, string? number)
    {
        var order = new ErpOrder(externalNo, number ?? systems.Erp.NextNumber("orders")) { Head = head, Lines = lines };
        foreach (var line in lines)
            Reserve(line.ArticleNo, line.Qty);
        FollowShop(order);
        state.Orders.Put(order, state.Stamp());
        return new ErpPut(order, order.DocumentNo, Created: true);
    }

    private void ReplaceLines(ErpOrder order, List<ErpLine> lines)
    {
        var (before, after) = (order.Lines.ToLookup(line => line.ArticleNo, StringComparer.Ordinal), lines.ToLookup(line => line.ArticleNo, StringComparer.Ordinal));
        foreach (var group in before)
        {
            if (group.Sum(line => line.Delivered) > after[group.Key].Sum(line => line.Qty))
                throw new ErpFault(StatusCodes.Status409Conflict, "STATE", $"more of {group.Key} was delivered", "positions");
        }
        foreach (var article in before.Select(group => group.Key).Union(after.Select(group => group.Key), StringComparer.Ordinal))
        {
            var (delivered, returned) = (before[article].Sum(line => line.Delivered), before[article].Sum(line => line.Returned));
            foreach (var line in after[article])
            {
                line.Delivered = Math.Min(line.Qty, delivered);
                line.Returned = Math.Min(line.Delivered, returned);
                (delivered, returned) = (delivered - line.Delivered, returned - line.Returned);
            }
            if (order.State != DocState.Cancelled)
                Reserve(article, after[article].Sum(line => line.Qty) - before[article].Sum(line => line.Qty));
        }
        order.Lines = lines;
    }

    /// <summary>What the shop cancelled or paid back before anything left, the ERP does not deliver any more.</summary>
    private void FollowShop(ErpOrder order)
    {
        if (order.Head.ShopStatus is not (CancelledByShop or ClosedByShop) || order.State is DocState.Cancelled or DocState.Returned)
            return;
        if (order.Lines.TrueForAll(line => line.Delivered == 0))
            CancelLines(order);
        else
            order.State = DocState.Delivered;
    }

    private void CancelLines(ErpOrder order)
    {
        order.State = DocState.Cancelled;
        foreach (var line in order.Lines)
            Reserve(line.ArticleNo, -line.Qty);
    }

    private void Reserve(string articleNo, decimal quantity)
    {
        if (quantity == 0 || !state.Stock.TryGet(ErpStock.KeyOf(articleNo, Plants.Main), out var stock))
            return;
        stock.Free = Math.Max(0, stock.Free - quantity);
        state.Stock.Put(stock, state.Stamp());
    }

    private static List<(ErpLine Line, decimal Quantity)> Choose(ErpOrder order, IReadOnlyList<(string ArticleNo, decimal Qty)>? lines, Func<ErpLine, decimal> open, string verb)
    {
        var chosen = new List<(ErpLine Line, decimal Quantity)>();
        foreach (var (articleNo, quantity) in lines ?? [.. order.Lines.Where(line => open(line) > 0).Select(line => (line.ArticleNo, open(line)))])
        {
            var rest = quantity;
            foreach (var line in order.Lines.Where(line => line.ArticleNo == articleNo))
            {
                var taken = Math.Min(rest, open(line) - chosen.Where(one => one.Line == line).Sum(one => one.Quantity));
                if (taken <= 0)
                    continue;
                chosen.Add((line, taken));
                rest -= taken;
            }
            if (rest > 0 || quantity <= 0)
                throw new ErpFault(StatusCodes.Status409Conflict, "STATE", $"{Text.OfQuantity(quantity)} of {articleNo} cannot be {verb} for order {order.Key}");
        }
        return chosen.Count > 0 ? chosen : throw new ErpFault(StatusCodes.Status409Conflict, "STATE", $"nothing of order {order.Key} can be {verb}");
    }

    private void RequireArticles(List<ErpLine> lines)
    {
        for (var i = 0; i < lines.Count; i++)
            RequireArticle(lines[i].ArticleNo, $"positions.position[{Text.Of(i)}].articleNo");
    }

    private void RequireArticle(string articleNo, string field)
    {
        if (!state.Articles.TryGet(articleNo, out _))
            throw new ErpFault(StatusCodes.Status422UnprocessableEntity, "ARTICLE_UNKNOWN", $"unknown SKU {articleNo}", field);
    }

    private static IEnumerable<(string ArticleNo, decimal Qty, decimal Amount)> Sum(List<ErpLine> lines) =>
        lines.GroupBy(line => line.ArticleNo, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, group.Sum(line => line.Qty), decimal.Round(group.Sum(line => line.Qty * line.UnitPrice), 2)));
}
