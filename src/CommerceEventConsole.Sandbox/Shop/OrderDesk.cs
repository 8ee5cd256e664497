using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox.Shop;

/// <summary>
/// What can be done to an order, whoever does it: the shop's own story or a REST call. Each step checks what Commerce checks, keeps the
/// papers, moves the state on and emits the events. Whoever calls holds the shop's gate.
/// </summary>
internal sealed class OrderDesk(ShopState state, ShopEvents events, TimeProvider time)
{
    /// <summary>Invoices lines, or all that is open. An invoice that is not captured is open until somebody captures it.</summary>
    /// <exception cref="OrderRefusal">Nothing, or not as much, is left to invoice.</exception>
    public Paper Invoice(Order order, IReadOnlyList<PaperLine>? lines = null, bool capture = true, string? comment = "Payment received.")
    {
        var chosen = Choose(order, lines, item => item.ToInvoice, "invoice");
        var before = Before(order);
        foreach (var line in chosen)
            line.Item.Invoiced += line.Quantity;
        var rest = order.GrandTotal - order.Invoices.Sum(other => other.GrandTotal);
        var invoice = NewPaper(order, chosen, order.Items.All(item => item.ToInvoice == 0) ? rest : Math.Min(rest, AmountOf(chosen)), paid: capture);
        order.Invoices.Add(invoice);
        if (capture)
            order.Paid += invoice.GrandTotal;
        Note(invoice, comment);
        events.Emit(EventNames.InvoiceSaved, PaperDocument.Invoice(invoice), order.Store);
        Save(order, before, comment);
        return invoice;
    }

    /// <summary>Takes the money of an open invoice.</summary>
    /// <exception cref="OrderRefusal">It was taken before.</exception>
    public void Capture(Paper invoice)
    {
        if (invoice.Paid)
            throw new OrderRefusal("The invoice %1 can't be captured: it is paid.", invoice.IncrementId);
        var before = Before(invoice.Order);
        invoice.Paid = true;
        invoice.UpdatedAt = time.GetUtcNow();
        invoice.Order.Paid += invoice.GrandTotal;
        events.Emit(EventNames.InvoiceSaved, PaperDocument.Invoice(invoice), invoice.Order.Store);
        Save(invoice.Order, before, comment: null);
    }

    /// <summary>Ships lines, or all that is open.</summary>
    /// <exception cref="OrderRefusal">Nothing, or not as much, is left to ship, or the order is held.</exception>
    public Paper Ship(Order order, IReadOnlyList<PaperLine>? lines, IReadOnlyList<Track> tracks, string sourceCode = SourceStock.Default, string? comment = null)
    {
        if (order.State is OrderStates.Held)
            throw new OrderRefusal("A shipment cannot be created when an order has a status of %1", order.Status);
        var chosen = Choose(order, lines, item => item.ToShip, "ship");
        var before = Before(order);
        foreach (var line in chosen)
            line.Item.Shipped += line.Quantity;
        var shipment = NewPaper(order, chosen, 0, source: sourceCode);
        shipment.Tracks.AddRange(tracks);
        order.Shipments.Add(shipment);
        Note(shipment, comment);
        events.Emit(EventNames.ShipmentSaved, PaperDocument.Shipment(shipment), order.Store);
        foreach (var track in tracks)
            events.Emit(EventNames.TrackSaved, PaperDocument.TrackOf(shipment, track, Figures.FromDatabase), order.Store);
        Save(order, before, comment);
        return shipment;
    }

    /// <summary>Adds a parcel to a shipment.</summary>
    public void AddTrack(Paper shipment, Track track)
    {
        shipment.Tracks.Add(track);
        TouchShipment(shipment);
        events.Emit(EventNames.TrackSaved, PaperDocument.TrackOf(shipment, track, Figures.FromDatabase), shipment.Order.Store);
    }

    /// <summary>A shipment was changed.</summary>
    public void TouchShipment(Paper shipment)
    {
        shipment.UpdatedAt = time.GetUtcNow();
        var value = PaperDocument.Shipment(shipment);
        value["_isNew"] = false;
        events.Emit(EventNames.ShipmentSaved, value, shipment.Order.Store);
    }

