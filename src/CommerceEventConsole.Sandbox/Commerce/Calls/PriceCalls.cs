using System.Text.Json.Nodes;
using CommerceEventConsole.Sandbox.Shop;

namespace CommerceEventConsole.Sandbox.Commerce.Calls;

/// <summary>Prices in bulk. Each answers 200 and lists the rows that it did not take (spec 7.2).</summary>
internal sealed class PriceCalls(ShopState shop, ShopEvents events, SandboxOptions options, TimeProvider time) : ICommerceCalls
{
    public IEnumerable<CommerceCall> All =>
    [
        CommerceCall.Post("products/base-prices", input => Each(input.Objects("prices"), SetBase)),
        CommerceCall.Post("products/base-prices-information", input => Read(input, BasePrices)),
        CommerceCall.Post("products/special-price", input => Each(input.Objects("prices"), SetSpecial)),
        CommerceCall.Post("products/special-price-delete", input => Each(input.Objects("prices"), RemoveSpecial)),
        CommerceCall.Post("products/special-price-information", input => Read(input, SpecialPrices)),
        CommerceCall.Post("products/tier-prices", input => Each(input.Objects("prices"), SetTier)),
        CommerceCall.Post("products/tier-prices-delete", input => Each(input.Objects("prices"), RemoveTier)),
        CommerceCall.Post("products/tier-prices-information", input => Read(input, TierPrices)),
    ];

    private void SetBase(Product product, JsonObject row)
    {
        var price = Amount(row);
        if (StoreId(row) is var store and not 0)
            product.StorePrices[store] = price;
        else
            product.Price = price;
    }

    private void SetSpecial(Product product, JsonObject row)
    {
        var price = new SpecialPrice(StoreId(row), Amount(row), Fields.Text(row, "price_from") ?? "", Fields.Text(row, "price_to") ?? "");
        product.SpecialPrices.RemoveAll(other => other.StoreId == price.StoreId && other.From == price.From);
        product.SpecialPrices.Add(price);
    }

    private static void RemoveSpecial(Product product, JsonObject row)
    {
        var (store, from) = (StoreId(row), Fields.Text(row, "price_from") ?? "");
        product.SpecialPrices.RemoveAll(other => other.StoreId == store && other.From == from);
    }

    private void SetTier(Product product, JsonObject row)
    {
        var tier = Tier(row, Amount(row));
        product.TierPrices.RemoveAll(other => SameTier(other, tier));
        product.TierPrices.Add(tier);
    }

    private static void RemoveTier(Product product, JsonObject row)
    {
        var tier = Tier(row, 0);
        product.TierPrices.RemoveAll(other => SameTier(other, tier));
    }

    private static TierPrice Tier(JsonObject row, decimal price)
    {
        var type = Fields.Text(row, "price_type") ?? "fixed";
        if (type is not ("fixed" or "discount"))
            throw CommerceRefusal.Invalid("price_type", type);
        var quantity = Fields.NeededNumber(row, "quantity");
        return quantity >= 1
            ? new TierPrice(price, type, Fields.Whole(row, "website_id") ?? 0, Fields.Needed(row, "customer_group"), quantity)
            : throw CommerceRefusal.Invalid("quantity", Text.OfQuantity(quantity));
    }

    private static bool SameTier(TierPrice a, TierPrice b) =>
        a.Quantity == b.Quantity && a.WebsiteId == b.WebsiteId && string.Equals(a.CustomerGroup, b.CustomerGroup, StringComparison.OrdinalIgnoreCase);

    private static decimal Amount(JsonObject row) => Fields.NeededNumber(row, "price") switch
    {
        < 0 => throw CommerceRefusal.Invalid("price", Fields.Text(row, "price")!),
        var amount => amount,
    };

    private static int StoreId(JsonObject row)
    {
        var store = Fields.Whole(row, "store_id") ?? 0;
        return store == 0 || Vocabulary.Stores.Any(other => other.Id == store)
            ? store
            : throw new CommerceRefusal(StatusCodes.Status400BadRequest, "Requested store is not found. Row ID: SKU = %1, Store ID: %2.", Fields.Text(row, "sku") ?? "", Text.Of(store));
    }

    private JsonArray Each(IReadOnlyList<JsonObject> rows, Action<Product, JsonObject> set)
    {
        var failed = new JsonArray();
        foreach (var row in rows)
        {
            try
            {
                var sku = Fields.Needed(row, "sku");
                if (!shop.TryGetProduct(sku, out var product))
                    throw new CommerceRefusal(StatusCodes.Status400BadRequest, "Requested product doesn't exist. Row ID: SKU = %1, Store ID: %2.", sku, Fields.Text(row, "store_id") ?? "0");
                var before = options.PriceWritesEmit ? CatalogDocument.ProductHeader(product) : null;
                set(product, row);
                product.UpdatedAt = time.GetUtcNow();
                if (before is not null)
                    events.Emit(EventNames.ProductSaved, CatalogDocument.ProductForEvent(product, before), Vocabulary.Stores[0]);
            }
            catch (CommerceRefusal refusal)
            {
                failed.Add((JsonNode)refusal.Body());
            }
        }
        return failed;
    }

    private JsonArray Read(CallInput input, Func<Product, IEnumerable<JsonObject>> prices)
    {
        var skus = input.Body?["skus"] as JsonArray ?? throw CommerceRefusal.Required("skus");
        return [.. skus.OfType<JsonValue>().Select(sku => sku.ToString())
            .SelectMany(sku => shop.TryGetProduct(sku, out var product) ? prices(product) : throw CommerceRefusal.NoSuch("sku", sku))];
    }

    private static IEnumerable<JsonObject> BasePrices(Product product) =>
        new[] { (Store: 0, product.Price) }.Concat(product.StorePrices.Select(pair => (Store: pair.Key, Price: pair.Value)))
            .Select(one => new JsonObject { ["price"] = one.Price, ["store_id"] = one.Store, ["sku"] = product.Sku });

    private static IEnumerable<JsonObject> SpecialPrices(Product product) => product.SpecialPrices.Select(one => new JsonObject
    {
        ["price"] = one.Price, ["store_id"] = one.StoreId, ["sku"] = product.Sku, ["price_from"] = one.From, ["price_to"] = one.To,
    });

    private static IEnumerable<JsonObject> TierPrices(Product product) => product.TierPrices.Select(one => new JsonObject
    {
        ["price"] = one.Price, ["price_type"] = one.PriceType, ["website_id"] = one.WebsiteId, ["sku"] = product.Sku,
        ["customer_group"] = one.CustomerGroup, ["quantity"] = one.Quantity,
    });
}
