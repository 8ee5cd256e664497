using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Commerce.Rest;

namespace CommerceEventConsole.Engine.Commerce.Records;

/// <summary>
/// Shipments and returns that another system has numbered. Commerce gives them numbers of its own and cannot search for the other's, which
/// stands in square brackets in a comment (<see cref="OrderPaper.Reference"/>): they are found by their orders.
/// </summary>
internal static class PapersOfOrders
{
    private const string OrderFields = "items[entity_id,increment_id,items[item_id,sku,parent_item_id,product_type,qty_shipped]],total_count";

    /// <summary>The orders of these numbers, with their items.</summary>
    public static async Task<Dictionary<string, JsonObject>> OrdersAsync(
        CommerceShop shop, IReadOnlyCollection<string> numbers, CancellationToken cancellationToken) =>
        (await shop.Orders.ManyAsync(numbers, cancellationToken, OrderFields))
            .GroupBy(o => JsonFields.Text(o["increment_id"]) ?? "", StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);

    /// <summary>The papers of orders among these keys.</summary>
    public static async Task<IReadOnlyList<SystemRecord>> ReadAsync(
        CommerceShop shop,
        RecordKind kind,
        ImmutableArray<string> keys,
        ImmutableArray<string> orders,
        Func<SearchCriteria, CancellationToken, Task<CommercePage>> search,
        CancellationToken cancellationToken) => await ReadAsync(
        shop, kind, keys, await OrdersAsync(shop, [.. orders.Distinct(StringComparer.Ordinal)], cancellationToken), search, cancellationToken);

    /// <summary>The papers among these keys of orders that were read already.</summary>
    public static async Task<IReadOnlyList<SystemRecord>> ReadAsync(
        CommerceShop shop,
        RecordKind kind,
        ImmutableArray<string> keys,
        Dictionary<string, JsonObject> known,
        Func<SearchCriteria, CancellationToken, Task<CommercePage>> search,
        CancellationToken cancellationToken)
    {
        var numbers = known.Where(o => EntityWalk.IdOf(o.Value) is not null).ToDictionary(o => EntityWalk.IdOf(o.Value)!.Value, o => o.Key);
        var asked = keys.ToHashSet(StringComparer.Ordinal);
        var found = new List<SystemRecord>();
        foreach (var part in numbers.Keys.Chunk(shop.Options.MaxPageSize))
        {
            var ids = part.Select(id => id.ToString(CultureInfo.InvariantCulture)).ToList();
            var criteria = new SearchCriteria { PageSize = shop.Options.MaxPageSize }.WhereIn("order_id", ids);
            for (var after = 0L; ;)
            {
                var page = await search(criteria.Where("entity_id", "gt", after).OrderBy("entity_id"), cancellationToken);
                foreach (var paper in page.Items)
                    found.AddRange(Record(kind, paper, numbers, asked) is { } record ? [record] : []);
                var last = page.Items.Count == 0 ? after : page.Items.Max(p => EntityWalk.IdOf(p) ?? after);
                if (last == after || page.Items.Count >= page.Total) break;
                after = last;
            }
        }

        return found;
    }

    /// <summary>How much of which of an order's items a record is about.</summary>
    /// <exception cref="Api.CommerceException">The order has no such article.</exception>
    public static ImmutableArray<PaperItem> Items(SystemRecord record, JsonObject order)
    {
        var bySku = Members(order, "items").Where(i => JsonFields.Long(i["parent_item_id"]) is null or 0)
            .ToLookup(i => JsonFields.Text(i["sku"]) ?? "", i => JsonFields.Long(i["item_id"]) ?? 0, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. Members(record.Fields, "items").Select(item =>
            {
                var sku = JsonFields.Text(item["sku"]) ?? "";
                return bySku[sku].FirstOrDefault() is > 0 and var id
                    ? new PaperItem(id, JsonFields.Decimal(item["qty"]) ?? 0)
                    : throw new Api.CommerceException($"The order has no article {sku}.", 400);
            }),
        ];
    }

    /// <summary>Members of a list that are objects.</summary>
    public static IEnumerable<JsonObject> Members(JsonObject parent, string name) => parent[name] is JsonArray list ? list.OfType<JsonObject>() : [];

    private static SystemRecord? Record(RecordKind kind, JsonObject paper, Dictionary<long, string> numbers, HashSet<string> asked)
    {
        var marks = Members(paper, "comments").Select(c => Mark(JsonFields.Text(c["comment"]))).Append(JsonFields.Text(paper["increment_id"]));
        if (marks.FirstOrDefault(m => m is not null && asked.Contains(m)) is not { } key) return null;
        var fields = EntityWalk.Copy(paper, "items", "tracks");
        fields["number"] = key;
        if (JsonFields.Long(paper["order_id"]) is { } id && numbers.TryGetValue(id, out var order))
            fields["increment_id"] = order;
        return new SystemRecord(kind, key, fields, EntityWalk.ChangedOf(paper));
    }

    private static string? Mark(string? comment)
    {
        var open = comment?.LastIndexOf('[') ?? -1;
        var close = open < 0 ? -1 : comment!.IndexOf(']', open);
        return close < 0 ? null : comment![(open + 1)..close];
    }
}