    /// <summary>Gives money back for lines, or for all that is left.</summary>
    /// <exception cref="OrderRefusal">Nothing, or not as much, is left to refund.</exception>
    public Paper Refund(Order order, RefundTerms? terms = null, string? comment = "Refunded in full.")
    {
        terms ??= new RefundTerms();
        var chosen = Choose(order, terms.Lines, item => item.ToRefund, "refund");
        var open = order.Paid - order.RefundedAmount;
        var all = chosen.Sum(line => line.Quantity) == order.Items.Sum(item => item.ToRefund);
        var shipping = terms.Shipping ?? (all ? Math.Max(0, order.Shipping - order.CreditMemos.Sum(memo => memo.Shipping)) : 0);
        var amount = all && terms.Shipping is null ? open : Math.Min(open, AmountOf(chosen) + shipping);
        amount += terms.Positive - terms.Negative;
        if (amount < 0 || amount > open)
            throw new OrderRefusal("The most money available to refund is %1.", Text.OfAmount(open));

        var before = Before(order);
        foreach (var line in chosen)
            line.Item.Refunded += line.Quantity;
        order.RefundedAmount += amount;
        var memo = NewPaper(order, chosen, amount, shipping: shipping, positive: terms.Positive, negative: terms.Negative);
        order.CreditMemos.Add(memo);
        Note(memo, comment);
        foreach (var line in chosen.Where(line => terms.ReturnToStock.Contains(line.Item.Id)))
            GiveBack(line.Item.Sku, line.Quantity);
        events.Emit(EventNames.CreditMemoSaved, PaperDocument.CreditMemo(memo), order.Store);
        Save(order, before, comment);
        return memo;
    }

    /// <summary>Cancels what was not invoiced, and gives its stock back.</summary>
    /// <exception cref="OrderRefusal">Nothing of it can be cancelled.</exception>
    public void Cancel(Order order, string? comment = "Cancelled by the customer.")
    {
        if (order.State is OrderStates.Canceled or OrderStates.Complete or OrderStates.Closed or OrderStates.Held || order.Items.All(item => item.ToInvoice == 0))
            throw new OrderRefusal("We cannot cancel order %1 with status %2.", order.IncrementId, order.Status);
        var before = Before(order);
        foreach (var item in order.Items)
        {
            GiveBack(item.Sku, item.ToInvoice);
            item.Canceled += item.ToInvoice;
        }
        Save(order, before, comment);
    }

    /// <exception cref="OrderRefusal">It is held, or over.</exception>
    public void Hold(Order order, string? comment = "Held: the address is being checked.")
    {
        if (order.State is OrderStates.Held or OrderStates.Canceled or OrderStates.Complete or OrderStates.Closed)
            throw new OrderRefusal("A hold action is not available: order %1 has status %2.", order.IncrementId, order.Status);
        var before = Before(order);
        order.StateBeforeHold = order.State;
        order.State = OrderStates.Held;
        order.Status = OrderStates.Held;
        Save(order, before, comment);
    }

    /// <exception cref="OrderRefusal">It is not held.</exception>
    public void Unhold(Order order, string? comment = "Released.")
    {
        if (order.State is not OrderStates.Held)
            throw new OrderRefusal("You cannot remove the hold: order %1 has status %2.", order.IncrementId, order.Status);
        var before = Before(order);
        order.State = order.StateBeforeHold!;
        order.Status = DefaultStatus(order.State);
        order.StateBeforeHold = null;
        Save(order, before, comment);
    }

    /// <summary>Adds a line to the history; a status goes into the order, too.</summary>
    public void Comment(Order order, string? comment, string? status, bool notified, bool visible)
    {
        var before = Before(order);
        order.Status = status ?? order.Status;
        order.UpdatedAt = time.GetUtcNow();
        var line = new StatusHistory(state.Numbers.NextHistory(), order.Status, comment, order.UpdatedAt, notified, visible);
        order.History.Add(line);
        events.Emit(EventNames.StatusHistorySaved, OrderDocument.HistoryLine(order, line, Figures.FromDatabase), order.Store);
        Save(order, before, comment: null);
    }

    /// <summary>Sets what another system calls the order, and its status.</summary>
    public void Change(Order order, string? extOrderId, string status)
    {
        var before = Before(order);
        order.ExtOrderId = extOrderId;
        order.Status = status;
        Save(order, before, comment: null);
    }

    /// <summary>Somebody wants to send something back.</summary>
    /// <exception cref="OrderRefusal">More than was shipped and is not announced yet.</exception>
    public ReturnPaper Announce(Order order, IReadOnlyList<PaperLine> lines, string? comment)
    {
        var announced = order.Returns.SelectMany(other => other.Lines).ToLookup(line => line.Item.Id);
        var chosen = Choose(order, lines, item => item.Shipped - announced[item.Id].Sum(line => line.Quantity), "return");
        var now = time.GetUtcNow();
        var paper = new ReturnPaper { Id = state.Numbers.NextPaper(), Order = order, Lines = chosen, CreatedAt = now, UpdatedAt = now };
        if (comment is not null)
            paper.Comments.Add(comment);
        order.Returns.Add(paper);
        state.Index(paper);
        events.Emit(EventNames.ReturnSaved, PaperDocument.ReturnForEvent(paper), order.Store);
        return paper;
    }

