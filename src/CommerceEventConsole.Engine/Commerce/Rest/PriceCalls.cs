using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Commerce.Api;

namespace CommerceEventConsole.Engine.Commerce.Rest;

/// <summary>A product's base price.</summary>
/// <param name="Sku">The product.</param>
/// <param name="Price">The price.</param>
/// <param name="StoreId">The store; 0 for all.</param>
public sealed record BasePrice(string Sku, decimal Price, int StoreId = 0);

/// <summary>A product's special price.</summary>
/// <param name="Sku">The product.</param>
/// <param name="Price">The price.</param>
/// <param name="From">From when.</param>
/// <param name="To">Until when; null for no end.</param>
/// <param name="StoreId">The store; 0 for all.</param>
public sealed record SpecialPrice(string Sku, decimal Price, DateTimeOffset From, DateTimeOffset? To = null, int StoreId = 0);

/// <summary>A price for a quantity, or for a group of customers.</summary>
/// <param name="Sku">The product.</param>
/// <param name="Price">The price, or the percentage taken off.</param>
/// <param name="CustomerGroup">The group's name; <c>ALL GROUPS</c> for all.</param>
/// <param name="Quantity">From which quantity.</param>
/// <param name="WebsiteId">The website; 0 for all.</param>
/// <param name="IsPercentage">Whether <paramref name="Price"/> is a percentage.</param>
public sealed record TierPrice(string Sku, decimal Price, string CustomerGroup = "ALL GROUPS", decimal Quantity = 1, int WebsiteId = 0, bool IsPercentage = false);

/// <summary>
/// Calls about prices (spec 7.2). Writing answers one outcome for each row, in their order: Commerce answers 200 and names the rows that it
/// did not take. All throw <see cref="CommerceException"/> where Commerce did not do what was asked.
/// </summary>
public sealed class PriceCalls
{
    private readonly CommerceShop _shop;

    internal PriceCalls(CommerceShop shop) => _shop = shop;

    /// <summary>The base prices of products: <c>sku</c>, <c>store_id</c>, <c>price</c>.</summary>
    public Task<IReadOnlyList<JsonObject>> BaseAsync(IReadOnlyCollection<string> skus, CancellationToken cancellationToken) =>
        ReadAsync("products/base-prices-information", skus, cancellationToken);

    /// <summary>The special prices of products.</summary>
    public Task<IReadOnlyList<JsonObject>> SpecialAsync(IReadOnlyCollection<string> skus, CancellationToken cancellationToken) =>
        ReadAsync("products/special-price-information", skus, cancellationToken);

    /// <summary>The tier prices of products.</summary>
    public Task<IReadOnlyList<JsonObject>> TiersAsync(IReadOnlyCollection<string> skus, CancellationToken cancellationToken) =>
        ReadAsync("products/tier-prices-information", skus, cancellationToken);

    /// <summary>Sets base prices.</summary>
    public Task<IReadOnlyList<CommerceOutcome>> SetBaseAsync(IReadOnlyList<BasePrice> prices, CancellationToken cancellationToken) => WriteAsync(
        HttpMethod.Post, "products/base-prices", prices, p => p.Sku,
        p => new JsonObject { ["sku"] = p.Sku, ["store_id"] = p.StoreId, ["price"] = p.Price },
        cancellationToken);

    /// <summary>Sets special prices.</summary>
    public Task<IReadOnlyList<CommerceOutcome>> SetSpecialAsync(IReadOnlyList<SpecialPrice> prices, CancellationToken cancellationToken) =>
        WriteAsync(HttpMethod.Post, "products/special-price", prices, p => p.Sku, Special, cancellationToken);

    /// <summary>Ends special prices.</summary>
    public Task<IReadOnlyList<CommerceOutcome>> EndSpecialAsync(IReadOnlyList<SpecialPrice> prices, CancellationToken cancellationToken) =>
        WriteAsync(HttpMethod.Post, "products/special-price-delete", prices, p => p.Sku, Special, cancellationToken);

    /// <summary>Adds tier prices, or changes those for the same group and quantity.</summary>
    public Task<IReadOnlyList<CommerceOutcome>> SetTiersAsync(IReadOnlyList<TierPrice> prices, CancellationToken cancellationToken) =>
        WriteAsync(HttpMethod.Post, "products/tier-prices", prices, p => p.Sku, Tier, cancellationToken);

    /// <summary>Removes tier prices.</summary>
    public Task<IReadOnlyList<CommerceOutcome>> RemoveTiersAsync(IReadOnlyList<TierPrice> prices, CancellationToken cancellationToken) =>
        WriteAsync(HttpMethod.Post, "products/tier-prices-delete", prices, p => p.Sku, Tier, cancellationToken);

    private async Task<IReadOnlyList<JsonObject>> ReadAsync(string path, IReadOnlyCollection<string> skus, CancellationToken cancellationToken)
    {
        var found = new List<JsonObject>();
        foreach (var chunk in skus.Distinct(StringComparer.Ordinal).Chunk(_shop.Options.SyncInputLimit))
        {
            // A question, though it is posted: it may be asked again.
            var body = new JsonObject { ["skus"] = new JsonArray([.. chunk.Select(sku => (JsonNode)sku)]) };
            found.AddRange((await _shop.PostAsync(path, body, isRepeatable: true, cancellationToken)).Array().OfType<JsonObject>());
            if (chunk.Length > 1)
                _shop.Saved(chunk.Length - 1);
        }

        return found;
    }

    private Task<IReadOnlyList<CommerceOutcome>> WriteAsync<T>(
        HttpMethod method, string path, IReadOnlyList<T> prices, Func<T, string> sku, Func<T, JsonObject> document, CancellationToken cancellationToken) =>
        RowWriter.WriteAsync(
            prices,
            _shop.Options.SyncInputLimit,
            sku,
            async (rows, token) =>
            {
                var body = new JsonObject { ["prices"] = CommerceBody.List(rows.Select(document)) };
                var answer = await _shop.SendAsync(method, path, body, isRepeatable: true, token);
                if (rows.Count > 1)
                    _shop.Saved(rows.Count - 1);
                return PriceProblems.Assign([.. rows.Select(sku)], answer.Json() as JsonArray ?? []);
            },
            cancellationToken);

    private static JsonObject Special(SpecialPrice p)
    {
        var row = new JsonObject { ["sku"] = p.Sku, ["store_id"] = p.StoreId, ["price"] = p.Price, ["price_from"] = CommerceTime.Write(p.From) };
        if (p.To is { } to)
            row["price_to"] = CommerceTime.Write(to);
        return row;
    }

    private static JsonObject Tier(TierPrice p) => new()
    {
        ["sku"] = p.Sku,
        ["website_id"] = p.WebsiteId,
        ["customer_group"] = p.CustomerGroup,
        ["quantity"] = p.Quantity,
        ["price"] = p.Price,
        ["price_type"] = p.IsPercentage ? "discount" : "fixed",
    };
}
