using CommerceEventConsole.EndToEnd.Tests.Processes;

namespace CommerceEventConsole.EndToEnd.Tests.Faults;

/// <summary>The setup file of a route with all four stages.</summary>
internal static class StageSetup
{
    /// <summary>Asks for the order, makes the ERP's document, sends it, and writes number, comment and shipment back.</summary>
    /// <param name="sandbox">Where Commerce and the ERP are.</param>
    public static string Of(Uri sandbox) => $$"""
        {
          "commerce": [{
            "name": "Shop", "kind": "PaaS", "baseUrl": "{{sandbox.GetLeftPart(UriPartial.Authority)}}", "allowPrivateAddress": true,
            "authentication": "IntegrationToken", "secrets": { "AccessToken": "sandbox-only-commerce-token" }, "callsPerMinute": 0, "parallelCalls": 32
          }],
          "sources": [{ "slug": "{{Shop.Slug}}", "name": "Shop", "verification": "None" }],
          "destinations": [{
            "name": "ERP", "kind": "Erp", "url": "{{new Uri(sandbox, "/erp/orders")}}", "allowPrivateAddress": true, "timeoutSeconds": 120, "maxConcurrency": 32,
            "firstRetrySeconds": 1, "maxRetrySeconds": 2, "maxAttempts": 5
          }],
          "subscriptions": [{
            "name": "Orders", "eventType": "observer.sales_order_save_commit_after", "destinations": ["ERP"],
            "stages": {
              "ERP": {
                "enrich": [{ "name": "order", "path": "orders/{entity_id}", "instance": "Shop" }],
                "map": {
                  "rows": [
                    { "target": "externalNo", "value": { "path": "order.increment_id" }, "isRequired": true },
                    { "target": "channel", "value": { "path": "order.store_id" }, "convert": { "conversion": "text" } },
                    { "target": "positions.position[].articleNo", "value": { "path": "order.items[].sku" } },
                    { "target": "positions.position[].qty", "value": { "path": "order.items[].qty_ordered" }, "convert": { "conversion": "decimal" } },
                    { "target": "positions.position[].unitPrice", "value": { "path": "order.items[].price" }, "convert": { "conversion": "decimal" } }
                  ]
                },
                "writeBack": [
                  { "name": "number", "kind": "externalId", "entity": "order.entity_id", "instance": "Shop",
                    "rows": [{ "target": "ext_order_id", "value": { "path": "answer.documentNo" }, "isRequired": true }] },
                  { "name": "note", "kind": "orderComment", "entity": "order.entity_id",
                    "rows": [{ "target": "comment", "value": { "text": "The ERP calls it {answer.documentNo}" } }] },
                  { "name": "parcel", "kind": "shipment", "entity": "order.entity_id",
                    "rows": [{ "target": "tracks[].track_number", "value": { "text": "P-{answer.documentNo}" } }] }
                ]
              }
            }
          }]
        }
        """;
}
