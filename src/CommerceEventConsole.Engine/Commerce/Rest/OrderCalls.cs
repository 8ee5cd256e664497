using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Commerce.Api;

namespace CommerceEventConsole.Engine.Commerce.Rest;

/// <summary>An entry of an order's history (spec 7.2).</summary>
/// <param name="Comment">What it says.</param>
/// <param name="Status">The status that the order takes on; null adds a comment only (spec 9.7, check 90).</param>
public sealed record OrderComment(string Comment, string? Status = null)
{
    /// <summary>Whether Commerce tells the customer by e-mail.</summary>
    public bool NotifyCustomer { get; init; }

    /// <summary>Whether the customer sees it in the account.</summary>
    public bool VisibleOnFront { get; init; }
}

/// <summary>Calls about orders (spec 7.2). All of them throw <see cref="CommerceException"/> where Commerce did not do what was asked.</summary>
public sealed class OrderCalls
{
    // Commerce's own spelling.
    private const string HeldStatus = "holded";
    private const string CanceledStatus = "canceled";

    private readonly CommerceShop _shop;

    internal OrderCalls(CommerceShop shop) => _shop = shop;

    /// <summary>An order by its <c>entity_id</c>; null where there is none.</summary>
    /// <param name="id">The <c>entity_id</c>.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <param name="fields">Which members the answer has; null for all.</param>
    public Task<JsonObject?> GetAsync(long id, CancellationToken cancellationToken, string? fields = null) =>
        _shop.FindAsync($"orders/{id}" + Query(fields), cancellationToken);

    /// <summary>As <see cref="GetAsync"/>, in one call with others who ask at the same time.</summary>
    /// <param name="id">The <c>entity_id</c>.</param>
    /// <param name="fields">Which members the answer has, <c>entity_id</c> among them.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public Task<JsonObject?> GetWithOthersAsync(long id, string fields, CancellationToken cancellationToken) =>
        _shop.GatheredOrders.GetAsync(_shop, id, fields, cancellationToken);

    /// <summary>An order by its number; null where there is none.</summary>
    /// <param name="incrementId">The number, <c>increment_id</c>.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <param name="storeId">The store, where several stores count from the same number; null for any.</param>
    /// <exception cref="CommerceException">Several orders have that number: it is unique within a store only (spec 7.2).</exception>
    public async Task<JsonObject?> FindAsync(string incrementId, CancellationToken cancellationToken, int? storeId = null)
    {
        var criteria = new SearchCriteria { PageSize = 2 }.Where("increment_id", "eq", incrementId);
        if (storeId is { } store)
            criteria = criteria.Where("store_id", "eq", store);
        var page = await SearchAsync(criteria, cancellationToken);
        return page.Total <= 1
            ? page.Items.FirstOrDefault()
            : throw new CommerceException($"Commerce has {page.Total} orders with the number {incrementId}, in several stores. Choose the store.", 200);
    }

    /// <summary>Many orders by their numbers, in few calls.</summary>
    public Task<IReadOnlyList<JsonObject>> ManyAsync(IReadOnlyCollection<string> incrementIds, CancellationToken cancellationToken, string? fields = null) =>
        _shop.ManyAsync("orders", "increment_id", incrementIds, fields, cancellationToken);

    /// <summary>One page of a search.</summary>
    public Task<CommercePage> SearchAsync(SearchCriteria criteria, CancellationToken cancellationToken) => _shop.SearchAsync("orders", criteria, cancellationToken);

    /// <summary>All orders changed at or after a time, page by page, by their <c>entity_id</c>: what changes meanwhile belongs to the next run.</summary>
    /// <param name="since">The time.</param>
    /// <param name="pageSize">Orders in a page.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <param name="before">Only those changed before; null for no end.</param>
    /// <param name="after">The <c>entity_id</c> after which to go on; 0 for the beginning.</param>
    /// <param name="fields">Which members the answer has; they must include <c>items[entity_id]</c>. Null for all.</param>
    public IAsyncEnumerable<CommercePage> ChangedSinceAsync(
        DateTimeOffset since, int pageSize, CancellationToken cancellationToken, DateTimeOffset? before = null, long after = 0, string? fields = null)
    {
        var criteria = new SearchCriteria { PageSize = pageSize, Fields = fields }.Where("updated_at", "gteq", since);
        return _shop.WalkAsync("orders", before is { } end ? criteria.Where("updated_at", "lt", end) : criteria, "entity_id", after, cancellationToken);
    }

    /// <summary>An order's status.</summary>
    public async Task<string?> StatusAsync(long id, CancellationToken cancellationToken) =>
        JsonFields.Text((await _shop.GetAsync($"orders/{id}/statuses", cancellationToken)).Json());

    /// <summary>An order's history, the newest first, as Commerce orders it.</summary>
    public async Task<IReadOnlyList<JsonObject>> CommentsAsync(long id, CancellationToken cancellationToken) =>
        CommercePage.Read(await _shop.GetAsync($"orders/{id}/comments", cancellationToken)).Items;

