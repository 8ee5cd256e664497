using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Rest;

namespace CommerceEventConsole.Engine.Commerce.Records;

/// <summary>Shipments that the back office made (spec 7.2). One that is there already, by its number, is not made again.</summary>
internal sealed class ShipmentRecords : ICommerceKind
{
    public bool HasChanges => true;

    public bool CanWrite => true;

    public async Task<RecordPage> ReadAsync(CommerceShop shop, RecordQuery query, CancellationToken cancellationToken) => query.Keys is not { } keys
        ? await EntityWalk.PageAsync(shop.Papers.ShipmentsAsync, query, fields: null, "updated_at", Record, cancellationToken)
        : EntityWalk.Whole(await PapersOfOrders.ReadAsync(
            shop, RecordKind.Shipment, keys, query.Orders ?? [], shop.Papers.ShipmentsAsync, cancellationToken));

    public async Task<IReadOnlyList<RecordOutcome>> WriteAsync(CommerceShop shop, IReadOnlyList<SystemRecord> records, CancellationToken cancellationToken)
    {
        var orders = await PapersOfOrders.OrdersAsync(
            shop, [.. records.Select(r => JsonFields.Text(r.Fields["increment_id"]) ?? "").Distinct(StringComparer.Ordinal)], cancellationToken);

        // One question for all of them, and none for orders of which nothing has left: then each shipment is one call.
        var there = (await PapersOfOrders.ReadAsync(
                shop, RecordKind.Shipment, [.. records.Select(r => r.Key)], orders.Where(o => HasShipped(o.Value)).ToDictionary(StringComparer.Ordinal),
                shop.Papers.ShipmentsAsync, cancellationToken))
            .Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        return await EachRecord.WriteAsync(
            records,
            async (record, _) =>
            {
                if (there.Contains(record.Key)) return;
                var order = orders.GetValueOrDefault(JsonFields.Text(record.Fields["increment_id"]) ?? "")
                    ?? throw new CommerceException("Commerce has no order with the number of this shipment.", 400);
                var draft = Draft(record, order);
                await shop.Papers.ShipOnceAsync(EntityWalk.IdOf(order) ?? 0, draft, isKnownMissing: true, cancellationToken);
                Note(order, draft);
            },
            cancellationToken);
    }

    private static decimal ToShip(JsonObject item) => PapersOfOrders.Quantity(item, "qty_ordered") - PapersOfOrders.Quantity(item, "qty_canceled")
        - Math.Max(PapersOfOrders.Quantity(item, "qty_shipped"), PapersOfOrders.Quantity(item, "qty_refunded"));

    /// <summary>Notes what a shipment takes of its order's items: the next one of the same order finds that much less.</summary>
    internal static void Note(JsonObject order, ShipmentDraft draft)
    {
        var shipped = draft.Items.ToDictionary(i => i.OrderItemId, i => i.Quantity);
        foreach (var item in PapersOfOrders.Members(order, "items"))
        {
            if (JsonFields.Long(item["item_id"]) is { } id && shipped.TryGetValue(id, out var quantity))
                item["qty_shipped"] = PapersOfOrders.Quantity(item, "qty_shipped") + quantity;
        }
    }

    private static bool HasShipped(JsonObject order) => PapersOfOrders.Members(order, "items").Any(i => JsonFields.Decimal(i["qty_shipped"]) > 0);

    /// <summary>What is made of a record.</summary>
    /// <exception cref="CommerceException">The order has no such article.</exception>
    internal static ShipmentDraft Draft(SystemRecord record, JsonObject order) => new()
    {
        Items = PapersOfOrders.Items(record, order, ToShip),
        Reference = record.Key,
        SourceCode = JsonFields.Text(record.Fields["source_code"]),
        Tracks =
        [
            .. PapersOfOrders.Members(record.Fields, "tracks").Where(t => JsonFields.Text(t["track_number"]) is { Length: > 0 }).Select(t => new ShipmentTrack(
                JsonFields.Text(t["track_number"])!,
                JsonFields.Text(t["title"]) ?? "",
                JsonFields.Text(t["carrier_code"]) is { Length: > 0 } code ? code : "custom")),
        ],
    };

    private static SystemRecord? Record(JsonObject item) => JsonFields.Text(item["increment_id"]) is { Length: > 0 } number
        ? new SystemRecord(RecordKind.Shipment, number, (JsonObject)item.DeepClone(), EntityWalk.ChangedOf(item))
        : null;
}
