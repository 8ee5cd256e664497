using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox.BackOffice.Erp;

/// <summary>Reads orders from what the ERP's inboxes take, a CloudEvent or a document in the ERP's own shape, into its sales orders.</summary>
internal sealed class ErpInbox(ErpState state, ErpDesk desk)
{
    /// <summary>Puts the order that a body tells of. Null where it tells of none, or of one without lines that is not there.</summary>
    /// <param name="body">The body, a JSON object.</param>
    /// <param name="number">The number for an order that is new.</param>
    public string? Feed(ReadOnlySpan<byte> body, string number)
    {
        if (JsonNode.Parse(body) is not JsonObject root)
            return null;
        try
        {
            lock (state.Gate)
                return ErpInput.Text(root, "externalNo") is { } externalNo ? FeedOwn(root, externalNo, number) : FeedShop(Entity(root), number);
        }
        catch (ErpFault)
        {
            // What cannot be read as an order is a message all the same.
            return null;
        }
    }

    private string? FeedOwn(JsonObject body, string externalNo, string number) => Put(externalNo, ErpInput.Head(body), ErpInput.Lines(body), number)?.DocumentNo;

    private string? FeedShop(JsonObject? order, string number)
    {
        if (order is null || Plain(order, "increment_id") is not { Length: > 0 } externalNo)
            return null;
        var items = (order["items"] as JsonArray ?? []).OfType<JsonObject>().Where(item => Plain(item, "sku") is { Length: > 0 }).ToList();
        var lines = items.Count > 0 && items.TrueForAll(item => Number(item, "qty_ordered") is > 0) ? Lines(items) : null;
        if (Put(externalNo, Head(order), lines, number) is not { } put)
            return null;
        NoteShipped(put, items);
        return put.DocumentNo;
    }

    private ErpOrder? Put(string externalNo, ErpOrderHead head, List<ErpLine>? lines, string number)
    {
        var known = state.Orders.TryGet(externalNo, out var order);
        if (!known && lines is null)
            return null;
        // A message that leaves prices out does not make them unknown.
        foreach (var line in known && lines is not null ? lines.Where(line => line.UnitPrice == 0) : [])
            line.UnitPrice = order!.Lines.Find(other => other.ArticleNo == line.ArticleNo)?.UnitPrice ?? 0;
        return (ErpOrder)desk.PutOrder(externalNo, head, lines, strict: false, number).Row;
    }

    /// <summary>What the shop shipped by itself counts as delivered.</summary>
    private void NoteShipped(ErpOrder order, List<JsonObject> items)
    {
        var shipped = items.GroupBy(item => Plain(item, "sku")!, StringComparer.Ordinal)
            .Select(group => (ArticleNo: group.Key, Qty: group.Sum(item => Number(item, "qty_shipped") ?? 0) - order.Lines.Where(line => line.ArticleNo == group.Key).Sum(line => line.Delivered)))
            .Where(one => one.Qty > 0).ToList();
        if (shipped.Count > 0)
            desk.Deliver(order, shipped, byShop: true);
    }

    private static List<ErpLine> Lines(List<JsonObject> items) =>
        [.. items.Select((item, index) => new ErpLine(Plain(item, "sku")!)
        {
            LineNo = (index + 1) * 10, Text = Plain(item, "name"), Qty = Number(item, "qty_ordered")!.Value, UnitPrice = Number(item, "price") ?? 0,
        })];

    private static ErpOrderHead Head(JsonObject order)
    {
        var address = (order["addresses"] as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(one => Plain(one, "address_type") is "shipping")
            ?? order["billing_address"] as JsonObject;
        return new ErpOrderHead
        {
            Channel = Plain(order, "store_id"), Currency = Plain(order, "order_currency_code"), ShopStatus = Plain(order, "status"),
            OrderDate = DateTime.TryParse(Plain(order, "created_at"), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var created) ? DateOnly.FromDateTime(created) : null,
            Email = Plain(order, "customer_email"), Name1 = Plain(order, "customer_lastname"), Name2 = Plain(order, "customer_firstname"),
            Company = Plain(address, "company"), Street = (address?["street"] as JsonArray)?.FirstOrDefault()?.ToString(), Zip = Plain(address, "postcode"),
            Town = Plain(address, "city"), Country = Plain(address, "country_id"), Net = Number(order, "subtotal"), Tax = Number(order, "tax_amount"),
            Freight = Number(order, "shipping_amount"), Discount = Number(order, "discount_amount"), Gross = Number(order, "grand_total"), ShopUpdatedAt = Plain(order, "updated_at"),
        };
    }

    /// <summary>The order inside `data.value` or `data.event`, nested under its name or not (spec 1.3), or the document itself.</summary>
    private static JsonObject? Entity(JsonObject root)
    {
        var data = root["data"] as JsonObject ?? root;
        var value = data["value"] as JsonObject ?? data["event"] as JsonObject ?? data;
        return value["order"] as JsonObject ?? value;
    }

    private static string? Plain(JsonObject? body, string name) =>
        body?[name] is JsonValue value && value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number ? body[name]!.ToString() : null;

    private static decimal? Number(JsonObject body, string name) =>
        decimal.TryParse(Plain(body, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1_000_000_000 ? number : null;
}
