using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Commerce.Api;

namespace CommerceEventConsole.Engine.Commerce.Rest;

/// <summary>Calls about how the shop is divided (spec 7.2). They throw <see cref="CommerceException"/> where Commerce did not answer.</summary>
public sealed class StoreCalls
{
    private readonly CommerceShop _shop;

    internal StoreCalls(CommerceShop shop) => _shop = shop;

    /// <summary>Store views: <c>id</c>, <c>code</c>, <c>name</c>, <c>website_id</c>.</summary>
    public Task<IReadOnlyList<JsonObject>> ViewsAsync(CancellationToken cancellationToken) => ListAsync("store/storeViews", cancellationToken);

    /// <summary>Websites: <c>id</c>, <c>code</c>, <c>name</c>.</summary>
    public Task<IReadOnlyList<JsonObject>> WebsitesAsync(CancellationToken cancellationToken) => ListAsync("store/websites", cancellationToken);

    private async Task<IReadOnlyList<JsonObject>> ListAsync(string path, CancellationToken cancellationToken) =>
        [.. (await _shop.GetAsync(path, cancellationToken)).Array().OfType<JsonObject>()];
}
