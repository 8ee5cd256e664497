using System.Collections.Immutable;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.EndToEnd.Tests.ShopDay;

/// <summary>The way of an order into the sandbox's ERP, as its people would tick it together: mapped, sent, and its number written back.</summary>
internal static class OrderRoute
{
    private static readonly StageConverter Amount = new(StageConversion.Decimal, "2");

    public static RouteStages Stages { get; } = new()
    {
        Map = new MapStage
        {
            Rows =
            [
                Row("messageId", "envelope.delivery"),
                Row("externalNo", "event.increment_id") with { IsRequired = true },
                Row("orderDate", "event.created_at", new(StageConversion.Date, "dd.MM.yyyy")),
                Row("currency", "event.order_currency_code"),
                Row("shopStatus", "event.status"),
                Row("soldTo.email", "event.customer_email"),
                Row("soldTo.name1", "event.customer_lastname"),
                Row("soldTo.name2", "event.customer_firstname"),
                Row("amounts.net", "event.subtotal", Amount),
                Row("amounts.tax", "event.tax_amount", Amount),
                Row("amounts.freight", "event.shipping_amount", Amount),
                Row("amounts.discount", "event.discount_amount", Amount),
                Row("amounts.gross", "event.grand_total", Amount),
                Row("positions.position[].articleNo", "event.items[].sku") with { IsRequired = true },
                Row("positions.position[].text", "event.items[].name"),
                Row("positions.position[].qty", "event.items[].qty_ordered", new(StageConversion.Decimal)),
                Row("positions.position[].unitPrice", "event.items[].price", Amount),
            ],
        },
        WriteBack = [new WriteBackStage("number", WriteBackKind.ExternalId, "event.entity_id", [Row("ext_order_id", "answer.documentNo")])],
    };

    public static MapRow Row(string target, string path, StageConverter? convert = null) => new(target, new StageValue { Path = path }, convert);
}
