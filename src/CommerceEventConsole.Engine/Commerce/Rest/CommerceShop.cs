using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Calls;
using CommerceEventConsole.Engine.Commerce.Instances;

namespace CommerceEventConsole.Engine.Commerce.Rest;

/// <summary>
/// The REST calls of one instance, made for one purpose. Paths stand below the interface's <c>V1</c> and are encoded by the caller
/// (<see cref="Encode"/>). The calls here answer any status; those of <see cref="Orders"/>, <see cref="Stock"/> and so on throw
/// <see cref="CommerceException"/> where Commerce did not do what was asked. Costs nothing to make; safe for several callers at once.
/// </summary>
public sealed class CommerceShop
{
    private readonly CommerceRest _rest;
    private readonly string? _store;

    internal CommerceShop(CommerceRest rest, CommerceInstance instance, CommercePurpose purpose, string? store)
    {
        _rest = rest;
        _store = store;
        Instance = instance;
        Purpose = purpose;
    }

    /// <summary>The instance.</summary>
    public CommerceInstance Instance { get; }

    /// <summary>Why it is called.</summary>
    public CommercePurpose Purpose { get; }

    /// <summary>Orders, and what is made of them.</summary>
    public OrderCalls Orders => new(this);

    /// <summary>Shipments, invoices and refunds of orders.</summary>
    public OrderPaperCalls Papers => new(this);

    /// <summary>Stock at sources, and the older kind without sources.</summary>
    public StockCalls Stock => new(this);

    /// <summary>Products.</summary>
    public ProductCalls Products => new(this);

    /// <summary>Base, special and tier prices.</summary>
    public PriceCalls Prices => new(this);

    /// <summary>Customers, their groups, and companies.</summary>
    public CustomerCalls Customers => new(this);

    /// <summary>Websites and store views.</summary>
    public StoreCalls Stores => new(this);

    /// <summary>Asynchronous calls, for one entity or for many at a time.</summary>
    public BulkCalls Bulk => new(this);

    internal CommerceOptions Options => _rest.Options;

    internal TimeProvider Time => _rest.Time;

    internal GatheredOrders GatheredOrders => _rest.GatheredOrders;

    /// <summary>Encodes one part of a path, such as a SKU with a slash in it (spec 9.7, check 88).</summary>
    public static string Encode(string part) => Uri.EscapeDataString(part);

    /// <summary>The same instance, with the view of another store.</summary>
    public CommerceShop InStore(string? store) => new(_rest, Instance, Purpose, store);

    /// <summary>The address that a call of a path goes to, for people to read.</summary>
    public string AddressOf(string path) => $"{Instance.BaseUrl}/{CommercePaths.Sync(Instance, _store, path)}";

    /// <summary>Tells that calls were not needed, because one answered for many or the answer was known.</summary>
    public void Saved(int calls = 1) => _rest.Counts.Saved(Instance.Id, Purpose, calls);

