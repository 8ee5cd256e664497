using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Calls;
using CommerceEventConsole.Engine.Commerce.OwnChanges;
using CommerceEventConsole.Engine.Commerce.Records;
using CommerceEventConsole.Engine.Commerce.Rest;
using CommerceEventConsole.Engine.Resync.Runs;

namespace CommerceEventConsole.Engine.Resync.Running;

/// <summary>
/// Has what a resync writes into Commerce recognised when Commerce tells of it by an event, so that it is not sent back to where it came
/// from (spec 8.5).
/// </summary>
internal sealed class OwnChangeHook(IOwnChanges changes, CommerceRest rest) : IRepairHook
{
    /// <inheritdoc />
    public async Task WritingAsync(ResyncPlan plan, IReadOnlyList<SystemRecord> records, CancellationToken cancellationToken)
    {
        var own = plan.Kind == RecordKind.Shipment
            ? await ShipmentsAsync(plan, records, cancellationToken).ConfigureAwait(false)
            : [.. records.Select(r => Of(plan, r)).OfType<OwnChange>()];
        if (own.Count > 0)
            await changes.RememberAsync(own, cancellationToken).ConfigureAwait(false);
    }

    // A shipment changes its order, too. Of several shipments of one order each event has what those before it took.
    private async Task<List<OwnChange>> ShipmentsAsync(ResyncPlan plan, IReadOnlyList<SystemRecord> records, CancellationToken cancellationToken)
    {
        var orders = await OrdersAsync(plan, records, cancellationToken).ConfigureAwait(false);
        var own = new List<OwnChange>();
        var taken = new Dictionary<JsonObject, HashSet<long>>();
        foreach (var record in records)
        {
            if (orders.GetValueOrDefault(JsonFields.Text(record.Fields["increment_id"]) ?? "") is not { } order
                || JsonFields.Long(order["entity_id"]) is not { } id || TryDraft(record, order) is not { } draft)
            {
                continue;
            }

            ShipmentRecords.Note(order, draft);
            if (!taken.TryGetValue(order, out var items))
                taken[order] = items = [];
            items.UnionWith(draft.Items.Select(i => i.OrderItemId));
            own.Add(From(plan, OwnChange.Paper(plan.CommerceId, EntityKind.Shipment, id, draft)));
            own.AddRange(OwnChange.OrderWith(plan.CommerceId, order, Shipped(order, items), draft).Select(c => From(plan, c)));
        }

        return own;
    }

    private async Task<Dictionary<string, JsonObject>> OrdersAsync(ResyncPlan plan, IReadOnlyList<SystemRecord> records, CancellationToken cancellationToken)
    {
        try
        {
            var shop = await rest.OpenAsync(plan.CommerceId, CommercePurpose.Resync, cancellationToken).ConfigureAwait(false);
            return await PapersOfOrders.OrdersAsync(
                shop, [.. records.Select(r => JsonFields.Text(r.Fields["increment_id"])).OfType<string>().Distinct(StringComparer.Ordinal)], cancellationToken).ConfigureAwait(false);
        }
        catch (CommerceException e)
        {
            throw CommerceRecords.Failed(e);
        }
    }

    // One that cannot be made is told of when it is tried.
    private static ShipmentDraft? TryDraft(SystemRecord record, JsonObject order)
    {
        try
        {
            return ShipmentRecords.Draft(record, order);
        }
        catch (CommerceException)
        {
            return null;
        }
    }

    private static IEnumerable<JsonObject> Shipped(JsonObject order, HashSet<long> items) => PapersOfOrders.Members(order, "items")
        .Where(i => JsonFields.Long(i["item_id"]) is { } id && items.Contains(id))
        .Select(i => new JsonObject { ["item_id"] = JsonFields.Long(i["item_id"]), ["qty_shipped"] = PapersOfOrders.Quantity(i, "qty_shipped") });

    private static OwnChange From(ResyncPlan plan, OwnChange change) =>
        plan.DestinationId is { } destination ? change with { DestinationIds = [destination] } : change;

    // Returns are made of an order that Commerce knows by another number: those are new to the back office's own events, too.
    private static OwnChange? Of(ResyncPlan plan, SystemRecord record)
    {
        var sku = JsonFields.Text(record.Fields["sku"]) ?? record.Key;
        var change = record.Kind switch
        {
            RecordKind.OrderStatus => OwnChange.Order(plan.CommerceId, id: null, record.Key, Written(record, "status", "comment")),
            RecordKind.Stock => OwnChange.Stock(plan.CommerceId, Item(record, sku), productId: null),
            RecordKind.BasePrice => OwnChange.Product(plan.CommerceId, sku, Written(record, "price")),
            RecordKind.Product => OwnChange.Product(plan.CommerceId, sku, Written(record, "name", "status", "price")),
            RecordKind.Customer => OwnChange.Customer(plan.CommerceId, id: null, record.Key, Written(record, "firstname", "lastname", "group_id")),
            _ => null,
        };
        return change is null ? null : From(plan, change);
    }

    private static SourceItem Item(SystemRecord record, string sku)
    {
        var quantity = JsonFields.Decimal(record.Fields["quantity"]) ?? 0;
        var isIn = record.Fields["status"] is { } status ? JsonFields.Flag(status) : quantity > 0;
        return new SourceItem(sku, JsonFields.Text(record.Fields["source_code"]) ?? SourceItem.DefaultSource, quantity, isIn);
    }

    private static JsonObject Written(SystemRecord record, params ReadOnlySpan<string> names)
    {
        var written = new JsonObject();
        foreach (var name in names)
        {
            if (record.Fields.TryGetPropertyValue(name, out var value))
                written[name] = value?.DeepClone();
        }

        return written;
    }
}
