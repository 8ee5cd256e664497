using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Commerce.OwnChanges;
using CommerceEventConsole.Engine.Commerce.Rest;
using CommerceEventConsole.Engine.Resync.Runs;

namespace CommerceEventConsole.Engine.Resync.Running;

/// <summary>
/// Has what a resync writes into Commerce recognised when Commerce tells of it by an event, so that it is not sent back to where it came
/// from (spec 8.5).
/// </summary>
internal sealed class OwnChangeHook(IOwnChanges changes) : IRepairHook
{
    /// <inheritdoc />
    public Task WritingAsync(ResyncPlan plan, IReadOnlyList<SystemRecord> records, CancellationToken cancellationToken)
    {
        var own = records.Select(r => Of(plan, r)).OfType<OwnChange>().ToList();
        return own.Count == 0 ? Task.CompletedTask : changes.RememberAsync(own, cancellationToken);
    }

    // Shipments and returns are made of an order that Commerce knows by another number: those are new to the back office's own events, too.
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
        return change is null || plan.DestinationId is not { } destination ? change : change with { DestinationIds = [destination] };
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