    /// <summary>Adds to an order's history, and sets its status where the entry has one. Twice makes two entries: see <see cref="CommentOnceAsync"/>.</summary>
    public async Task CommentAsync(long id, OrderComment comment, CancellationToken cancellationToken)
    {
        var entry = new JsonObject
        {
            ["comment"] = comment.Comment,
            ["is_customer_notified"] = comment.NotifyCustomer ? 1 : 0,
            ["is_visible_on_front"] = comment.VisibleOnFront ? 1 : 0,
            ["parent_id"] = id,
        };
        if (comment.Status is not null)
            entry["status"] = comment.Status;
        Confirm(await _shop.PostAsync($"orders/{id}/comments", new JsonObject { ["statusHistory"] = entry }, isRepeatable: false, cancellationToken));
    }

    /// <summary>Adds to an order's history what is not there yet, word for word and with the same status; also after an answer was lost.</summary>
    /// <returns>Whether it was added.</returns>
    public async Task<bool> CommentOnceAsync(long id, OrderComment comment, CancellationToken cancellationToken)
    {
        if (await IsThereAsync(id, comment, cancellationToken))
            return false;
        try
        {
            await CommentAsync(id, comment, cancellationToken);
        }
        catch (CommerceException e) when (e.MayHaveTaken)
        {
            if (!await IsThereAsync(id, comment, cancellationToken))
                throw;
        }

        return true;
    }

    /// <summary>Puts an order on hold.</summary>
    public async Task HoldAsync(long id, CancellationToken cancellationToken) => Confirm(await ActAsync(id, "hold", cancellationToken));

    /// <summary>Takes an order off hold.</summary>
    public async Task UnholdAsync(long id, CancellationToken cancellationToken) => Confirm(await ActAsync(id, "unhold", cancellationToken));

    /// <summary>Cancels an order.</summary>
    public async Task CancelAsync(long id, CancellationToken cancellationToken) => Confirm(await ActAsync(id, "cancel", cancellationToken));

    /// <summary>
    /// Brings an order to a status in the way that Commerce has for it: cancelled, held and released it is by calls of their own, which also
    /// change its state and give its stock back; any other status is set with an entry of its history (spec 7.2).
    /// </summary>
    /// <param name="id">The order's <c>entity_id</c>.</param>
    /// <param name="now">The status that it has; null where it is not known.</param>
    /// <param name="comment">The status, and what the history says where an entry sets it.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task MoveAsync(long id, string? now, OrderComment comment, CancellationToken cancellationToken)
    {
        if (now == HeldStatus && comment.Status is not HeldStatus)
            await UnholdAsync(id, cancellationToken);
        await (comment.Status switch
        {
            CanceledStatus => CancelAsync(id, cancellationToken),
            HeldStatus => HoldAsync(id, cancellationToken),
            _ => CommentAsync(id, comment, cancellationToken),
        });
    }

    /// <summary>Writes the ids that an order, and its customer, have in another system. Its number goes along, because Commerce saves what is sent as an order (spec 7.2).</summary>
    /// <param name="id">The order's <c>entity_id</c>.</param>
    /// <param name="incrementId">The order's number.</param>
    /// <param name="externalOrderId">The order's id there; null leaves it.</param>
    /// <param name="externalCustomerId">The customer's id there; null leaves it.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task SetExternalIdsAsync(
        long id, string incrementId, string? externalOrderId, string? externalCustomerId, CancellationToken cancellationToken)
    {
        var entity = new JsonObject { ["entity_id"] = id, ["increment_id"] = incrementId };
        if (externalOrderId is not null)
            entity["ext_order_id"] = externalOrderId;
        if (externalCustomerId is not null)
            entity["ext_customer_id"] = externalCustomerId;
        (await _shop.PostAsync("orders", new JsonObject { ["entity"] = entity }, isRepeatable: true, cancellationToken)).Require();
    }

    private async Task<bool> IsThereAsync(long id, OrderComment comment, CancellationToken cancellationToken) =>
        (await CommentsAsync(id, cancellationToken)).Any(entry =>
            JsonFields.Text(entry["comment"]) == comment.Comment && (comment.Status is null || JsonFields.Text(entry["status"]) == comment.Status));

    private Task<CommerceAnswer> ActAsync(long id, string verb, CancellationToken cancellationToken) =>
        _shop.PostAsync($"orders/{id}/{verb}", body: null, isRepeatable: false, cancellationToken);

    private static string Query(string? fields) => fields is null ? "" : "?fields=" + Uri.EscapeDataString(fields);

    // Commerce answers a refusal of these with 200 and false.
    private static void Confirm(CommerceAnswer answer)
    {
        if (answer.Json() is JsonValue value && value.TryGetValue<bool>(out var done) && !done)
            throw new CommerceException("Commerce did not do it, and does not say why. The order's state may not allow it.", answer.Status) { IsTransient = false };
    }
}