    private static List<PaperLine> Choose(Order order, IReadOnlyList<PaperLine>? lines, Func<OrderItem, int> open, string verb)
    {
        var chosen = lines is { Count: > 0 }
            ? lines.GroupBy(line => line.Item).Select(group => new PaperLine(group.Key, group.Sum(line => line.Quantity))).ToList()
            : [.. order.Items.Where(item => open(item) > 0).Select(item => new PaperLine(item, open(item)))];
        if (chosen.Count == 0)
            throw new OrderRefusal("There is nothing left to %1 of order %2.", verb, order.IncrementId);
        if (chosen.Find(line => line.Quantity <= 0 || line.Quantity > open(line.Item)) is { } wrong)
            throw new OrderRefusal("The quantity to %1 of %2 must be between 1 and %3.", verb, wrong.Item.Sku, Text.Of(open(wrong.Item)));
        return chosen;
    }

    private Paper NewPaper(
        Order order, IReadOnlyList<PaperLine> lines, decimal total, bool paid = true, string source = SourceStock.Default,
        decimal shipping = 0, decimal positive = 0, decimal negative = 0)
    {
        var now = time.GetUtcNow();
        var paper = new Paper
        {
            Id = state.Numbers.NextPaper(), Order = order, Lines = lines, CreatedAt = now, UpdatedAt = now, GrandTotal = total, Paid = paid,
            SourceCode = source, Shipping = shipping, AdjustmentPositive = positive, AdjustmentNegative = negative,
        };
        state.Index(paper);
        return paper;
    }

    private static decimal AmountOf(List<PaperLine> lines) =>
        lines.Sum(line => Math.Round((line.Item.RowTotal + line.Item.Tax) * line.Quantity / line.Item.Ordered, 2));

    private static void Note(Paper paper, string? comment)
    {
        if (comment is not null)
            paper.Comments.Add(comment);
    }

    private void GiveBack(string sku, int quantity)
    {
        if (quantity == 0 || !state.TryGetProduct(sku, out var product))
            return;
        var before = product.Quantity;
        product.Quantity += quantity;
        product.UpdatedAt = time.GetUtcNow();
        events.Emit(EventNames.StockSaved, CatalogDocument.StockForEvent(product, before), Vocabulary.Stores[0]);
    }

    private void Save(Order order, JsonObject before, string? comment)
    {
        var next = NextState(order);
        if (next != order.State)
            (order.State, order.Status) = (next, DefaultStatus(next));
        order.UpdatedAt = time.GetUtcNow();
        if (comment is not null)
            order.History.Add(new StatusHistory(state.Numbers.NextHistory(), order.Status, comment, order.UpdatedAt));
        events.Emit(EventNames.OrderSaved, OrderDocument.ForEvent(order, before), order.Store);
    }

    /// <summary>Where an order stands after a step, as Commerce works it out from its lines.</summary>
    private static string NextState(Order order)
    {
        if (order.State is OrderStates.Held or OrderStates.Canceled or OrderStates.Closed)
            return order.State;
        if (order.Items.All(item => item.Canceled == item.Ordered))
            return OrderStates.Canceled;
        if (order.Items.All(item => item.ToInvoice == 0))
        {
            if (order.RefundedAmount > 0 && order.Items.All(item => item.ToRefund == 0))
                return OrderStates.Closed;
            if (order.Items.All(item => item.ToShip == 0))
                return OrderStates.Complete;
        }
        return order.Items.Any(item => item.Invoiced > 0 || item.Shipped > 0) ? OrderStates.Processing : order.State;
    }

    private static string DefaultStatus(string state) => state is OrderStates.New ? OrderStates.Pending : state;

    private static JsonObject Before(Order order) => OrderDocument.Header(order, Figures.FromDatabase);
}

/// <summary>What is given back. Without lines: all that is left.</summary>
internal sealed record RefundTerms(IReadOnlyList<PaperLine>? Lines = null, decimal? Shipping = null, decimal Positive = 0, decimal Negative = 0)
{
    /// <summary>Ids of the order's lines whose articles go back into stock.</summary>
    public IReadOnlySet<int> ReturnToStock { get; init; } = new HashSet<int>();
}

/// <summary>A step that an order does not allow: the message's placeholders stand for the parameters (spec 6.11).</summary>
#pragma warning disable CA1064 // It never leaves the sandbox.
internal sealed class OrderRefusal(string message, params string[] parameters) : Exception(message)
#pragma warning restore CA1064
{
    public IReadOnlyList<string> Parameters => parameters;
}
