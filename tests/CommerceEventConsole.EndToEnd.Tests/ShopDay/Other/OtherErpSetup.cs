using CommerceEventConsole.Engine.BackOffice.Presets;
using CommerceEventConsole.Engine.BackOffice.Systems;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.EndToEnd.Tests.ShopDay.Other;

/// <summary>How the console is told of the other ERP: by the tables that a person fills in, and nothing else.</summary>
internal static class OtherErpSetup
{
    private const string Records = """
        {
          "Order": {
            "read": {
              "path": "SalesDocuments?$count=true&$top={pageSize}&$skip={skip}", "paging": "Skip", "maxPageSize": 100,
              "items": "value", "total": "['@odata.count']", "changedAt": "LastChange", "changedAtFormat": "unixMilliseconds", "timeFormat": "unixMilliseconds",
              "filter": { "parameter": "$filter", "since": "LastChange ge {since}", "before": "LastChange lt {before}", "eachKey": "PurchaseOrderByCustomer eq '{key}'" }
            },
            "fields": [{ "field": "increment_id", "path": "PurchaseOrderByCustomer", "as": "Text", "required": true }]
          },
          "OrderStatus": {
            "read": {
              "path": "SalesDocuments?$count=true&$top={pageSize}&$skip={skip}", "paging": "Skip", "maxPageSize": 100,
              "items": "value", "total": "['@odata.count']", "changedAt": "LastChange", "changedAtFormat": "unixMilliseconds", "timeFormat": "unixMilliseconds",
              "filter": { "parameter": "$filter", "since": "LastChange ge {since}", "before": "LastChange lt {before}", "eachKey": "PurchaseOrderByCustomer eq '{key}'" }
            },
            "fields": [
              { "field": "increment_id", "path": "PurchaseOrderByCustomer", "as": "Text", "required": true },
              { "field": "status", "path": "LifecycleStatus", "as": "LookUp", "table": { "OPEN": null, "REJECTED": "canceled" } }
            ]
          },
          "Shipment": {
            "read": {
              "path": "GoodsIssues?$count=true&$top={pageSize}&$skip={skip}", "paging": "Skip", "maxPageSize": 100,
              "items": "value", "total": "['@odata.count']", "changedAt": "LastChange", "changedAtFormat": "unixMilliseconds", "timeFormat": "unixMilliseconds",
              "filter": { "parameter": "$filter", "since": "LastChange ge {since}", "before": "LastChange lt {before}", "eachKey": "Issue eq '{key}'" }
            },
            "fields": [
              { "field": "number", "path": "Issue", "as": "Text", "required": true },
              { "field": "increment_id", "path": "Reference", "as": "Text", "required": true },
              { "field": "items[].sku", "path": "ToItem.results[].Material", "as": "Text" },
              { "field": "items[].qty", "path": "ToItem.results[].Quantity", "as": "Number" },
              { "field": "tracks[].track_number", "path": "TrackingId", "as": "Text" },
              { "field": "tracks[].title", "path": "Forwarder", "as": "Text" }
            ]
          },
          "Return": {
            "read": {
              "path": "ReturnDeliveries?$count=true&$top={pageSize}&$skip={skip}", "paging": "Skip", "maxPageSize": 100,
              "items": "value", "total": "['@odata.count']", "changedAt": "LastChange", "changedAtFormat": "unixMilliseconds", "timeFormat": "unixMilliseconds",
              "filter": { "parameter": "$filter", "since": "LastChange ge {since}", "before": "LastChange lt {before}", "eachKey": "Delivery eq '{key}'" }
            },
            "fields": [
              { "field": "number", "path": "Delivery", "as": "Text", "required": true },
              { "field": "increment_id", "path": "Reference", "as": "Text", "required": true },
              { "field": "items[].sku", "path": "ToItem.results[].Material", "as": "Text" },
              { "field": "items[].qty", "path": "ToItem.results[].Quantity", "as": "Number" }
            ]
          },
          "BasePrice": {
            "read": {
              "path": "PriceConditions?$count=true&$top={pageSize}&$skip={skip}", "paging": "Skip", "maxPageSize": 100,
              "items": "value", "total": "['@odata.count']", "changedAt": "LastChange", "changedAtFormat": "unixMilliseconds", "timeFormat": "unixMilliseconds",
              "filter": { "parameter": "$filter", "since": "LastChange ge {since}", "before": "LastChange lt {before}", "eachKey": "Material eq '{sku}'" }
            },
            "fields": [
              { "field": "sku", "path": "Material", "as": "Text", "required": true },
              { "field": "price", "path": "Condition.Rate", "as": "Number", "required": true },
              { "field": "store_id", "constant": 0, "direction": "Read" }
            ]
          },
          "Stock": {
            "read": {
              "path": "MaterialStocks?$count=true&$top={pageSize}&$skip={skip}", "paging": "Skip", "maxPageSize": 100,
              "items": "value", "total": "['@odata.count']", "changedAt": "LastChange", "changedAtFormat": "unixMilliseconds", "timeFormat": "unixMilliseconds",
              "filter": { "parameter": "$filter", "since": "LastChange ge {since}", "before": "LastChange lt {before}", "eachKey": "Material eq '{sku}'" }
            },
            "fields": [
              { "field": "sku", "path": "Material", "as": "Text", "required": true },
              { "field": "source_code", "path": "StorageLocation", "as": "LookUp", "table": { "MAIN": "default" } },
              { "field": "quantity", "path": "Available", "as": "Number", "required": true },
              { "field": "status", "path": "Available", "as": "IsPositive", "direction": "Read" }
            ]
          }
        }
        """;

    public static DaySystem At(string url) => new(
        new SystemPreset(
            "other", "Other ERP", "", SystemConnector.Rest,
            $$"""{ "baseUrl": "{{url}}", "authentication": { "kind": "ApiKey", "header": "{{OtherErp.KeyHeader}}" } }""", Records),
        OtherErp.Key, url, Secret: null, Stages)
    {
        Headers = [new HeaderDraft(OtherErp.KeyHeader, OtherErp.Key)],
        Sending = new RouteSending { Order = RouteOrder.LatestOnly },
    };

    private static RouteStages Stages { get; } = new()
    {
        Map = new MapStage
        {
            Rows =
            [
                OrderRoute.Row("PurchaseOrderByCustomer", "event.increment_id") with { IsRequired = true },
                OrderRoute.Row("ShopState", "event.state", new StageConverter(StageConversion.LookUp, "?")
                {
                    Table = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("new", "N").Add("processing", "P").Add("complete", "C").Add("canceled", "X"),
                }),
                OrderRoute.Row("Total", "event.grand_total", new StageConverter(StageConversion.Decimal, "2")),
                OrderRoute.Row("ToItem.results[].Material", "event.items[].sku") with { IsRequired = true },
                OrderRoute.Row("ToItem.results[].Quantity", "event.items[].qty_ordered", new StageConverter(StageConversion.Decimal)),
            ],
        },
        Send = new SendStage("PUT", "SalesDocuments/{event.increment_id}"),
        WriteBack = [new WriteBackStage("number", WriteBackKind.ExternalId, "event.entity_id", [OrderRoute.Row("ext_order_id", "answer.d.SalesDocument")])],
    };
}
