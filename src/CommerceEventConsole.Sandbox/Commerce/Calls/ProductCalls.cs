using System.Text.Json.Nodes;
using CommerceEventConsole.Sandbox.Shop;

namespace CommerceEventConsole.Sandbox.Commerce.Calls;

/// <summary>Products. A save with a SKU that is there updates it, as in Commerce.</summary>
internal sealed class ProductCalls(ShopState shop, ShopEvents events, TimeProvider time) : ICommerceCalls
{
    private const int LongestSku = 64;

    public IEnumerable<CommerceCall> All =>
    [
        CommerceCall.Get("products", input => Listing.Products(input.Store).Answer(input, shop.Products)),
        CommerceCall.Get("products/{sku}", input => CatalogDocument.ProductForRest(Product(input), input.Store?.Id ?? 0)),
        CommerceCall.Post("products", input => Save(input, Fields.Needed(input.Object("product"), "sku"))),
        CommerceCall.Put("products/{sku}", input => Save(input, input.Text("sku"))),
        CommerceCall.Delete("products/{sku}", Delete),
    ];

    public static CommerceRefusal NotThere(string sku) =>
        new(StatusCodes.Status404NotFound, "The product that was requested doesn't exist. Verify the product and try again: %1 = %2.", "sku", sku);

    private JsonObject Save(CallInput input, string sku)
    {
        var body = input.Object("product");
        if (sku.Length > LongestSku)
            throw CommerceRefusal.Invalid("sku", sku);
        var price = Fields.Number(body, "price");
        var weight = Fields.Number(body, "weight");
        if (price < 0)
            throw CommerceRefusal.Invalid("price", Text.OfAmount(price.Value));
        var status = Fields.Whole(body, "status");
        if (status is not (null or 1 or 2))
            throw CommerceRefusal.Invalid("status", Text.Of(status.Value));
        var attributes = (Fields.Objects(body, "custom_attributes") ?? []).Select(one => (Code: Fields.Needed(one, "attribute_code"), Value: one["value"])).ToList();
        var now = time.GetUtcNow();
        var isNew = !shop.TryGetProduct(sku, out var product);
        var before = product is null ? null : CatalogDocument.ProductHeader(product);
        if (product is null)
            product = Create(body, sku, price ?? 0, now);
        product.Name = Fields.Text(body, "name") ?? product.Name;
        product.Price = price ?? product.Price;
        product.Weight = weight ?? product.Weight;
        product.Status = status ?? product.Status;
        product.Visibility = Fields.Whole(body, "visibility") ?? product.Visibility;
        foreach (var (code, value) in attributes)
            product.Attributes[code] = value?.DeepClone();
        product.UpdatedAt = now;
        if (isNew)
            shop.Add(product);
        events.Emit(EventNames.ProductSaved, CatalogDocument.ProductForEvent(product, before), Vocabulary.Stores[0]);
        if (Stock(body) is { } quantity)
            SetStock(product, quantity);
        return CatalogDocument.ProductForRest(product, input.Store?.Id ?? 0);
    }

    private Product Create(JsonObject body, string sku, decimal price, DateTimeOffset now) => new()
    {
        Id = shop.NextProductId(),
        Sku = sku,
        Name = Fields.Needed(body, "name"),
        Price = price,
        Weight = 0,
        CategoryId = 2,
        AttributeSetId = Fields.NeededWhole(body, "attribute_set_id"),
        TypeId = Fields.Text(body, "type_id") ?? "simple",
        CreatedAt = now,
        UpdatedAt = now,
    };

    private static decimal? Stock(JsonObject body) =>
        (body["extension_attributes"] as JsonObject)?["stock_item"] is JsonObject item ? Fields.Number(item, "qty") : null;

    private void SetStock(Product product, decimal quantity)
    {
        var before = product.Quantity;
        product.Quantity = quantity;
        events.Emit(EventNames.StockSaved, CatalogDocument.StockForEvent(product, before), Vocabulary.Stores[0]);
    }

    private JsonValue Delete(CallInput input)
    {
        var product = Product(input);
        shop.Remove(product);
        events.Emit(EventNames.ProductDeleted, CatalogDocument.ProductForEvent(product, CatalogDocument.ProductHeader(product)), Vocabulary.Stores[0]);
        return JsonValue.Create(true);
    }

    private Product Product(CallInput input) => shop.TryGetProduct(input.Text("sku"), out var product) ? product : throw NotThere(input.Text("sku"));
}
