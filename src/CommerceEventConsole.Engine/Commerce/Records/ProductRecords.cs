using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Commerce.Rest;

namespace CommerceEventConsole.Engine.Commerce.Records;

/// <summary>Products (spec 7.2): written by bulk calls where they are many.</summary>
internal sealed class ProductRecords : ICommerceKind
{
    // What a new product needs beside what the other system says (spec 8.2: the kit's fixed attribute set; catalogue and search; simple).
    private const int UsualAttributeSet = 4;
    private const int UsualVisibility = 4;
    private const string UsualType = "simple";

    // From so many on, one bulk call and the looks at it are fewer calls than one for each.
    private const int FewProducts = 3;

    public bool HasChanges => true;

    public bool CanWrite => true;

    public async Task<RecordPage> ReadAsync(CommerceShop shop, RecordQuery query, CancellationToken cancellationToken) => query.Keys is { } keys
        ? EntityWalk.Page(await shop.Products.ManyAsync(keys, cancellationToken), Record)
        : await EntityWalk.PageAsync(shop.Products.SearchAsync, query, fields: null, "updated_at", Record, cancellationToken);

    public async Task<IReadOnlyList<RecordOutcome>> WriteAsync(CommerceShop shop, IReadOnlyList<SystemRecord> records, CancellationToken cancellationToken)
    {
        var there = (await shop.Products.ManyAsync([.. records.Select(r => r.Key)], cancellationToken, "items[id,sku],total_count"))
            .Select(p => JsonFields.Text(p["sku"]) ?? "").ToHashSet(StringComparer.OrdinalIgnoreCase);
        var products = records.Select(r => Product(r, !there.Contains(r.Key))).ToList();
        if (products.Count > FewProducts)
        {
            var outcomes = await shop.Products.SaveManyAsync(products, cancellationToken);
            return [.. outcomes.Zip(records, (o, r) => new RecordOutcome(r.Key, o.Problem, o.IsTransient, o.Reference))];
        }

        return await EachRecord.WriteAsync(
            records, (_, i) => shop.Products.SaveAsync(products[i], cancellationToken), cancellationToken);
    }

    private static SystemRecord? Record(JsonObject item)
    {
        if (JsonFields.Text(item["sku"]) is not { Length: > 0 } sku) return null;
        var fields = EntityWalk.Copy(item, "sku", "name", "status", "price");
        var attributes = new JsonObject();
        foreach (var attribute in (item["custom_attributes"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (JsonFields.Text(attribute["attribute_code"]) is { } code)
                attributes[code] = attribute["value"]?.DeepClone();
        }

        fields["attributes"] = attributes;
        return new SystemRecord(RecordKind.Product, sku, fields, EntityWalk.ChangedOf(item));
    }

    private static JsonObject Product(SystemRecord record, bool isNew)
    {
        var product = EntityWalk.Copy(record.Fields, "name", "status", "price");
        product["sku"] = record.Key;
        if (record.Fields["attributes"] is JsonObject { Count: > 0 } attributes)
        {
            product["custom_attributes"] = new JsonArray(
                [.. attributes.Select(a => (JsonNode)new JsonObject { ["attribute_code"] = a.Key, ["value"] = a.Value?.DeepClone() })]);
        }

        if (isNew)
        {
            product["attribute_set_id"] = UsualAttributeSet;
            product["visibility"] = UsualVisibility;
            product["type_id"] = UsualType;
        }

        return product;
    }
}
