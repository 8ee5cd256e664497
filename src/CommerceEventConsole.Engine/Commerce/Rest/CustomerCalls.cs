using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Commerce.Api;

namespace CommerceEventConsole.Engine.Commerce.Rest;

/// <summary>
/// Calls about customers, their groups and companies (spec 7.2; companies are Adobe Commerce B2B). All of them throw
/// <see cref="CommerceException"/> where Commerce did not do what was asked.
/// </summary>
public sealed class CustomerCalls
{
    private readonly CommerceShop _shop;

    internal CustomerCalls(CommerceShop shop) => _shop = shop;

    /// <summary>A customer; null where there is none.</summary>
    public Task<JsonObject?> GetAsync(long id, CancellationToken cancellationToken) => _shop.FindAsync($"customers/{id}", cancellationToken);

    /// <summary>A customer by e-mail address; null where there is none.</summary>
    /// <param name="email">The address.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <param name="websiteId">The website, where accounts are not shared between websites; null for any.</param>
    /// <exception cref="CommerceException">Several websites have a customer of that address.</exception>
    public async Task<JsonObject?> FindAsync(string email, CancellationToken cancellationToken, int? websiteId = null)
    {
        var criteria = new SearchCriteria { PageSize = 2 }.Where("email", "eq", email);
        var page = await SearchAsync(websiteId is { } site ? criteria.Where("website_id", "eq", site) : criteria, cancellationToken);
        return page.Total <= 1
            ? page.Items.FirstOrDefault()
            : throw new CommerceException("Commerce has several customers with this e-mail address, on several websites. Choose the website.", 200);
    }

    /// <summary>One page of a search.</summary>
    public Task<CommercePage> SearchAsync(SearchCriteria criteria, CancellationToken cancellationToken) =>
        _shop.SearchAsync("customers/search", criteria, cancellationToken);

    /// <summary>All customers that were changed at or after a time, page by page, by their <c>entity_id</c> (the answer's <c>id</c>).</summary>
    /// <param name="since">The time; null for all.</param>
    /// <param name="pageSize">Customers in a page.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <param name="after">The id after which to go on; 0 for the beginning.</param>
    public IAsyncEnumerable<CommercePage> ChangedSinceAsync(DateTimeOffset? since, int pageSize, CancellationToken cancellationToken, long after = 0)
    {
        var criteria = new SearchCriteria { PageSize = pageSize };
        return _shop.WalkAsync("customers/search", since is { } time ? criteria.Where("updated_at", "gteq", time) : criteria, "entity_id", after, cancellationToken);
    }

    /// <summary>Creates a customer. Not tried again once Commerce may have done it; a second one with the address would be refused.</summary>
    /// <param name="customer">The customer as Commerce describes it: <c>email</c>, <c>firstname</c>, <c>lastname</c>, <c>website_id</c>, <c>group_id</c> and so on.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<JsonObject> CreateAsync(JsonObject customer, CancellationToken cancellationToken) =>
        (await _shop.PostAsync("customers", Body("customer", customer), isRepeatable: false, cancellationToken)).Object();

    /// <summary>Changes a customer. Commerce wants <c>email</c>, <c>firstname</c>, <c>lastname</c> and <c>website_id</c> to be there.</summary>
    public async Task<JsonObject> UpdateAsync(long id, JsonObject customer, CancellationToken cancellationToken)
    {
        var body = Body("customer", customer);
        body["customer"]!["id"] = id;
        return (await _shop.PutAsync($"customers/{id}", body, cancellationToken)).Object();
    }

    /// <summary>Deletes a customer.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> DeleteAsync(long id, CancellationToken cancellationToken) => _shop.RemoveAsync($"customers/{id}", cancellationToken);

    /// <summary>One page of customer groups: <c>id</c>, <c>code</c>, <c>tax_class_id</c>.</summary>
    public Task<CommercePage> GroupsAsync(SearchCriteria criteria, CancellationToken cancellationToken) =>
        _shop.SearchAsync("customerGroups/search", criteria, cancellationToken);

    /// <summary>Creates a customer group. Not tried again once Commerce may have done it.</summary>
    public async Task<JsonObject> CreateGroupAsync(string code, int taxClassId, CancellationToken cancellationToken) => (await _shop.PostAsync(
        "customerGroups", new JsonObject { ["group"] = new JsonObject { ["code"] = code, ["tax_class_id"] = taxClassId } }, isRepeatable: false, cancellationToken)).Object();

    /// <summary>Changes a customer group.</summary>
    public async Task<JsonObject> UpdateGroupAsync(int id, string code, int taxClassId, CancellationToken cancellationToken) => (await _shop.PutAsync(
        $"customerGroups/{id}", new JsonObject { ["group"] = new JsonObject { ["id"] = id, ["code"] = code, ["tax_class_id"] = taxClassId } }, cancellationToken)).Object();

    /// <summary>Deletes a customer group.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> DeleteGroupAsync(int id, CancellationToken cancellationToken) => _shop.RemoveAsync($"customerGroups/{id}", cancellationToken);

    /// <summary>One page of companies.</summary>
    public Task<CommercePage> CompaniesAsync(SearchCriteria criteria, CancellationToken cancellationToken) =>
        _shop.SearchAsync("company/", criteria, cancellationToken);

    /// <summary>A company; null where there is none.</summary>
    public Task<JsonObject?> CompanyAsync(long id, CancellationToken cancellationToken) => _shop.FindAsync($"company/{id}", cancellationToken);

    /// <summary>Creates a company. Not tried again once Commerce may have done it.</summary>
    public async Task<JsonObject> CreateCompanyAsync(JsonObject company, CancellationToken cancellationToken) =>
        (await _shop.PostAsync("company/", Body("company", company), isRepeatable: false, cancellationToken)).Object();

    /// <summary>Changes a company.</summary>
    public async Task<JsonObject> UpdateCompanyAsync(long id, JsonObject company, CancellationToken cancellationToken) =>
        (await _shop.PutAsync($"company/{id}", Body("company", company), cancellationToken)).Object();

    private static JsonObject Body(string name, JsonObject document) => new() { [name] = document.DeepClone() };
}
