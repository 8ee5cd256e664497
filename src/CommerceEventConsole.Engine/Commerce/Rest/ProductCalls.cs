using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Commerce.Api;

namespace CommerceEventConsole.Engine.Commerce.Rest;

/// <summary>Calls about products (spec 7.2). All of them throw <see cref="CommerceException"/> where Commerce did not do what was asked.</summary>
public sealed class ProductCalls
{
    private readonly CommerceShop _shop;

    internal ProductCalls(CommerceShop shop) => _shop = shop;

    /// <summary>A product; null where there is none.</summary>
    public Task<JsonObject?> GetAsync(string sku, CancellationToken cancellationToken) => _shop.FindAsync(Path(sku), cancellationToken);

    /// <summary>One page of a search.</summary>
    public Task<CommercePage> SearchAsync(SearchCriteria criteria, CancellationToken cancellationToken) =>
        _shop.SearchAsync("products", criteria, cancellationToken);

    /// <summary>Many products by SKU, in few calls.</summary>
    public Task<IReadOnlyList<JsonObject>> ManyAsync(IReadOnlyCollection<string> skus, CancellationToken cancellationToken, string? fields = null) =>
        _shop.ManyAsync("products", "sku", skus, fields, cancellationToken);

    /// <summary>All products that were changed at or after a time, page by page, by their <c>entity_id</c> (the answer's <c>id</c>).</summary>
    /// <param name="since">The time; null for all products.</param>
    /// <param name="pageSize">Products in a page.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <param name="after">The id after which to go on; 0 for the beginning.</param>
    /// <param name="fields">Which members the answer has; they must include <c>items[id]</c>. Null for all.</param>
    public IAsyncEnumerable<CommercePage> ChangedSinceAsync(
        DateTimeOffset? since, int pageSize, CancellationToken cancellationToken, long after = 0, string? fields = null)
    {
        var criteria = new SearchCriteria { PageSize = pageSize, Fields = fields };
        return _shop.WalkAsync("products", since is { } time ? criteria.Where("updated_at", "gteq", time) : criteria, "entity_id", after, cancellationToken);
    }

    /// <summary>Creates a product, or changes the one with its SKU.</summary>
    /// <param name="product">The product as Commerce describes it; members that are missing stay as they are.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<JsonObject> SaveAsync(JsonObject product, CancellationToken cancellationToken) =>
        (await _shop.PostAsync("products", Body(product), isRepeatable: true, cancellationToken)).Object();

    /// <summary>Changes a product; members that are missing stay as they are.</summary>
    public async Task<JsonObject> UpdateAsync(string sku, JsonObject product, CancellationToken cancellationToken) =>
        (await _shop.PutAsync(Path(sku), Body(product), cancellationToken)).Object();

    /// <summary>Deletes a product.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> DeleteAsync(string sku, CancellationToken cancellationToken) => _shop.RemoveAsync(Path(sku), cancellationToken);

    /// <summary>Creates or changes many products by bulk calls; one outcome for each, in their order.</summary>
    public async Task<IReadOnlyList<CommerceOutcome>> SaveManyAsync(IReadOnlyList<JsonObject> products, CancellationToken cancellationToken)
    {
        var operations = await _shop.Bulk.RunAsync(HttpMethod.Post, "products", [.. products.Select(Body)], cancellationToken);
        return [.. products.Zip(operations, (p, o) => new CommerceOutcome(JsonFields.Text(p["sku"]) ?? "", o.Problem, o.IsTransient))];
    }

    private static string Path(string sku) => "products/" + CommerceShop.Encode(sku);

    private static JsonObject Body(JsonObject product) => new() { ["product"] = product.DeepClone() };
}
