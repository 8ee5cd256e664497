using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Commerce.Rest;

namespace CommerceEventConsole.Engine.Commerce.OwnChanges;

/// <summary>
/// What the console is about to write to Commerce, so that the events which that makes are recognised (spec 8.5). Fields bear the names of
/// Commerce's REST interface; <see cref="EventNames"/> says how events call them.
/// </summary>
/// <param name="InstanceId">The Commerce instance.</param>
/// <param name="Kind">What is changed.</param>
/// <param name="Keys">By what events may name it; one is enough.</param>
/// <param name="Written">The fields that are written, and nothing else: only they are compared.</param>
public sealed record OwnChange(int InstanceId, EntityKind Kind, ImmutableArray<SearchKey> Keys, JsonObject Written)
{
    /// <summary>The destinations from which it comes: the events that it makes are not sent back to these. Others get them.</summary>
    public ImmutableArray<int> DestinationIds { get; init; } = [];

    /// <summary>
    /// The event before which all was as Commerce has it now but for what is written; null for the newest that is stored about the entity.
    /// An event in which anything else differs from it is somebody's change.
    /// </summary>
    public long? BaselineSeq { get; init; }

    /// <summary>A change of an order: <c>status</c>, <c>comment</c>, <c>ext_order_id</c>, <c>items[].item_id</c> with <c>items[].qty_shipped</c> and so on.</summary>
    /// <param name="instanceId">The Commerce instance.</param>
    /// <param name="id">Its <c>entity_id</c>; null where it is not known.</param>
    /// <param name="incrementId">Its number; null where it is not known.</param>
    /// <param name="written">The fields.</param>
    public static OwnChange Order(int instanceId, long? id, string? incrementId, JsonObject written) =>
        new(instanceId, EntityKind.Order, Named((SearchKeyKind.OrderId, Text(id)), (SearchKeyKind.OrderNumber, incrementId)), written);

    /// <summary>A shipment, invoice or credit memo that is made of an order; it has no number of its own yet, and is found by the order's.</summary>
    /// <param name="instanceId">The Commerce instance.</param>
    /// <param name="kind">Which of them.</param>
    /// <param name="orderId">The order's <c>entity_id</c>.</param>
    /// <param name="paper">What is made.</param>
    public static OwnChange Paper(int instanceId, EntityKind kind, long orderId, OrderPaper paper)
    {
        var written = new JsonObject { ["order_id"] = orderId };
        if (!paper.Items.IsDefaultOrEmpty)
            written["items"] = CommerceBody.List(paper.Items.Select(i => new JsonObject { ["order_item_id"] = i.OrderItemId, ["qty"] = i.Quantity }));
        if (paper is ShipmentDraft { Tracks: { IsDefaultOrEmpty: false } tracks })
            written["tracks"] = CommerceBody.List(tracks.Select(t => new JsonObject { ["track_number"] = t.Number }));
        return new(instanceId, kind, Named((SearchKeyKind.OrderId, Text(orderId))), written);
    }

    /// <summary>
    /// What making a shipment or an invoice changes of its order: how much of its items is shipped or invoiced then. Commerce saves the order
    /// with it, and tells of that by an event of the order's own.
    /// </summary>
    /// <param name="instanceId">The Commerce instance.</param>
    /// <param name="kind">Which of them.</param>
    /// <param name="order">The order before, with <c>entity_id</c>, <c>increment_id</c> and the quantities of its items.</param>
    /// <param name="paper">What is made.</param>
    /// <returns>One change, or two: a comment of the paper may stand in the order's history, or not.</returns>
    public static IEnumerable<OwnChange> OrderBy(int instanceId, EntityKind kind, JsonObject order, OrderPaper paper)
    {
        var field = kind == EntityKind.Shipment ? "qty_shipped" : "qty_invoiced";
        var listed = paper.Items.IsDefault ? [] : paper.Items;
        var items = new List<JsonObject>();
        foreach (var item in order["items"] is JsonArray list ? list.OfType<JsonObject>() : [])
        {
            decimal Of(string name) => JsonFields.Decimal(item[name]) ?? 0;
            var id = JsonFields.Long(item["item_id"]);
            var made = listed.Length > 0 ? listed.Where(i => i.OrderItemId == id).Sum(i => i.Quantity) : Of("qty_ordered") - Of("qty_canceled") - Of(field);
            if (id is not null && made > 0)
                items.Add(new JsonObject { ["item_id"] = id, [field] = Of(field) + made });
        }

        return items.Count == 0 ? [] : OrderWith(instanceId, order, items, paper);
    }

    /// <summary>The same, where the new quantities are known.</summary>
    internal static IEnumerable<OwnChange> OrderWith(int instanceId, JsonObject order, IEnumerable<JsonObject> items, OrderPaper paper)
    {
        var written = new JsonObject { ["items"] = CommerceBody.List(items) };
        OwnChange Of(JsonObject fields) => Order(instanceId, JsonFields.Long(order["entity_id"]), JsonFields.Text(order["increment_id"]), fields);
        yield return Of(written);
        if (paper.FullComment is { } comment)
        {
            var told = (JsonObject)written.DeepClone();
            told["comment"] = comment;
            yield return Of(told);
        }
    }

    /// <summary>Stock of a product: <c>quantity</c> and <c>status</c>.</summary>
    /// <param name="instanceId">The Commerce instance.</param>
    /// <param name="item">What is written.</param>
    /// <param name="productId">The product's id, by which Commerce's stock events alone name it (spec 8.7, 10); null where it is not known.</param>
    public static OwnChange Stock(int instanceId, SourceItem item, long? productId) => new(
        instanceId,
        EntityKind.Stock,
        Named((SearchKeyKind.Sku, item.Sku), (SearchKeyKind.ProductId, Text(productId))),
        new JsonObject { ["quantity"] = item.Quantity, ["status"] = item.IsInStock ? 1 : 0 });

    /// <summary>A change of a product: <c>price</c>, <c>name</c>, <c>custom_attributes</c> and so on.</summary>
    public static OwnChange Product(int instanceId, string sku, JsonObject written) =>
        new(instanceId, EntityKind.Product, Named((SearchKeyKind.Sku, sku)), written);

    /// <summary>A change of a customer.</summary>
    public static OwnChange Customer(int instanceId, long? id, string? email, JsonObject written) =>
        new(instanceId, EntityKind.Customer, Named((SearchKeyKind.CustomerId, Text(id)), (SearchKeyKind.Email, email)), written);

    private static string? Text(long? id) => id?.ToString(CultureInfo.InvariantCulture);

    private static ImmutableArray<SearchKey> Named(params (SearchKeyKind Kind, string? Value)[] keys) =>
        [.. keys.Where(k => !string.IsNullOrWhiteSpace(k.Value)).Select(k => new SearchKey(k.Kind, SearchKey.Normalize(k.Value)))];
}

/// <summary>Remembers what the console writes to Commerce.</summary>
public interface IOwnChanges
{
    /// <summary>
    /// Remembers changes, on all nodes and over restarts, for <see cref="OwnChangeOptions.Window"/>. Call it BEFORE writing: an event may be
    /// quicker than the answer. On several nodes the first call after a quiet time takes two seconds, until all of them are watching.
    /// A change that then was not made costs nothing: no event has its values.
    /// </summary>
    /// <exception cref="System.Data.Common.DbException">The store could not take it.</exception>
    Task RememberAsync(IReadOnlyList<OwnChange> changes, CancellationToken cancellationToken);
}