    /// <summary>Reads. Tried again after passing trouble.</summary>
    /// <exception cref="CommerceException">Commerce did not answer.</exception>
    public Task<CommerceAnswer> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, body: null, isRepeatable: true, cancellationToken);

    /// <summary>Posts.</summary>
    /// <param name="path">The path.</param>
    /// <param name="body">What is sent; null for nothing.</param>
    /// <param name="isRepeatable">Whether doing it twice comes to the same; otherwise it is not tried again once Commerce may have done it.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="CommerceException">Commerce did not answer.</exception>
    public Task<CommerceAnswer> PostAsync(string path, JsonNode? body, bool isRepeatable, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body, isRepeatable, cancellationToken);

    /// <summary>Puts. Tried again after passing trouble.</summary>
    /// <exception cref="CommerceException">Commerce did not answer.</exception>
    public Task<CommerceAnswer> PutAsync(string path, JsonNode? body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Put, path, body, isRepeatable: true, cancellationToken);

    /// <summary>Deletes. Tried again after passing trouble; 404 may then mean that the first try took.</summary>
    /// <exception cref="CommerceException">Commerce did not answer.</exception>
    public Task<CommerceAnswer> DeleteAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, path, body: null, isRepeatable: true, cancellationToken);

    /// <summary>Sends any request.</summary>
    /// <exception cref="CommerceException">Commerce did not answer.</exception>
    public Task<CommerceAnswer> SendAsync(HttpMethod method, string path, JsonNode? body, bool isRepeatable, CancellationToken cancellationToken) =>
        CallAsync(method, CommercePaths.Sync(Instance, _store, path), body, isRepeatable, cancellationToken);

    /// <summary>One page of a search.</summary>
    /// <param name="path">What is searched, e.g. <c>orders</c> or <c>customers/search</c>.</param>
    /// <param name="criteria">What for.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="CommerceException">Commerce did not answer, or refused.</exception>
    public async Task<CommercePage> SearchAsync(string path, SearchCriteria criteria, CancellationToken cancellationToken) => CommercePage.Read(
        await GetAsync($"{path}?{(criteria with { PageSize = PageSize(criteria) }).ToQuery()}", cancellationToken));

    /// <summary>
    /// All pages of a search, by their numbers. The criteria's order, with the last one unique, keeps entities from moving between pages;
    /// what changes meanwhile may still do so. <see cref="WalkAsync"/> has no such gap, where the entity has a number.
    /// </summary>
    /// <exception cref="CommerceException">Commerce did not answer, or refused.</exception>
    public async IAsyncEnumerable<CommercePage> PagesAsync(
        string path, SearchCriteria criteria, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (criteria.Orders.IsEmpty)
            throw new ArgumentException("Pages need an order, or entities could be read twice or not at all.", nameof(criteria));
        long read = 0;
        for (var number = criteria.CurrentPage ?? 1; ; number++)
        {
            var page = await SearchAsync(path, criteria with { CurrentPage = number }, cancellationToken);
            yield return page;
            read += page.Items.Count;

            // Some searches answer a number beyond the end with the last page again: only the total tells.
            if (page.Items.Count < PageSize(criteria) || ((number - (criteria.CurrentPage ?? 1) + 1L) * PageSize(criteria)) >= page.Total)
                yield break;
        }
    }

    /// <summary>
    /// All pages of a search in the order of a unique number, each asking for what comes after the last one read. Nothing is left out or read
    /// twice, whatever is added or changed meanwhile, and reading can go on after any number. A page's total is of what was left to read.
    /// </summary>
    /// <param name="path">What is searched.</param>
    /// <param name="criteria">What for; its order is not used.</param>
    /// <param name="key">The number's field, e.g. <c>entity_id</c>.</param>
    /// <param name="after">The number after which to begin; 0 for the beginning.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="CommerceException">Commerce did not answer, or refused.</exception>
    public async IAsyncEnumerable<CommercePage> WalkAsync(
        string path, SearchCriteria criteria, string key, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await SearchAsync(
                path, (criteria with { Orders = [], CurrentPage = 1 }).Where(key, "gt", after).OrderBy(key), cancellationToken);
            yield return page;
            var last = page.Items.Count == 0 ? after : page.Items.Max(KeyOf);
            if (page.Items.Count < PageSize(criteria) || last <= after)
                yield break;
            after = last;
        }

        // Searches know a product's or a customer's number as entity_id, and answer it as id.
        long KeyOf(JsonObject item) => JsonFields.Long(item[key]) ?? (key == "entity_id" ? JsonFields.Long(item["id"]) : null) ?? after;
    }

    /// <summary>Many entities by one field, in as few calls as pages and addresses allow; the calls saved are counted.</summary>
    /// <param name="path">What is searched.</param>
    /// <param name="field">The field, unique among them.</param>
    /// <param name="values">Its values.</param>
    /// <param name="fields">Which members an answer has, e.g. <c>items[sku,price],total_count</c>; null for all.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="CommerceException">Commerce did not answer, or refused.</exception>
    public async Task<IReadOnlyList<JsonObject>> ManyAsync(
        string path, string field, IReadOnlyCollection<string> values, string? fields, CancellationToken cancellationToken)
    {
        var found = new List<JsonObject>(values.Count);
        foreach (var part in SearchParts.Of(field, values, Options.MaxPageSize, Options.MaxQueryLength))
        {
            var page = await SearchAsync(path, new SearchCriteria { PageSize = Options.MaxPageSize, Fields = fields }.WhereIn(field, part), cancellationToken);
            found.AddRange(page.Items);
            if (part.Count > 1)
                Saved(part.Count - 1);
        }

        return found;
    }

    /// <summary>A document, or null where Commerce has none (404).</summary>
    internal async Task<JsonObject?> FindAsync(string path, CancellationToken cancellationToken)
    {
        var answer = await GetAsync(path, cancellationToken);
        return answer.Status == 404 ? null : answer.Object();
    }

    /// <summary>Deletes; false where there was nothing.</summary>
    internal async Task<bool> RemoveAsync(string path, CancellationToken cancellationToken)
    {
        var answer = await DeleteAsync(path, cancellationToken);
        if (answer.Status == 404)
            return false;
        answer.Require();
        return true;
    }

    internal Task<CommerceAnswer> DeferAsync(HttpMethod method, string path, JsonNode body, bool many, CancellationToken cancellationToken) =>
        CallAsync(method, CommercePaths.Deferred(Instance, _store, path, many), body, isRepeatable: false, cancellationToken);

    private Task<CommerceAnswer> CallAsync(HttpMethod method, string path, JsonNode? body, bool isRepeatable, CancellationToken cancellationToken)
    {
        var call = new CommerceCall(method, path, body is null ? null : CommerceBody.Write(body), Purpose) { StoreHeader = CommercePaths.Header(Instance, _store) };
        return _rest.SendAsync(Instance, call, isRepeatable, cancellationToken);
    }

    private int PageSize(SearchCriteria criteria) => Math.Clamp(criteria.PageSize ?? Options.PageSize, 1, Options.MaxPageSize);
}
