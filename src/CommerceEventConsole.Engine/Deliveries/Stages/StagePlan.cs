using System.Text.Json;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Commerce.Rest;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Deliveries.Stages;

/// <summary>The requests that a change in Commerce takes (spec 7.2), for people to read.</summary>
internal static class StagePlan
{
    private static readonly JsonSerializerOptions Options = new(StageJson.Written) { WriteIndented = true };

    /// <summary>Those that look whether it was made, and the one that makes it.</summary>
    /// <exception cref="StageException">The fields do not say what is needed.</exception>
    public static IReadOnlyList<StageRequest> Of(StageWrite write) => write.Kind switch
    {
        WriteBackKind.ExternalId => OfOrder(write, "?fields=entity_id,increment_id,ext_order_id", "orders", new JsonObject
        {
            ["entity"] = new JsonObject { ["entity_id"] = write.Order(), ["ext_order_id"] = StageDrafts.Required(write, "ext_order_id") },
        }),
        WriteBackKind.OrderComment => OfOrder(write, "/comments", $"orders/{write.Order()}/comments", Entry(write)),
        WriteBackKind.OrderStatus => OfOrder(write, "/statuses", $"orders/{write.Order()}/comments", Entry(write)),
        WriteBackKind.Shipment => OfOrder(write, "", $"order/{write.Order()}/ship", StageDrafts.Shipment(write).ToBody()),
        WriteBackKind.Invoice => OfOrder(write, "", $"order/{write.Order()}/invoice", StageDrafts.Invoice(write).ToBody()),
        _ => [new("POST", "inventory/source-items", Text(Stock(write)))],
    };

    private static IReadOnlyList<StageRequest> OfOrder(StageWrite write, string look, string path, JsonObject body) =>
        [new("GET", $"orders/{write.Order()}{look}", null), new("POST", path, Text(body))];

    private static JsonObject Entry(StageWrite write)
    {
        var comment = StageDrafts.Comment(write);
        var entry = new JsonObject
        {
            ["comment"] = comment.Comment,
            ["is_customer_notified"] = comment.NotifyCustomer ? 1 : 0,
            ["is_visible_on_front"] = comment.VisibleOnFront ? 1 : 0,
            ["parent_id"] = write.Order(),
        };
        if (comment.Status is not null)
            entry["status"] = comment.Status;
        return new JsonObject { ["statusHistory"] = entry };
    }

    private static JsonObject Stock(StageWrite write) => new()
    {
        ["sourceItems"] = new JsonArray([.. StageDrafts.Stock(write).Select(i => (JsonNode)new JsonObject
        {
            ["sku"] = i.Sku, ["source_code"] = i.SourceCode, ["quantity"] = i.Quantity, ["status"] = i.IsInStock ? 1 : 0,
        })]),
    };

    private static string Text(JsonObject body) => body.ToJsonString(Options);
}
