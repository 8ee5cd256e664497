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
    private const string OrderFields = "items[entity_id,increment_id,items[item_id,sku,parent_item_id,product_type,qty_ordered,qty_shipped,qty_canceled,qty_refunded]],total_count";

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

    /// <summary>
    /// How much of which of an order's items a record is about. An article may stand in several of them: each takes what it has left, and what is
    /// too much goes to the first, for Commerce to refuse in its own words.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="order">The order.</param>
    /// <param name="left">How much of an item there is to be had.</param>
    /// <exception cref="Api.CommerceException">The order has no such article.</exception>
    public static ImmutableArray<PaperItem> Items(SystemRecord record, JsonObject order, Func<JsonObject, decimal> left)
    {
        var places = Members(order, "items").Where(i => JsonFields.Long(i["parent_item_id"]) is null or 0 && JsonFields.Long(i["item_id"]) > 0)
            .Select(i => (Id: JsonFields.Long(i["item_id"])!.Value, Sku: JsonFields.Text(i["sku"]) ?? "", Left: left(i))).ToList();
        var taken = new Dictionary<long, decimal>();
        foreach (var line in Members(record.Fields, "items"))
        {
            var sku = JsonFields.Text(line["sku"]) ?? "";
            var own = places.Where(p => p.Sku.Equals(sku, StringComparison.OrdinalIgnoreCase)).ToList();
            if (own.Count == 0)
                throw new Api.CommerceException($"The order has no article {sku}.", 400);
            var rest = JsonFields.Decimal(line["qty"]) ?? 0;
            foreach (var place in own)
            {
                var part = Math.Min(rest, place.Left - taken.GetValueOrDefault(place.Id));
                if (part <= 0) continue;
                taken[place.Id] = taken.GetValueOrDefault(place.Id) + part;
                rest -= part;
            }

            if (rest > 0)
                taken[own[0].Id] = taken.GetValueOrDefault(own[0].Id) + rest;
        }

        return [.. taken.Select(t => new PaperItem(t.Key, t.Value))];
    }

    /// <summary>A quantity of an order's item; 0 where it has none.</summary>
    public static decimal Quantity(JsonObject item, string name) => JsonFields.Decimal(item[name]) ?? 0;

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
