using System.Globalization;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.EndToEnd.Tests.ShopDay.Other;

/// <summary>Whether the shop, as its REST interface tells, says what the other ERP has.</summary>
internal static class OtherErpAgreement
{
    public static async Task CheckAsync(DayShop shop, OtherErp erp)
    {
        var orders = await shop.AllAsync("orders", "entity_id");
        Same(
            "orders",
            orders.Select(o => $"{o["increment_id"]} {o["ext_order_id"]} {Amount(o["grand_total"])} {Lines(o["items"]!, "sku", "qty_ordered")}"),
            erp.Rows("SalesDocuments").Select(o => $"{o["PurchaseOrderByCustomer"]} {o["SalesDocument"]} {Amount(o["Total"])} {Lines(o["ToItem"]!["results"]!, "Material", "Quantity")}"));
        Same(
            "cancelled orders",
            orders.Where(o => (string)o["state"]! == "canceled").Select(o => (string)o["increment_id"]!),
            erp.Rows("SalesDocuments").Where(o => (string)o["LifecycleStatus"]! == "REJECTED").Select(o => (string)o["PurchaseOrderByCustomer"]!));
        var numbers = orders.ToDictionary(o => (long)o["entity_id"]!, o => (string)o["increment_id"]!);
        Same(
            "shipments",
            (await shop.AllAsync("shipments", "entity_id")).Select(s => $"{numbers[(long)s["order_id"]!]} {s["tracks"]![0]!["track_number"]} {Lines(s["items"]!, "sku", "qty")}"),
            erp.Rows("GoodsIssues").Select(s => $"{s["Reference"]} {s["TrackingId"]} {Lines(s["ToItem"]!["results"]!, "Material", "Quantity")}"));
        Same(
            "returns",
            (await shop.AllAsync("returns", "entity_id")).Select(r => $"{numbers[(long)r["order_id"]!]} {r["items"]!.AsArray().Sum(i => (decimal)i!["qty_requested"]!)}"),
            erp.Rows("ReturnDeliveries").Select(r => $"{r["Reference"]} {r["ToItem"]!["results"]!.AsArray().Sum(i => (decimal)i!["Quantity"]!)}"));
        Same(
            "prices",
            (await shop.AllAsync("products", "entity_id", "items[id,sku,price],total_count")).Select(p => $"{p["sku"]} {Amount(p["price"])}"),
            erp.Rows("PriceConditions").Select(p => $"{p["Material"]} {Amount(p["Condition"]!["Rate"])}"));
        Same(
            "stock",
            (await shop.AllAsync("inventory/source-items", null)).Select(s => $"{s["sku"]} {Amount(s["quantity"])}"),
            erp.Rows("MaterialStocks").Select(s => $"{s["Material"]} {Amount(s["Available"])}"));
    }

    private static void Same(string what, IEnumerable<string> shop, IEnumerable<string> erp)
    {
        var (here, there) = (shop.ToHashSet(StringComparer.Ordinal), erp.ToHashSet(StringComparer.Ordinal));
        Assert.NotEmpty(there);
        Assert.True(
            here.SetEquals(there),
            $"{what}: only the shop says {string.Join(" | ", here.Except(there, StringComparer.Ordinal).Take(5))}; only the ERP says {string.Join(" | ", there.Except(here, StringComparer.Ordinal).Take(5))}");
    }

    private static string Lines(JsonNode lines, string sku, string quantity) => string.Join(
        ",", lines.AsArray().Select(l => $"{l![sku]} {Amount(l[quantity])}").Order(StringComparer.Ordinal));

    private static string Amount(JsonNode? value) => decimal.Parse(value!.ToString(), CultureInfo.InvariantCulture).ToString("0.00", CultureInfo.InvariantCulture);
}
