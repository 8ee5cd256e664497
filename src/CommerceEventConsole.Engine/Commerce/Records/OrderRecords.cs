using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Commerce.Rest;

namespace CommerceEventConsole.Engine.Commerce.Records;

/// <summary>Orders, whole. They are placed in Commerce and never written there.</summary>
internal sealed class OrderRecords : ICommerceKind
{
    public bool HasChanges => true;

    public bool CanWrite => false;

    public async Task<RecordPage> ReadAsync(CommerceShop shop, RecordQuery query, CancellationToken cancellationToken) => query.Keys is { } keys
        ? EntityWalk.Page(await shop.Orders.ManyAsync(keys, cancellationToken), Record)
        : await EntityWalk.PageAsync(shop.Orders.SearchAsync, query, fields: null, "updated_at", Record, cancellationToken);

    public Task<IReadOnlyList<RecordOutcome>> WriteAsync(CommerceShop shop, IReadOnlyList<SystemRecord> records, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Orders are placed in Commerce and cannot be written there.");

    private static SystemRecord? Record(JsonObject item) => JsonFields.Text(item["increment_id"]) is { Length: > 0 } number
        ? new SystemRecord(RecordKind.Order, number, (JsonObject)item.DeepClone(), EntityWalk.ChangedOf(item))
        : null;
}

/// <summary>
/// The status of orders: set with an entry of the order's history (spec 9.7, check 90), or by cancelling, holding or releasing the order. Orders
/// that have the status by now are left alone, so that writing twice comes to the same.
/// </summary>
internal sealed class OrderStatusRecords : ICommerceKind
{
    private const string Fields = "items[entity_id,increment_id,status,updated_at],total_count";

    public bool HasChanges => true;

    public bool CanWrite => true;

    public async Task<RecordPage> ReadAsync(CommerceShop shop, RecordQuery query, CancellationToken cancellationToken) => query.Keys is { } keys
        ? EntityWalk.Page(await shop.Orders.ManyAsync(keys, cancellationToken, Fields), Record)
        : await EntityWalk.PageAsync(shop.Orders.SearchAsync, query, Fields, "updated_at", Record, cancellationToken);

    public async Task<IReadOnlyList<RecordOutcome>> WriteAsync(CommerceShop shop, IReadOnlyList<SystemRecord> records, CancellationToken cancellationToken)
    {
        var orders = (await shop.Orders.ManyAsync([.. records.Select(r => r.Key)], cancellationToken, Fields))
            .GroupBy(o => JsonFields.Text(o["increment_id"]) ?? "", StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        List<SystemRecord> known = [.. records.Where(r => orders.ContainsKey(r.Key))];
        var written = await EachRecord.WriteAsync(known, (record, _) => SetAsync(shop, record, orders[record.Key], cancellationToken), cancellationToken);
        var outcomes = written.ToDictionary(o => o.Key, StringComparer.Ordinal);
        return [.. records.Select(r => outcomes.GetValueOrDefault(r.Key) ?? new RecordOutcome(r.Key, "Commerce has no order with this number."))];
    }

    private static async Task SetAsync(CommerceShop shop, SystemRecord record, JsonObject order, CancellationToken cancellationToken)
    {
        var status = JsonFields.Text(record.Fields["status"]);
        if (status is null || status == JsonFields.Text(order["status"]) || EntityWalk.IdOf(order) is not { } id) return;
        var comment = JsonFields.Text(record.Fields["comment"]) is { Length: > 0 } text ? text : $"Status in the back office: {status}";
        await shop.Orders.MoveAsync(id, JsonFields.Text(order["status"]), new OrderComment(comment, status), cancellationToken);
    }

    private static SystemRecord? Record(JsonObject item) => JsonFields.Text(item["increment_id"]) is { Length: > 0 } number
        ? new SystemRecord(RecordKind.OrderStatus, number, EntityWalk.Copy(item, "increment_id", "status"), EntityWalk.ChangedOf(item))
        : null;
}
