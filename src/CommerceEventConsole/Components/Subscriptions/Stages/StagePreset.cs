using System.Collections.Immutable;
using CommerceEventConsole.Engine.Subscriptions.Fields;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>Stages to begin with.</summary>
/// <param name="Title">What they do.</param>
/// <param name="Make">Makes them for an event with these fields.</param>
public sealed record StagePreset(string Title, Func<FieldTree, RouteStages> Make)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<StagePreset> All { get; } = [new("Order to ERP", Order), new("Product", Product), new("Stock", Stock)];

    private static RouteStages Order(FieldTree tree)
    {
        // Events about an order call its id entity_id; those about its papers order_id (spec 6.4).
        // Where their fields were chosen without an id, the number finds it.
        var id = tree.Find("order_id") is null ? "entity_id" : "order_id";
        var byNumber = !IsKnown(tree, id) && IsKnown(tree, LookUpKeys.OrderNumber);
        return new RouteStages
        {
            Enrich = [byNumber ? new EnrichStage("order", $"orders/{{{LookUpKeys.OrderNumber}}}") { By = LookUpKeys.OrderNumber } : new EnrichStage("order", $"orders/{{{id}}}")],
            Map = new MapStage
            {
                Rows =
                [
                    Required("number", "order.increment_id"), new("orderedAt", Path("order.created_at"), new(StageConversion.Date)), new("status", Path("order.status")),
                    new("currency", Path("order.order_currency_code")), Amount("total", "order.grand_total"), Amount("tax", "order.tax_amount"),
                    Amount("shipping", "order.shipping_amount"), Amount("discount", "order.discount_amount"), new("payment", Path("order.payment.method")),
                    new("customer.number", Path("order.customer_id"), new(StageConversion.Text)), new("customer.email", Path("order.customer_email")),
                    new("customer.name", new StageValue { Text = "{order.customer_firstname} {order.customer_lastname}" }),
                    new("billTo.street", Path("order.billing_address.street")), new("billTo.postcode", Path("order.billing_address.postcode")),
                    new("billTo.city", Path("order.billing_address.city")), new("billTo.country", Path("order.billing_address.country_id")),
                    Required("lines[].sku", "order.items[].sku"), new("lines[].name", Path("order.items[].name")),
                    new("lines[].quantity", Path("order.items[].qty_ordered"), new(StageConversion.Decimal)), Amount("lines[].price", "order.items[].price"),
                    new("lines[].taxPercent", Path("order.items[].tax_percent"), new(StageConversion.Decimal)),
                ],
            },
            WriteBack =
            [
                WriteBackProposal.For(WriteBackKind.ExternalId, "erp_number", "order.entity_id").ToStage(),
                WriteBackProposal.For(WriteBackKind.OrderComment, "erp_comment", "order.entity_id").ToStage(),
            ],
        };
    }

    private static RouteStages Product(FieldTree tree) => new()
    {
        Enrich = [new EnrichStage("product", "products/{sku}")],
        Map = new MapStage
        {
            Rows =
            [
                Required("sku", "product.sku"), Required("name", "product.name"), Amount("price", "product.price"), new("weight", Path("product.weight"), new(StageConversion.Decimal)),
                new("type", Path("product.type_id")),
                new("state", Path("product.status"), new StageConverter(StageConversion.LookUp, "blocked")
                {
                    Table = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("1", "active"), KeyValuePair.Create("2", "blocked")]),
                }),
                new("changedAt", Path("product.updated_at"), new(StageConversion.Date)),
            ],
        },
    };

    // Stock events know the product's id only (spec 6.4): its SKU is asked for.
    private static RouteStages Stock(FieldTree tree) => new()
    {
        Enrich = [new EnrichStage("found", EnrichSuggestion.ProductById)],
        Map = new MapStage
        {
            Rows =
            [
                Required("sku", "found.items[0].sku"), new("quantity", Path("event.qty"), new(StageConversion.Decimal)) { IsRequired = true },
                new("inStock", Path("event.is_in_stock"), new(StageConversion.Boolean)), new("changedAt", Path("envelope.time"), new(StageConversion.Date)),
            ],
        },
    };

    private static bool IsKnown(FieldTree tree, string field) => tree.Find(field) is { IsUnseen: false };

    private static StageValue Path(string path) => new() { Path = path };

    private static MapRow Required(string target, string path) => new(target, Path(path)) { IsRequired = true };

    private static MapRow Amount(string target, string path) => new(target, Path(path), new(StageConversion.Decimal, "2"));
}
