using System.Globalization;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Commerce.Rest;

namespace CommerceEventConsole.Engine.Commerce.Records;

/// <summary>
/// Base prices (spec 7.2). Those of all stores are read with the products, hundreds in a call; only those of one store have to be asked for
/// by their own call.
/// </summary>
internal sealed class BasePriceRecords : ICommerceKind
{
    private const string Fields = "items[id,sku,price,updated_at],total_count";

    public bool HasChanges => true;

    public bool CanWrite => true;

    public async Task<RecordPage> ReadAsync(CommerceShop shop, RecordQuery query, CancellationToken cancellationToken)
    {
        if (query.Keys is not { } keys)
            return await EntityWalk.PageAsync(shop.Products.SearchAsync, query, Fields, "updated_at", Record, cancellationToken);
        var parts = keys.Select(Split).ToList();
        List<SystemRecord> records = [];
        var ofAll = parts.Where(p => p.Store == 0).Select(p => p.Sku).ToList();
        if (ofAll.Count > 0)
            records.AddRange((await shop.Products.ManyAsync(ofAll, cancellationToken, Fields)).Select(Record).OfType<SystemRecord>());
        var ofStores = parts.Where(p => p.Store != 0).Select(p => p.Sku).ToHashSet(StringComparer.Ordinal);
        if (ofStores.Count > 0)
            records.AddRange((await shop.Prices.BaseAsync(ofStores, cancellationToken)).Select(OfStore).OfType<SystemRecord>());
        var asked = keys.ToHashSet(StringComparer.Ordinal);
        return EntityWalk.Whole([.. records.Where(r => asked.Contains(r.Key)).DistinctBy(r => r.Key, StringComparer.Ordinal)]);
    }

    public async Task<IReadOnlyList<RecordOutcome>> WriteAsync(CommerceShop shop, IReadOnlyList<SystemRecord> records, CancellationToken cancellationToken)
    {
        var outcomes = await shop.Prices.SetBaseAsync([.. records.Select(Price)], cancellationToken);
        return [.. outcomes.Zip(records, (o, r) => new RecordOutcome(r.Key, o.Problem, o.IsTransient, o.Reference))];
    }

    private static SystemRecord? Record(JsonObject item)
    {
        if (JsonFields.Text(item["sku"]) is not { Length: > 0 } sku) return null;
        return new SystemRecord(
            RecordKind.BasePrice, sku, new JsonObject { ["sku"] = sku, ["store_id"] = 0, ["price"] = item["price"]?.DeepClone() }, EntityWalk.ChangedOf(item));
    }

    private static SystemRecord? OfStore(JsonObject row)
    {
        if (JsonFields.Text(row["sku"]) is not { Length: > 0 } sku || JsonFields.Long(row["store_id"]) is not ({ } store and not 0)) return null;
        return new SystemRecord(
            RecordKind.BasePrice,
            string.Create(CultureInfo.InvariantCulture, $"{sku}/{store}"),
            new JsonObject { ["sku"] = sku, ["store_id"] = store, ["price"] = row["price"]?.DeepClone() });
    }

    private static BasePrice Price(SystemRecord record)
    {
        var (sku, store) = Split(record.Key);
        return new BasePrice(sku, JsonFields.Decimal(record.Fields["price"]) ?? 0, store);
    }

    // A SKU may hold a slash: only a number behind the last one is a store.
    private static (string Sku, int Store) Split(string key) =>
        key.LastIndexOf('/') is > 0 and var at && int.TryParse(key.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var store)
            ? (key[..at], store)
            : (key, 0);
}
