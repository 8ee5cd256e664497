using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Rest;

namespace CommerceEventConsole.Engine.Commerce.Records;

/// <summary>
/// Returns that the back office took in (spec 7.2, <c>/returns</c> of Adobe Commerce). One that is there already, by its number, is not
/// registered again.
/// </summary>
internal sealed class ReturnRecords : ICommerceKind
{
    public bool HasChanges => false;

    public bool CanWrite => true;

    public async Task<RecordPage> ReadAsync(CommerceShop shop, RecordQuery query, CancellationToken cancellationToken) => query.Keys is not { } keys
        ? await EntityWalk.PageAsync(shop.Papers.ReturnsAsync, query, fields: null, changed: null, Record, cancellationToken)
        : EntityWalk.Whole(await PapersOfOrders.ReadAsync(
            shop, RecordKind.Return, keys, query.Orders ?? [], shop.Papers.ReturnsAsync, cancellationToken));

    public async Task<IReadOnlyList<RecordOutcome>> WriteAsync(CommerceShop shop, IReadOnlyList<SystemRecord> records, CancellationToken cancellationToken)
    {
        var numbers = records.Select(r => JsonFields.Text(r.Fields["increment_id"]) ?? "").Distinct(StringComparer.Ordinal).ToList();
        var orders = await PapersOfOrders.OrdersAsync(shop, numbers, cancellationToken);
        var there = (await PapersOfOrders.ReadAsync(
                shop, RecordKind.Return, [.. records.Select(r => r.Key)], orders, shop.Papers.ReturnsAsync, cancellationToken))
            .Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        return await EachRecord.WriteAsync(
            records,
            async (record, _) =>
            {
                if (there.Contains(record.Key)) return;
                var order = orders.GetValueOrDefault(JsonFields.Text(record.Fields["increment_id"]) ?? "")
                    ?? throw new CommerceException("Commerce has no order with the number of this return.", 400);
                await shop.Papers.RegisterReturnAsync(Rma(record, order), cancellationToken);
            },
            cancellationToken);
    }

    private static JsonObject Rma(SystemRecord record, JsonObject order) => new()
    {
        ["order_id"] = EntityWalk.IdOf(order),
        ["order_increment_id"] = JsonFields.Text(order["increment_id"]),
        ["items"] = new JsonArray(
        [
            .. PapersOfOrders.Items(record, order, i => PapersOfOrders.Quantity(i, "qty_shipped")).Select(i => (JsonNode)new JsonObject
            {
                ["order_item_id"] = i.OrderItemId, ["qty_requested"] = i.Quantity, ["qty_returned"] = i.Quantity, ["qty_approved"] = i.Quantity,
            }),
        ]),
        ["comments"] = new JsonArray(new JsonObject { ["comment"] = $"Return in the back office [{record.Key}]", ["visible_on_front"] = false, ["is_admin"] = true }),
    };

    private static SystemRecord? Record(JsonObject item) => JsonFields.Text(item["increment_id"]) is { Length: > 0 } number
        ? new SystemRecord(RecordKind.Return, number, (JsonObject)item.DeepClone())
        : null;
}
