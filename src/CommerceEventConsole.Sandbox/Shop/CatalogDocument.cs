using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox.Shop;

/// <summary>Products and stock as JSON: for events (spec 6.4) and for REST (spec 7.2).</summary>
internal static class CatalogDocument
{
    private const int AttributeSet = 4;
    private const int Visible = 4;

    /// <summary>The payload of a product event. <paramref name="before"/> is the flat part before the change; none for a new product.</summary>
    public static JsonObject ProductForEvent(Product product, JsonObject? before)
    {
        var value = ProductHeader(product);
        value["id"] = Text.Of(product.Id);
        value["has_options"] = false;
        value["website_ids"] = new JsonObject { ["1"] = "1", ["2"] = "2", ["3"] = "3" };
        value["store_ids"] = new JsonArray([.. Vocabulary.Stores.Select(store => (JsonNode)Text.Of(store.Id))]);
        value["quantity_and_stock_status"] = new JsonObject { ["is_in_stock"] = product.InStock, ["qty"] = product.Quantity };
        value["stock_data"] = new JsonObject { ["qty"] = Text.Of(product.Quantity), ["is_in_stock"] = product.InStock ? "1" : "0", ["manage_stock"] = "1" };
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
        ["status"] = "1",
        ["visibility"] = Text.Of(Visible),
        ["attribute_set_id"] = Text.Of(AttributeSet),
        ["type_id"] = "simple",
        ["weight"] = Text.OfAmount(product.Weight),
        ["url_key"] = product.Sku.ToLowerInvariant(),
        ["tax_class_id"] = "2",
        ["category_ids"] = new JsonArray(Text.Of(product.CategoryId)),
        ["store_id"] = "0",
        ["created_at"] = Json.CommerceTime(product.CreatedAt),
        ["updated_at"] = Json.CommerceTime(product.UpdatedAt),
    };

    public static JsonObject ProductForRest(Product product) => new()
    {
        ["id"] = product.Id,
        ["sku"] = product.Sku,
        ["name"] = product.Name,
        ["attribute_set_id"] = AttributeSet,
        ["price"] = product.Price,
        ["status"] = 1,
        ["visibility"] = Visible,
        ["type_id"] = "simple",
        ["weight"] = product.Weight,
        ["created_at"] = Json.CommerceTime(product.CreatedAt),
        ["updated_at"] = Json.CommerceTime(product.UpdatedAt),
        ["extension_attributes"] = new JsonObject { ["stock_item"] = StockForRest(product) },
        ["custom_attributes"] = new JsonArray(
            new JsonObject { ["attribute_code"] = "url_key", ["value"] = product.Sku.ToLowerInvariant() },
            new JsonObject { ["attribute_code"] = "category_ids", ["value"] = new JsonArray(Text.Of(product.CategoryId)) }),
    };

    /// <summary>The payload of a stock event: ids only, no SKU.</summary>
    public static JsonObject StockForEvent(Product product, int before) => new()
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

    public static JsonObject SourceItemForRest(Product product) => new()
    {
        ["sku"] = product.Sku,
        ["source_code"] = "default",
        ["quantity"] = product.Quantity,
        ["status"] = product.InStock ? 1 : 0,
    };
}
