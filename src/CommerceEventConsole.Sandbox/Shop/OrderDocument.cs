using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox.Shop;

/// <summary>Orders as JSON: for events (spec 6.5) and for REST, from the same data, so that both always agree.</summary>
internal static class OrderDocument
{
    /// <summary>The payload of an order event. <paramref name="before"/> is the header before the change; none for a new order.</summary>
    public static JsonObject ForEvent(Order order, JsonObject? before)
    {
        // Just placed: calculated values. Later: what the database holds. Ids come as text either way.
        var figures = before is null ? Figures.Numbers : Figures.FromDatabase;
        var value = Header(order, figures);
        value["entity_id"] = Text.Of(order.Id);
        value["store_id"] = Text.Of(order.Store.Id);
        value["total_item_count"] = order.Items.Count;
        value["items"] = Items(order, figures);
        value["addresses"] = new JsonArray(AddressOf(order, "billing", figures), AddressOf(order, "shipping", figures));
        value["payment"] = Payment(order, figures);
        value["status_histories"] = History(order, figures);
        value["_isNew"] = before is null;
        value["_origData"] = before is null ? new JsonArray() : before;
        return value;
    }

    /// <summary>The answer of `GET /V1/orders/{id}` (spec 7.2).</summary>
    public static JsonObject ForRest(Order order)
    {
        var figures = Figures.Numbers;
        var body = Header(order, figures);
        body["items"] = Items(order, figures);
        body["billing_address"] = AddressOf(order, "billing", figures);
        body["payment"] = Payment(order, figures);
        body["status_histories"] = History(order, figures);
        body["extension_attributes"] = new JsonObject
        {
            ["shipping_assignments"] = new JsonArray(new JsonObject
            {
                ["shipping"] = new JsonObject { ["address"] = AddressOf(order, "shipping", figures), ["method"] = "flatrate_flatrate" },
            }),
        };
        return body;
    }

    /// <summary>The flat part of an order: what an event also carries as `_origData`.</summary>
    public static JsonObject Header(Order order, Figures figures)
    {
        var rate = order.Store.Rate;
        var header = new JsonObject
        {
            ["entity_id"] = figures.Whole(order.Id),
            ["increment_id"] = order.IncrementId,
            ["state"] = order.State,
            ["status"] = order.Status,
            ["store_id"] = figures.Whole(order.Store.Id),
            ["store_name"] = order.Store.Name,
            ["created_at"] = Json.CommerceTime(order.CreatedAt),
            ["updated_at"] = Json.CommerceTime(order.UpdatedAt),
            ["customer_id"] = order.IsGuest ? null : figures.Whole(order.Customer.Id),
            ["customer_is_guest"] = figures.Flag(order.IsGuest),
            ["customer_group_id"] = figures.Whole(order.IsGuest ? 0 : order.Customer.GroupId),
            ["customer_email"] = order.Customer.Email,
            ["customer_firstname"] = order.Customer.FirstName,
            ["customer_lastname"] = order.Customer.LastName,
            ["customer_taxvat"] = order.Customer.TaxNumber,
            ["order_currency_code"] = order.Store.Currency,
            ["base_currency_code"] = "USD",
            ["base_to_order_rate"] = figures.Amount(rate),
            ["total_qty_ordered"] = figures.Amount(order.TotalQuantity),
            ["weight"] = figures.Amount(order.Items.Sum(item => item.Weight * item.Ordered)),
            ["coupon_code"] = order.CouponCode,
            ["shipping_description"] = order.ShippingDescription,
            ["is_virtual"] = figures.Flag(false),
            ["hold_before_state"] = order.StateBeforeHold,
            ["hold_before_status"] = order.StateBeforeHold,
            ["ext_order_id"] = order.ExtOrderId,
        };
        AddAmount("grand_total", order.GrandTotal);
        AddAmount("subtotal", order.Subtotal);
        AddAmount("tax_amount", order.Tax);
        AddAmount("shipping_amount", order.Shipping);
        AddAmount("discount_amount", -order.Discount);
        AddAmount("total_paid", order.Paid);
        AddAmount("total_refunded", order.RefundedAmount);
        AddAmount("total_due", order.GrandTotal - order.Paid);
        return header;

        void AddAmount(string name, decimal amount)
        {
            header[name] = figures.Amount(amount);
            header["base_" + name] = figures.Amount(amount / rate);
        }
    }

