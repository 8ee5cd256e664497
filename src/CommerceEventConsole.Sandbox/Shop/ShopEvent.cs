using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox.Shop;

/// <summary>Which form an event is sent in.</summary>
internal enum EventShape
{
    /// <summary>`data.value`, as Adobe documents it (spec 6.2).</summary>
    Documented,

    /// <summary>The same under a name with an app's prefix (spec 6.1).</summary>
    Aliased,

    /// <summary>`data.event.{entity}` (spec 1.3).</summary>
    Nested,
}

/// <summary>Something that happened in the shop: event name without `com.adobe.commerce.`, payload and store.</summary>
internal sealed record ShopEvent(string Name, JsonObject Value, Store Store, EventShape Shape = EventShape.Documented);

/// <summary>Names of the events that the shop emits (spec 6.4 and, for the last, spec 1.3).</summary>
internal static class EventNames
{
    public const string OrderSaved = "observer.sales_order_save_commit_after";
    public const string InvoiceSaved = "observer.sales_order_invoice_save_after";
    public const string ShipmentSaved = "observer.sales_order_shipment_save_after";
    public const string CreditMemoSaved = "observer.sales_order_creditmemo_save_after";
    public const string StockSaved = "observer.cataloginventory_stock_item_save_commit_after";
    public const string ProductSaved = "observer.catalog_product_save_commit_after";
    public const string ProductDeleted = "observer.catalog_product_delete_commit_after";
    public const string CustomerRegistered = "observer.customer_register_success";
    public const string CustomerSaved = "observer.customer_save_commit_after";
    public const string CustomerDeleted = "observer.customer_delete_commit_after";
    public const string GroupSaved = "observer.customer_group_save_commit_after";
    public const string GroupDeleted = "observer.customer_group_delete_commit_after";
    public const string CompanySaved = "observer.company_save_commit_after";
    public const string TrackSaved = "observer.sales_order_shipment_track_save_after";
    public const string StatusHistorySaved = "observer.sales_order_status_history_save_after";
    public const string ReturnSaved = "observer.rma_save_commit_after";
    public const string OrderPlaced = "observer.sales_order_place_after";
}
