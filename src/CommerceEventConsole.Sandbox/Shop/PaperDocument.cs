using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox.Shop;

/// <summary>The papers that grow out of an order (invoice, shipment, credit memo, return) as JSON: for events (spec 6.4) and for REST (spec 7.2).</summary>
internal static class PaperDocument
{
    private const int Open = 1;
    private const int Paid = 2;

    public static JsonObject Invoice(Paper invoice)
    {
        var value = Amounts(invoice, Figures.FromDatabase);
        value["state"] = invoice.Paid ? Paid : Open;
        value["transaction_id"] = $"TX-{invoice.Order.IncrementId}";
        value["total_qty"] = Text.OfAmount(invoice.TotalQuantity);
        return ForEvent(value);
    }

    public static JsonObject InvoiceForRest(Paper invoice)
    {
        var value = Amounts(invoice, Figures.Numbers);
        value["state"] = invoice.Paid ? Paid : Open;
        value["total_qty"] = invoice.TotalQuantity;
        return value;
    }

    public static JsonObject CreditMemo(Paper memo) => ForEvent(Refund(memo, Figures.FromDatabase));

    public static JsonObject CreditMemoForRest(Paper memo) => Refund(memo, Figures.Numbers);

    public static JsonObject Shipment(Paper shipment)
    {
        var value = Parcel(shipment, Figures.FromDatabase);
        value["shipment_status"] = null;
        value["total_weight"] = Text.OfAmount(shipment.Lines.Sum(line => line.Item.Weight * line.Quantity));
        return ForEvent(value);
    }

    public static JsonObject ShipmentForRest(Paper shipment)
    {
        var value = Parcel(shipment, Figures.Numbers);
        value["extension_attributes"] = new JsonObject { ["source_code"] = shipment.SourceCode };
        return value;
    }

    /// <summary>The payload of a track event, and the answer to one that was added.</summary>
    public static JsonObject TrackOf(Paper shipment, Track track, Figures figures) => new()
    {
        ["entity_id"] = figures.Whole(track.Id),
        ["parent_id"] = figures.Whole(shipment.Id),
        ["order_id"] = figures.Whole(shipment.Order.Id),
        ["track_number"] = track.Number,
        ["title"] = track.Title,
        ["carrier_code"] = track.CarrierCode,
        ["qty"] = figures.Whole(shipment.TotalQuantity),
    };

    public static JsonObject Return(ReturnPaper paper, Figures figures) => new()
    {
        ["entity_id"] = figures.Whole(paper.Id),
        ["increment_id"] = paper.IncrementId,
        ["order_id"] = figures.Whole(paper.Order.Id),
        ["order_increment_id"] = paper.Order.IncrementId,
        ["store_id"] = figures.Whole(paper.Order.Store.Id),
        ["customer_id"] = paper.Order.IsGuest ? null : figures.Whole(paper.Order.Customer.Id),
        ["date_requested"] = Json.CommerceTime(paper.CreatedAt),
        ["updated_at"] = Json.CommerceTime(paper.UpdatedAt),
        ["status"] = paper.Status,
        ["items"] = new JsonArray([.. paper.Lines.Select(line => (JsonNode)new JsonObject
        {
            ["order_item_id"] = figures.Whole(line.Item.Id),
            ["sku"] = line.Item.Sku,
            ["qty_requested"] = figures.Whole(line.Quantity),
            ["qty_authorized"] = figures.Whole(line.Quantity),
            ["qty_returned"] = figures.Whole(line.Quantity),
            ["status"] = paper.Status,
        })]),
        ["comments"] = Comments(paper.Comments),
        ["tracks"] = new JsonArray(),
    };

    /// <summary>A return as an event carries it.</summary>
    public static JsonObject ReturnForEvent(ReturnPaper paper) => ForEvent(Return(paper, Figures.FromDatabase));

    private static JsonObject Refund(Paper memo, Figures figures)
    {
        var value = Amounts(memo, figures);
        value["invoice_id"] = memo.Order.Invoices.Count > 0 ? figures.Whole(memo.Order.Invoices[^1].Id) : null;
        value["state"] = Paid;
        value["creditmemo_status"] = null;
        value["adjustment"] = memo.AdjustmentPositive - memo.AdjustmentNegative;
        value["adjustment_positive"] = memo.AdjustmentPositive;
        value["adjustment_negative"] = memo.AdjustmentNegative;
        return value;
    }

    private static JsonObject Parcel(Paper shipment, Figures figures)
    {
        var value = Header(shipment, figures);
        value["customer_id"] = shipment.Order.IsGuest ? null : figures.Whole(shipment.Order.Customer.Id);
        value["total_qty"] = shipment.TotalQuantity;
        value["packages"] = new JsonArray();
        value["tracks"] = new JsonArray([.. shipment.Tracks.Select(track => (JsonNode)TrackOf(shipment, track, figures))]);
        return value;
    }

    private static JsonObject Amounts(Paper paper, Figures figures)
    {
        var order = paper.Order;
        var value = Header(paper, figures);
        value["grand_total"] = decimal.Round(paper.GrandTotal, 2);
        value["base_grand_total"] = figures.Amount(paper.GrandTotal / order.Store.Rate);
        value["subtotal"] = decimal.Round(paper.Subtotal, 2);
        value["tax_amount"] = decimal.Round(paper.Tax, 2);
        value["shipping_amount"] = figures.Amount(paper.Shipping);
        value["discount_amount"] = figures.Amount(-order.Discount);
        value["order_currency_code"] = order.Store.Currency;
        value["base_currency_code"] = "USD";
        return value;
    }

    private static JsonObject Header(Paper paper, Figures figures) => new()
    {
        ["entity_id"] = figures.Whole(paper.Id),
        ["increment_id"] = paper.IncrementId,
        ["order_id"] = figures.Whole(paper.Order.Id),
        ["store_id"] = figures.Whole(paper.Order.Store.Id),
        ["created_at"] = Json.CommerceTime(paper.CreatedAt),
        ["updated_at"] = Json.CommerceTime(paper.UpdatedAt),
        ["items"] = new JsonArray([.. paper.Lines.Select(line => (JsonNode)new JsonObject
        {
            ["entity_id"] = figures.Whole(line.Item.Id),
            ["parent_id"] = figures.Whole(paper.Id),
            ["order_item_id"] = figures.Whole(line.Item.Id),
            ["product_id"] = figures.Whole(line.Item.ProductId),
            ["sku"] = line.Item.Sku,
            ["name"] = line.Item.Name,
            ["qty"] = line.Quantity,
            ["price"] = figures.Amount(line.Item.Price),
            ["row_total"] = decimal.Round(line.Item.Price * line.Quantity, 2),
            ["tax_amount"] = decimal.Round(line.Item.Tax * line.Quantity / line.Item.Ordered, 2),
        })]),
        ["comments"] = Comments(paper.Comments),
    };

    private static JsonArray Comments(List<string> comments) =>
        new([.. comments.Select(comment => (JsonNode)new JsonObject { ["comment"] = comment, ["is_visible_on_front"] = 0, ["is_customer_notified"] = 0 })]);

    private static JsonObject ForEvent(JsonObject value)
    {
        value["_isNew"] = true;
        value["_origData"] = new JsonArray();
        return value;
    }
}
