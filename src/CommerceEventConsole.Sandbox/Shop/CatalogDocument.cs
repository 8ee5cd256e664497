using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox.Shop;

/// <summary>Products and stock as JSON: for events (spec 6.4) and for REST (spec 7.2).</summary>
internal static class CatalogDocument
{
    /// <summary>The payload of a product event. <paramref name="before"/> is the flat part before the change; none for a new product.</summary>
    public static JsonObject ProductForEvent(Product product, JsonObject? before)
    {
        var value = ProductHeader(product);
        value["id"] = Text.Of(product.Id);
        value["has_options"] = false;
        value["website_ids"] = new JsonObject { ["1"] = "1", ["2"] = "2", ["3"] = "3" };
        value["store_ids"] = new JsonArray([.. Vocabulary.Stores.Select(store => (JsonNode)Text.Of(store.Id))]);
        value["quantity_and_stock_status"] = new JsonObject { ["is_in_stock"] = product.InStock, ["qty"] = product.Quantity };
        value["stock_data"] = new JsonObject { ["qty"] = Text.OfQuantity(product.Quantity), ["is_in_stock"] = product.InStock ? "1" : "0", ["manage_stock"] = "1" };
        value["options"] = new JsonArray();
        value["media_gallery_images"] = new JsonObject();
        value["_isNew"] = before is null;
        value["_origData"] = before is null ? new JsonArray() : before;
        return value;
    }

    /// <summary>The flat part of a product, values as the database holds them.</summary>
    public static JsonObject ProductHeader(Product product) => new()
    {
        ["entity_id"] = Text.Of(product.Id),
        ["sku"] = product.Sku,
        ["name"] = product.Name,
        ["price"] = Text.OfAmount(product.Price) + "00",
        ["status"] = Text.Of(product.Status),
        ["visibility"] = Text.Of(product.Visibility),
        ["attribute_set_id"] = Text.Of(product.AttributeSetId),
        ["type_id"] = product.TypeId,
        ["weight"] = Text.OfAmount(product.Weight),
        ["url_key"] = product.Sku.ToLowerInvariant(),
        ["tax_class_id"] = "2",
        ["category_ids"] = new JsonArray(Text.Of(product.CategoryId)),
        ["store_id"] = "0",
        ["created_at"] = Json.CommerceTime(product.CreatedAt),
        ["updated_at"] = Json.CommerceTime(product.UpdatedAt),
    };

    /// <summary>The answer of `GET /V1/products/{sku}`, with the price that holds in a store view (0: everywhere).</summary>
    public static JsonObject ProductForRest(Product product, int storeId = 0) => new()
    {
        ["id"] = product.Id,
        ["sku"] = product.Sku,
        ["name"] = product.Name,
        ["attribute_set_id"] = product.AttributeSetId,
        ["price"] = product.StorePrices.TryGetValue(storeId, out var price) ? price : product.Price,
        ["status"] = product.Status,
        ["visibility"] = product.Visibility,
        ["type_id"] = product.TypeId,
        ["weight"] = product.Weight,
        ["created_at"] = Json.CommerceTime(product.CreatedAt),
        ["updated_at"] = Json.CommerceTime(product.UpdatedAt),
        ["extension_attributes"] = new JsonObject { ["stock_item"] = StockForRest(product) },
        ["tier_prices"] = new JsonArray([.. product.TierPrices.Select(tier => (JsonNode)new JsonObject { ["customer_group_id"] = tier.CustomerGroup, ["qty"] = tier.Quantity, ["value"] = tier.Price })]),
        ["custom_attributes"] = CustomAttributes(product),
    };

    private static JsonArray CustomAttributes(Product product)
    {
        var all = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal)
        {
            ["url_key"] = product.Sku.ToLowerInvariant(),
            ["category_ids"] = new JsonArray(Text.Of(product.CategoryId)),
        };
        foreach (var (code, value) in product.Attributes)
            all[code] = value?.DeepClone();
        return new([.. all.Select(pair => (JsonNode)new JsonObject { ["attribute_code"] = pair.Key, ["value"] = pair.Value })]);
    }

    /// <summary>The payload of a stock event: ids only, no SKU.</summary>
    public static JsonObject StockForEvent(Product product, decimal before) => new()
    {
        ["item_id"] = Text.Of(product.Id),
        ["product_id"] = Text.Of(product.Id),
        ["stock_id"] = "1",
        ["website_id"] = "0",
        ["qty"] = product.Quantity,
        ["is_in_stock"] = product.InStock,
        ["min_qty"] = "0.0000",
        ["backorders"] = "0",
        ["manage_stock"] = "1",
        ["use_config_manage_stock"] = "1",
        ["low_stock_date"] = null,
        ["_isNew"] = false,
        ["_origData"] = new JsonObject { ["item_id"] = Text.Of(product.Id), ["product_id"] = Text.Of(product.Id), ["qty"] = Text.OfAmount(before), ["is_in_stock"] = before > 0 ? "1" : "0" },
    };

    public static JsonObject StockForRest(Product product) => new()
    {
        ["item_id"] = product.Id,
        ["product_id"] = product.Id,
        ["stock_id"] = 1,
        ["qty"] = product.Quantity,
        ["is_in_stock"] = product.InStock,
        ["min_qty"] = 0,
        ["backorders"] = 0,
        ["manage_stock"] = true,
    };

    public static JsonObject SourceItemForRest(Product product, SourceStock source) => new()
    {
        ["sku"] = product.Sku,
        ["source_code"] = source.Code,
        ["quantity"] = source.Quantity,
        ["status"] = source.InStock ? 1 : 0,
    };
}
