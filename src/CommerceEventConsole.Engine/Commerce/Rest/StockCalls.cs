using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Commerce.Api;

namespace CommerceEventConsole.Engine.Commerce.Rest;

/// <summary>Stock of a product at a source (MSI; spec 7.2).</summary>
/// <param name="Sku">The product.</param>
/// <param name="SourceCode">The source.</param>
/// <param name="Quantity">How much there is: an absolute number, no difference.</param>
/// <param name="IsInStock">Whether it can be bought from there.</param>
public sealed record SourceItem(string Sku, string SourceCode, decimal Quantity, bool IsInStock)
{
    /// <summary>The source of shops that have but one.</summary>
    public const string DefaultSource = "default";
}

/// <summary>Calls about stock (spec 7.2). All of them throw <see cref="CommerceException"/> where Commerce did not do what was asked.</summary>
public sealed class StockCalls
{
    private readonly CommerceShop _shop;

    internal StockCalls(CommerceShop shop) => _shop = shop;

    /// <summary>One page of stock at sources: <c>sku</c>, <c>source_code</c>, <c>quantity</c>, <c>status</c>.</summary>
    public Task<CommercePage> SearchAsync(SearchCriteria criteria, CancellationToken cancellationToken) =>
        _shop.SearchAsync("inventory/source-items", criteria, cancellationToken);

    /// <summary>All stock at sources, page by page, by SKU and source. Where <see cref="SourceItem"/> rows are added or removed meanwhile, read those again.</summary>
    /// <param name="sourceCode">Only this source; null for all.</param>
    /// <param name="pageSize">Rows in a page.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <param name="firstPage">The page to begin with, from 1.</param>
    public IAsyncEnumerable<CommercePage> PagesAsync(string? sourceCode, int pageSize, CancellationToken cancellationToken, int firstPage = 1)
    {
        var criteria = SearchCriteria.All.Page(firstPage, pageSize).OrderBy("sku").OrderBy("source_code");
        return _shop.PagesAsync(
            "inventory/source-items", sourceCode is null ? criteria : criteria.Where("source_code", "eq", sourceCode), cancellationToken);
    }

    /// <summary>The stock of some products at all of their sources, in few calls.</summary>
    public async Task<IReadOnlyList<SourceItem>> ReadAsync(IReadOnlyCollection<string> skus, CancellationToken cancellationToken)
    {
        var found = new List<SourceItem>();
        foreach (var part in SearchParts.Of("sku", skus, _shop.Options.MaxPageSize, _shop.Options.MaxQueryLength))
        {
            // A product may lie at several sources, so that one page may not hold them all.
            var criteria = new SearchCriteria { PageSize = _shop.Options.MaxPageSize }.WhereIn("sku", part).OrderBy("sku").OrderBy("source_code");
            await foreach (var page in _shop.PagesAsync("inventory/source-items", criteria, cancellationToken))
                found.AddRange(page.Items.Select(Read));
            if (part.Count > 1)
                _shop.Saved(part.Count - 1);
        }

        return found;
    }

    /// <summary>Sets stock at sources, in calls of at most the synchronous limit; one outcome for each row, in their order.</summary>
    public Task<IReadOnlyList<CommerceOutcome>> WriteAsync(IReadOnlyList<SourceItem> items, CancellationToken cancellationToken) => RowWriter.WriteAsync(
        items,
        _shop.Options.SyncInputLimit,
        item => item.Sku,
        async (rows, token) =>
        {
            (await _shop.PostAsync("inventory/source-items", Body(rows), isRepeatable: true, token)).Require();
            if (rows.Count > 1)
                _shop.Saved(rows.Count - 1);
            return [.. rows.Select(row => new CommerceOutcome(row.Sku))];
        },
        cancellationToken);

