using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox.Commerce.Eventing;

/// <summary>What the shop is subscribed to at first: some of it fits the seed of the console, some of it does not, as in real life.</summary>
internal static class EventingSeed
{
    /// <summary>The events that the cloud service offers (spec 6.4).</summary>
    public static IReadOnlyList<string> Supported { get; } =
    [
        "observer.catalog_category_save_after", "observer.catalog_category_delete_after", "observer.catalog_product_save_after",
        "observer.catalog_product_save_commit_after", "observer.catalog_product_delete_commit_after",
        "observer.cataloginventory_stock_item_save_commit_after", "observer.checkout_cart_product_add_after", "observer.checkout_submit_all_after",
        "observer.company_save_commit_after", "observer.customer_save_after", "observer.customer_save_commit_after",
        "observer.customer_delete_commit_after", "observer.customer_group_save_commit_after", "observer.customer_login",
        "observer.customer_register_success", "observer.sales_quote_save_after", "observer.sales_order_save_after",
        "observer.sales_order_save_commit_after", "plugin.sales.api.order_management.place", "observer.sales_order_invoice_save_after",
        "observer.sales_order_creditmemo_save_after", "observer.sales_order_shipment_save_after", "observer.sales_order_shipment_track_save_after",
        "observer.rma_save_after", "observer.rma_save_commit_after", "observer.salesrule_save_commit_after",
    ];

    public static IEnumerable<JsonObject> Subscriptions(string providerId) =>
    [
        Event("observer.sales_order_save_commit_after", providerId, Fields(
            "entity_id", "increment_id", "state", "status", "store_id", "created_at", "updated_at", "customer_id", "customer_email",
            "grand_total", "order_currency_code", "items[].item_id", "items[].sku", "items[].name", "items[].qty_ordered", "items[].price",
            "remote_ip", "_isNew")),
        Event("observer.sales_order_creditmemo_save_after", providerId, Fields(
            "entity_id", "increment_id", "order_id", "grand_total", "tax_amount", "order_currency_code",
            "items[].order_item_id", "items[].sku", "items[].qty", "items[].row_total")),
        Event("observer.customer_save_commit_after", providerId,
            Fields(
                "id", "email", "firstname", "lastname", "group_id", "store_id", "website_id", "taxvat", "updated_at",
                "addresses[].street", "addresses[].city", "addresses[].postcode", "addresses[].country_id", "addresses[].company"),
            rules: [Rule("group_id", "in", "2,3")]),
        Event("fernhill.observer.catalog_product_save_commit_after", providerId,
            Fields("entity_id", "sku", "name", "price", "status", "type_id", "weight", "url_key", "category_ids", "updated_at", "_isNew", "_origData.price"),
            parent: "observer.catalog_product_save_commit_after"),
        Event("observer.sales_order_shipment_save_after", providerId, Fields("entity_id", "increment_id", "order_id", "items[].sku", "items[].qty", "tracks[].track_number")),
        Event("observer.order_state_changed", providerId, Fields("increment_id", "state"),
            parent: "observer.sales_order_save_commit_after", rules: [Rule("state", "onChange", "")], priority: true),
    ];

    private static JsonObject Event(
        string name, string providerId, JsonArray fields, string? parent = null, JsonArray? rules = null, bool priority = false) => new()
    {
        ["name"] = name,
        ["parent"] = parent ?? "",
        ["fields"] = fields,
        ["rules"] = rules ?? [],
        ["destination"] = "default",
        ["priority"] = priority,
        ["hipaa_audit_required"] = false,
        ["provider_id"] = providerId,
    };

    private static JsonArray Fields(params string[] names) => [.. names.Select(name => (JsonNode)new JsonObject { ["name"] = name })];

    private static JsonObject Rule(string field, string operation, string value) => new() { ["field"] = field, ["operator"] = operation, ["value"] = value };
}