    private static JsonArray Items(Order order, Figures figures) =>
        new([.. order.Items.Select(item => (JsonNode)new JsonObject
        {
            ["item_id"] = figures.Whole(item.Id),
            ["order_id"] = figures.Whole(order.Id),
            ["product_id"] = figures.Whole(item.ProductId),
            ["product_type"] = "simple",
            ["sku"] = item.Sku,
            ["name"] = item.Name,
            ["weight"] = figures.Amount(item.Weight),
            ["qty_ordered"] = figures.Amount(item.Ordered),
            ["qty_invoiced"] = figures.Amount(item.Invoiced),
            ["qty_shipped"] = figures.Amount(item.Shipped),
            ["qty_canceled"] = figures.Amount(item.Canceled),
            ["qty_refunded"] = figures.Amount(item.Refunded),
            ["price"] = figures.Amount(item.Price),
            ["price_incl_tax"] = figures.Amount(item.Price * (1 + (item.TaxPercent / 100))),
            ["row_total"] = figures.Amount(item.RowTotal),
            ["tax_percent"] = figures.Amount(item.TaxPercent),
            ["tax_amount"] = figures.Amount(item.Tax),
            ["discount_amount"] = figures.Amount(0),
            // Commerce writes this one as text whatever the rest looks like (spec 6.2).
            ["weee_tax_applied"] = "[]",
        })]);

    private static JsonObject AddressOf(Order order, string type, Figures figures) => new()
    {
        ["entity_id"] = figures.Whole((order.Id * 2) + (type is "billing" ? 0 : 1)),
        ["parent_id"] = figures.Whole(order.Id),
        ["address_type"] = type,
        ["firstname"] = order.Customer.FirstName,
        ["lastname"] = order.Customer.LastName,
        ["company"] = order.Customer.Company,
        ["street"] = new JsonArray(order.Address.Street),
        ["city"] = order.Address.City,
        ["region"] = order.Address.Region,
        ["region_code"] = order.Address.RegionCode,
        ["postcode"] = order.Address.Postcode,
        ["country_id"] = order.Address.CountryId,
        ["telephone"] = order.Address.Telephone,
        ["email"] = order.Customer.Email,
        ["vat_id"] = order.Customer.TaxNumber,
    };

    private static JsonObject Payment(Order order, Figures figures) => new()
    {
        ["entity_id"] = figures.Whole(order.Id),
        ["parent_id"] = figures.Whole(order.Id),
        ["method"] = order.PaymentMethod,
        ["amount_ordered"] = figures.Amount(order.GrandTotal),
        ["amount_paid"] = order.Paid > 0 ? figures.Amount(order.Paid) : null,
        ["last_trans_id"] = order.Paid > 0 ? $"TX-{order.IncrementId}" : null,
        ["po_number"] = order.PaymentMethod is "purchaseorder" ? $"PO-{order.IncrementId}" : null,
        ["additional_information"] = new JsonArray(),
    };

    /// <summary>A line of the history: in the order, in the answer to a comment, and as an event of its own.</summary>
    public static JsonObject HistoryLine(Order order, StatusHistory line, Figures figures) => new()
    {
        ["entity_id"] = figures.Whole(line.Id),
        ["parent_id"] = figures.Whole(order.Id),
        ["status"] = line.Status,
        ["comment"] = line.Comment,
        ["is_customer_notified"] = figures.Flag(line.Notified),
        ["is_visible_on_front"] = figures.Flag(line.Visible),
        ["entity_name"] = "order",
        ["created_at"] = Json.CommerceTime(line.CreatedAt),
    };

    private static JsonArray History(Order order, Figures figures) =>
        new([.. order.History.Select(line => (JsonNode)HistoryLine(order, line, figures))]);
}
