using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Calls;
using CommerceEventConsole.Engine.Commerce.OwnChanges;
using CommerceEventConsole.Engine.Commerce.Rest;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Deliveries.Stages;

/// <summary>Stages on Commerce's REST calls.</summary>
/// <param name="open">Gives the calls of an instance.</param>
/// <param name="routing">Whose version tells that instances may have changed.</param>
/// <param name="ownChanges">Where what is written is remembered, so that the events which it makes are not sent back.</param>
internal sealed class StageCommerce(
    Func<int?, CommercePurpose, CancellationToken, Task<CommerceShop>> open, IRouting routing, Func<IOwnChanges> ownChanges) : IStageCommerce
{
    private const string OrderQuantities = "entity_id,increment_id,items[item_id,qty_ordered,qty_canceled,qty_shipped,qty_invoiced]";

    private readonly Lazy<IOwnChanges> _ownChanges = new(ownChanges);
    private volatile Shops _shops = new(-1, ImmutableDictionary<(int, CommercePurpose), CommerceShop>.Empty);

    /// <inheritdoc />
    public async Task<JsonElement?> GetAsync(int? instanceId, string path, CancellationToken cancellationToken)
    {
        var shop = await OpenAsync(instanceId, CommercePurpose.Enrich, cancellationToken).ConfigureAwait(false);
        var answer = await shop.GetAsync(path.TrimStart('/'), cancellationToken).ConfigureAwait(false);
        return answer.Status == 404 ? null : Parse(answer);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, JsonElement>> GetManyAsync(
        int? instanceId, KnownQuestion question, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var shop = await OpenAsync(instanceId, CommercePurpose.Enrich, cancellationToken).ConfigureAwait(false);
        var found = await shop.ManyAsync(question.Search, question.Field, keys, fields: null, cancellationToken).ConfigureAwait(false);

        // A database that tells no capitals apart answers a SKU in its own spelling.
        var byKey = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        foreach (var document in found)
        {
            var element = JsonSerializer.SerializeToElement(document);
            byKey[question.KeyOf(element)] = question.IsSearchOnly && byKey.ContainsKey(question.KeyOf(element)) ? default : element;
        }

        return byKey;
    }

    /// <inheritdoc />
    public async Task SavedAsync(int? instanceId, int calls, CancellationToken cancellationToken) =>
        (await OpenAsync(instanceId, CommercePurpose.Enrich, cancellationToken).ConfigureAwait(false)).Saved(calls);

    /// <inheritdoc />
    public async Task<JsonElement?> WriteAsync(StageWrite write, CancellationToken cancellationToken)
    {
        var shop = await OpenAsync(write.InstanceId, CommercePurpose.WriteBack, cancellationToken).ConfigureAwait(false);
        switch (write.Kind)
        {
            case WriteBackKind.ExternalId:
                await SetExternalIdAsync(shop, write, cancellationToken).ConfigureAwait(false);
                return null;
            case WriteBackKind.OrderComment:
                await CommentAsync(shop, write, cancellationToken).ConfigureAwait(false);
                return null;
            case WriteBackKind.OrderStatus:
                await SetStatusAsync(shop, write, cancellationToken).ConfigureAwait(false);
                return null;
            case WriteBackKind.Shipment:
                var shipment = StageDrafts.Shipment(write);
                await RememberAsync(shop, write, EntityKind.Shipment, shipment, cancellationToken).ConfigureAwait(false);
                return Id(await shop.Papers.ShipOnceAsync(write.Order(), shipment, cancellationToken).ConfigureAwait(false));
            case WriteBackKind.Invoice:
                var invoice = StageDrafts.Invoice(write);
                await RememberAsync(shop, write, EntityKind.Invoice, invoice, cancellationToken).ConfigureAwait(false);
                return Id(await shop.Papers.InvoiceOnceAsync(write.Order(), invoice, cancellationToken).ConfigureAwait(false));
            default:
                await SetStockAsync(shop, write, cancellationToken).ConfigureAwait(false);
                return null;
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<StageRequest> Plan(StageWrite write) => StagePlan.Of(write);

    /// <inheritdoc />
    public async Task<string> AddressAsync(int? instanceId, string path, CancellationToken cancellationToken) =>
        (await OpenAsync(instanceId, CommercePurpose.Enrich, cancellationToken).ConfigureAwait(false)).AddressOf(path.TrimStart('/'));

    // Before it is written: an event may be quicker than the answer.
    private async Task RememberAsync(StageWrite write, IReadOnlyList<OwnChange> changes, CancellationToken cancellationToken)
    {
        try
        {
            await _ownChanges.Value.RememberAsync([.. changes.Select(c => c with { DestinationIds = [write.DestinationId] })], cancellationToken).ConfigureAwait(false);
        }
        catch (DbException e)
        {
            throw new CommerceException("What is about to be written could not be remembered, so it was not written.", null, e) { IsTransient = true, WasNotSent = true };
        }
    }

    private Task RememberAsync(CommerceShop shop, StageWrite write, JsonObject written, CancellationToken cancellationToken) =>
        RememberAsync(write, [OwnChange.Order(shop.Instance.Id, write.Order(), write.OrderNumber, written)], cancellationToken);

    // The paper tells of itself by an event, and so does its order, whose quantities it changes.
    private async Task RememberAsync(CommerceShop shop, StageWrite write, EntityKind kind, OrderPaper paper, CancellationToken cancellationToken)
    {
        List<OwnChange> changes = [OwnChange.Paper(shop.Instance.Id, kind, write.Order(), paper)];
        if (await shop.Orders.GetWithOthersAsync(write.Order(), OrderQuantities, cancellationToken).ConfigureAwait(false) is { } order)
            changes.AddRange(OwnChange.OrderBy(shop.Instance.Id, kind, order, paper));
        await RememberAsync(write, changes, cancellationToken).ConfigureAwait(false);
    }

    private async Task CommentAsync(CommerceShop shop, StageWrite write, CancellationToken cancellationToken)
    {
        var entry = StageDrafts.Comment(write);
        await RememberAsync(shop, write, new JsonObject { ["comment"] = entry.Comment }, cancellationToken).ConfigureAwait(false);
        await shop.Orders.CommentOnceAsync(write.Order(), entry, cancellationToken).ConfigureAwait(false);
    }

    // An absolute number: writing it twice comes to the same.
    private async Task SetStockAsync(CommerceShop shop, StageWrite write, CancellationToken cancellationToken)
    {
        var items = StageDrafts.Stock(write);
        await RememberAsync(write, [.. items.Select(i => OwnChange.Stock(shop.Instance.Id, i, productId: null))], cancellationToken).ConfigureAwait(false);
        var outcomes = await shop.Stock.WriteAsync(items, cancellationToken).ConfigureAwait(false);
        if (outcomes.FirstOrDefault(o => o.Problem is not null) is { } failed)
            throw new CommerceException($"{failed.Key}: {failed.Problem}") { IsTransient = outcomes.All(o => o.Problem is null || o.IsTransient) };
    }

    private async Task SetExternalIdAsync(CommerceShop shop, StageWrite write, CancellationToken cancellationToken)
    {
        var id = write.Order();
        var wanted = StageDrafts.Required(write, "ext_order_id");
        var order = await shop.Orders.GetWithOthersAsync(id, "entity_id,increment_id,ext_order_id", cancellationToken).ConfigureAwait(false)
            ?? throw new CommerceException(string.Create(CultureInfo.InvariantCulture, $"Commerce has no order with the id {id}."), 404);
        if (JsonFields.Text(order["ext_order_id"]) == wanted)
            return;
        await RememberAsync(shop, write with { OrderNumber = JsonFields.Text(order["increment_id"]) }, new JsonObject { ["ext_order_id"] = wanted }, cancellationToken).ConfigureAwait(false);
        await shop.Orders.SetExternalIdsAsync(id, JsonFields.Text(order["increment_id"]) ?? "", wanted, null, cancellationToken).ConfigureAwait(false);
    }

    // A status is there or it is not, whatever the history says: an order may come back to one that it had.
    private async Task SetStatusAsync(CommerceShop shop, StageWrite write, CancellationToken cancellationToken)
    {
        var id = write.Order();
        var entry = StageDrafts.Comment(write);
        var now = await shop.Orders.StatusAsync(id, cancellationToken).ConfigureAwait(false);
        if (now == entry.Status)
        {
            if (entry.Comment.Length > 0)
                await shop.Orders.CommentOnceAsync(id, entry, cancellationToken).ConfigureAwait(false);
            return;
        }

        await RememberAsync(shop, write, new JsonObject { ["status"] = entry.Status, ["comment"] = entry.Comment }, cancellationToken).ConfigureAwait(false);
        try
        {
            await shop.Orders.MoveAsync(id, now, entry, cancellationToken).ConfigureAwait(false);
        }
        catch (CommerceException e) when (e.MayHaveTaken)
        {
            if (await shop.Orders.StatusAsync(id, cancellationToken).ConfigureAwait(false) != entry.Status)
                throw;
        }
    }

    private static JsonElement? Id(PaperOutcome paper) => paper.Id is { } id ? JsonSerializer.SerializeToElement(id) : null;

    private static JsonElement? Parse(CommerceAnswer answer)
    {
        var json = answer.Json();
        return json is null ? null : JsonSerializer.SerializeToElement(json);
    }

    // Looked up once for each version of the configuration, not for each call.
    private async Task<CommerceShop> OpenAsync(int? instanceId, CommercePurpose purpose, CancellationToken cancellationToken)
    {
        var version = routing.Current.Version;
        var shops = _shops;
        var key = (instanceId ?? 0, purpose);
        if (shops.Version == version && shops.ByKey.TryGetValue(key, out var known))
            return known;
        var shop = await open(instanceId, purpose, cancellationToken).ConfigureAwait(false);
        shops = _shops;
        _shops = shops.Version == version
            ? shops with { ByKey = shops.ByKey.SetItem(key, shop) }
            : new Shops(version, ImmutableDictionary<(int, CommercePurpose), CommerceShop>.Empty.Add(key, shop));
        return shop;
    }

    private sealed record Shops(long Version, ImmutableDictionary<(int, CommercePurpose), CommerceShop> ByKey);
}
