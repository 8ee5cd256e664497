using System.Text.Json.Nodes;
using CommerceEventConsole.Sandbox.Shop;

namespace CommerceEventConsole.Sandbox.Commerce.Calls;

/// <summary>Stock: per source (MSI), and the old stock item of an article.</summary>
internal sealed class StockCalls(ShopState shop, ShopEvents events, TimeProvider time) : ICommerceCalls
{
    /// <summary>One stock that all sources belong to.</summary>
    private const int OnlyStock = 1;

    public IEnumerable<CommerceCall> All =>
    [
        CommerceCall.Get("inventory/sources", _ => Sources.Document()),
        CommerceCall.Get("inventory/source-items", input =>
            Listing.SourceItems.Answer(input, shop.Products.SelectMany(product => product.Sources.Select(source => (product, source))))),
        CommerceCall.Post("inventory/source-items", Write),
        CommerceCall.Post("inventory/source-items-delete", Unassign),
        CommerceCall.Get("inventory/get-product-salable-quantity/{sku}/{stockId}", Salable),
        CommerceCall.Get("stockItems/{sku}", input => CatalogDocument.StockForRest(Product(input.Text("sku")))),
        CommerceCall.Put("products/{sku}/stockItems/{itemId}", WriteItem),
    ];

    /// <summary>Absolute quantities, all or none (spec 7.2).</summary>
    private JsonArray Write(CallInput input)
    {
        var rows = input.Objects("sourceItems").Select(row =>
        {
            var code = Fields.Needed(row, "source_code");
            if (!Sources.Knows(code))
                throw new CommerceRefusal(StatusCodes.Status400BadRequest, "Source with code \"%1\" does not exist.", code);
            var quantity = Fields.NeededNumber(row, "quantity");
            var status = Fields.NeededWhole(row, "status");
            if (status is not (0 or 1))
                throw CommerceRefusal.Invalid("status", Text.Of(status));
            return (Product: Existing(Fields.Needed(row, "sku")), Code: code, Quantity: quantity, InStock: status == 1);
        }).ToList();
        foreach (var row in rows)
            Set(row.Product, row.Code, row.Quantity, row.InStock);
        return [];
    }

    private JsonArray Unassign(CallInput input)
    {
        var rows = input.Objects("sourceItems").Select(row => (Product: Existing(Fields.Needed(row, "sku")), Code: Fields.Needed(row, "source_code"))).ToList();
        foreach (var (product, code) in rows)
        {
            var before = product.Quantity;
            if (product.RemoveSource(code))
                Saved(product, code, before);
        }
        return [];
    }

    private JsonValue Salable(CallInput input)
    {
        if (input.Id("stockId") != OnlyStock)
            throw CommerceRefusal.NoSuch("stockId", input.Values["stockId"]);
        return JsonValue.Create(Product(input.Text("sku")).Salable);
    }

    private JsonValue WriteItem(CallInput input)
    {
        var product = Product(input.Text("sku"));
        if (input.Id("itemId") != product.Id)
            throw CommerceRefusal.NoSuch("itemId", input.Values["itemId"]);
        var item = input.Object("stockItem");
        var quantity = Fields.Number(item, "qty") ?? product.Quantity;
        Set(product, SourceStock.Default, quantity, item.ContainsKey("is_in_stock") ? Fields.Flag(item, "is_in_stock") : quantity > 0);
        return JsonValue.Create(product.Id);
    }

    private void Set(Product product, string code, decimal quantity, bool inStock)
    {
        var before = product.Quantity;
        product.SetSource(code, quantity, inStock);
        Saved(product, code, before);
    }

    /// <summary>Only the default source has an old stock item whose save is told (spec 8.7, 10).</summary>
    private void Saved(Product product, string code, decimal before)
    {
        product.UpdatedAt = time.GetUtcNow();
        if (code == SourceStock.Default)
            events.Emit(EventNames.StockSaved, CatalogDocument.StockForEvent(product, before), Vocabulary.Stores[0]);
    }

    /// <summary>An article that a row of the body names.</summary>
    private Product Existing(string sku) =>
        shop.TryGetProduct(sku, out var product) ? product : throw new CommerceRefusal(StatusCodes.Status400BadRequest, "Product with SKU \"%1\" does not exist.", sku);

    private Product Product(string sku) => shop.TryGetProduct(sku, out var product) ? product : throw ProductCalls.NotThere(sku);
}
