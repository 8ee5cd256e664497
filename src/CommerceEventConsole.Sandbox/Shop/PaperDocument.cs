using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox.Shop;

/// <summary>Payloads of the papers that grow out of an order: invoice, shipment, credit memo (spec 6.4).</summary>
internal static class PaperDocument
{
    private const int Paid = 2;

    public static JsonObject Invoice(Order order, int id, DateTimeOffset now)
    {
        var value = Amounts(order, id, now);
        value["state"] = Paid;
        value["transaction_id"] = $"TX-{order.IncrementId}";
        value["total_qty"] = Text.OfAmount(order.TotalQuantity);
        return value;
    }

    public static JsonObject CreditMemo(Order order, int id, DateTimeOffset now)
    {
        var value = Amounts(order, id, now);
        value["invoice_id"] = Text.Of(order.Id);
        value["state"] = Paid;
        value["creditmemo_status"] = null;
        value["adjustment"] = 0;
        value["adjustment_positive"] = 0;
        value["adjustment_negative"] = 0;
        return value;
    }

    public static JsonObject Shipment(Order order, int id, DateTimeOffset now)
    {
        var value = Header(order, id, now);
        value["customer_id"] = order.IsGuest ? null : Text.Of(order.Customer.Id);
        value["shipment_status"] = null;
        value["total_qty"] = order.TotalQuantity;
        value["total_weight"] = Text.OfAmount(order.Items.Sum(item => item.Weight * item.Ordered));
        value["packages"] = new JsonArray();
        value["tracks"] = new JsonArray(new JsonObject
        {
            ["entity_id"] = Text.Of(id),
            ["parent_id"] = Text.Of(id),
            ["order_id"] = Text.Of(order.Id),
            ["track_number"] = order.TrackingNumber,
            ["title"] = "Parcel",
            ["carrier_code"] = "custom",
        });
        return value;
    }

    private static JsonObject Amounts(Order order, int id, DateTimeOffset now)
    {
        var value = Header(order, id, now);
        value["grand_total"] = decimal.Round(order.GrandTotal, 2);
        value["base_grand_total"] = Text.OfAmount(order.GrandTotal / order.Store.Rate);
        value["subtotal"] = decimal.Round(order.Subtotal, 2);
        value["tax_amount"] = decimal.Round(order.Tax, 2);
        value["shipping_amount"] = Text.OfAmount(order.Shipping);
        value["discount_amount"] = Text.OfAmount(-order.Discount);
        value["order_currency_code"] = order.Store.Currency;
        value["base_currency_code"] = "USD";
        return value;
    }

    private static JsonObject Header(Order order, int id, DateTimeOffset now) => new()
    {
        ["entity_id"] = Text.Of(id),
        ["increment_id"] = Numbers.Increment(order.Store, id),
        ["order_id"] = Text.Of(order.Id),
        ["store_id"] = Text.Of(order.Store.Id),
        ["created_at"] = Json.CommerceTime(now),
        ["updated_at"] = Json.CommerceTime(now),
        ["items"] = new JsonArray([.. order.Items.Select(item => (JsonNode)new JsonObject
        {
            ["entity_id"] = Text.Of(item.Id),
            ["parent_id"] = Text.Of(id),
            ["order_item_id"] = Text.Of(item.Id),
            ["product_id"] = Text.Of(item.ProductId),
            ["sku"] = item.Sku,
            ["name"] = item.Name,
            ["qty"] = item.Ordered,
            ["price"] = Text.OfAmount(item.Price),
            ["row_total"] = decimal.Round(item.RowTotal, 2),
            ["tax_amount"] = decimal.Round(item.Tax, 2),
        })]),
        ["comments"] = new JsonArray(),
        ["_isNew"] = true,
        ["_origData"] = new JsonArray(),
    };
}