    /// <summary>
    /// Sets much stock by bulk calls: each operation takes as many rows as the synchronous limit, each call as many operations as the
    /// asynchronous one. The rows of an operation that was refused are then written by <see cref="WriteAsync"/>, which finds the wrong ones.
    /// </summary>
    public async Task<IReadOnlyList<CommerceOutcome>> WriteManyAsync(IReadOnlyList<SourceItem> items, CancellationToken cancellationToken)
    {
        if (items.Count <= _shop.Options.SyncInputLimit)
            return await WriteAsync(items, cancellationToken);
        var chunks = items.Chunk(_shop.Options.SyncInputLimit).ToList();
        var operations = await _shop.Bulk.RunAsync(HttpMethod.Post, "inventory/source-items", [.. chunks.Select(Body)], cancellationToken);
        var outcomes = new List<CommerceOutcome>(items.Count);
        foreach (var (chunk, operation) in chunks.Zip(operations))
        {
            if (operation.State == BulkState.FailedForGood)
                outcomes.AddRange(await WriteAsync(chunk, cancellationToken));
            else
                outcomes.AddRange(chunk.Select(row => new CommerceOutcome(row.Sku, operation.Problem, operation.IsTransient)));
        }

        _shop.Saved(Math.Max(0, items.Count - chunks.Count));
        return outcomes;
    }

    /// <summary>Takes products away from sources; the quantities there are lost.</summary>
    public async Task DeleteAsync(IReadOnlyList<(string Sku, string SourceCode)> items, CancellationToken cancellationToken)
    {
        foreach (var chunk in items.Chunk(_shop.Options.SyncInputLimit))
        {
            var body = new JsonObject
            {
                ["sourceItems"] = CommerceBody.List(chunk.Select(i => new JsonObject { ["sku"] = i.Sku, ["source_code"] = i.SourceCode })),
            };
            (await _shop.PostAsync("inventory/source-items-delete", body, isRepeatable: true, cancellationToken)).Require();
        }
    }

    /// <summary>How much of a product can be sold by a stock, reservations taken off.</summary>
    public async Task<decimal> SalableAsync(string sku, int stockId, CancellationToken cancellationToken)
    {
        var answer = await _shop.GetAsync($"inventory/get-product-salable-quantity/{CommerceShop.Encode(sku)}/{stockId}", cancellationToken);
        return JsonFields.Decimal(answer.Json()) ?? throw answer.NotCommerce();
    }

    /// <summary>The older stock item of a product; null where there is none.</summary>
    public Task<JsonObject?> LegacyAsync(string sku, CancellationToken cancellationToken) =>
        _shop.FindAsync($"stockItems/{CommerceShop.Encode(sku)}", cancellationToken);

    /// <summary>Sets the older stock item of a product.</summary>
    /// <param name="sku">The product.</param>
    /// <param name="itemId">The stock item's <c>item_id</c>.</param>
    /// <param name="quantity">How much there is.</param>
    /// <param name="isInStock">Whether it can be bought.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task SetLegacyAsync(string sku, long itemId, decimal quantity, bool isInStock, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["stockItem"] = new JsonObject { ["qty"] = quantity, ["is_in_stock"] = isInStock } };
        (await _shop.PutAsync($"products/{CommerceShop.Encode(sku)}/stockItems/{itemId}", body, cancellationToken)).Require();
    }

    /// <summary>A row of an answer.</summary>
    public static SourceItem Read(JsonObject item) => new(
        JsonFields.Text(item["sku"]) ?? "",
        JsonFields.Text(item["source_code"]) ?? SourceItem.DefaultSource,
        JsonFields.Decimal(item["quantity"]) ?? 0,
        JsonFields.Flag(item["status"]));

    private static JsonObject Body(IReadOnlyList<SourceItem> items) => new()
    {
        ["sourceItems"] = CommerceBody.List(items.Select(i => new JsonObject
        {
            ["sku"] = i.Sku, ["source_code"] = i.SourceCode, ["quantity"] = i.Quantity, ["status"] = i.IsInStock ? 1 : 0,
        })),
    };
}
