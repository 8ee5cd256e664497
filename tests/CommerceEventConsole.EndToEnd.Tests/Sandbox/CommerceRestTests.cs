using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.EndToEnd.Tests.Sandbox;

public sealed class CommerceRestTests(CommerceRestTests.ShopWithFiveOrders shop) : IClassFixture<CommerceRestTests.ShopWithFiveOrders>
{
    [Theory]
    [InlineData("orders?searchCriteria[filterGroups][0][filters][0][field]=entity_id&searchCriteria[filterGroups][0][filters][0][value]=1002&searchCriteria[filterGroups][0][filters][0][conditionType]=gt", 2)]
    [InlineData("orders?searchCriteria[filter_groups][0][filters][0][field]=entity_id&searchCriteria[filter_groups][0][filters][0][value]=1002&searchCriteria[filter_groups][0][filters][0][condition_type]=gteq", 3)]
    [InlineData("orders?searchCriteria[filter_groups][0][filters][0][field]=entity_id&searchCriteria[filter_groups][0][filters][0][value]=1000,1004&searchCriteria[filter_groups][0][filters][0][condition_type]=in", 2)]
    [InlineData("orders?searchCriteria[filter_groups][0][filters][0][field]=entity_id&searchCriteria[filter_groups][0][filters][0][value]=1000&searchCriteria[filter_groups][0][filters][1][field]=entity_id&searchCriteria[filter_groups][0][filters][1][value]=1001", 2)]
    [InlineData("orders?searchCriteria[filter_groups][0][filters][0][field]=entity_id&searchCriteria[filter_groups][0][filters][0][value]=1000&searchCriteria[filter_groups][1][filters][0][field]=entity_id&searchCriteria[filter_groups][1][filters][0][value]=1001", 0)]
    [InlineData("products?searchCriteria[filter_groups][0][filters][0][field]=sku&searchCriteria[filter_groups][0][filters][0][value]=TENT%25&searchCriteria[filter_groups][0][filters][0][condition_type]=like", 2)]
    [InlineData("products?searchCriteria[filter_groups][0][filters][0][field]=name&searchCriteria[filter_groups][0][filters][0][value]=%25backpack%25&searchCriteria[filter_groups][0][filters][0][condition_type]=like", 3)]
    [InlineData("customers/search?searchCriteria[filter_groups][0][filters][0][field]=entity_id&searchCriteria[filter_groups][0][filters][0][value]=3", 1)]
    [InlineData("inventory/source-items?searchCriteria[filter_groups][0][filters][0][field]=sku&searchCriteria[filter_groups][0][filters][0][value]=STOVE-GAS-1", 1)]
    public async Task Searches_find_what_fits(string path, int count)
    {
        var found = await shop.Rig.CommerceJsonAsync(path);

        Assert.Equal(count, (int)found["total_count"]!);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_overlap()
    {
        const string Sorted = "orders?searchCriteria[sortOrders][0][field]=entity_id&searchCriteria[sortOrders][0][direction]=DESC&searchCriteria[pageSize]=2&searchCriteria[currentPage]=";

        var ids = new List<int>();
        for (var page = 1; page <= 3; page++)
            ids.AddRange((await shop.Rig.CommerceJsonAsync(Sorted + page))["items"]!.AsArray().Select(order => (int)order!["entity_id"]!));

        Assert.Equal([1004, 1003, 1002, 1001, 1000], ids);
    }

    [Theory]
    [InlineData("orders/1000", null, HttpStatusCode.Unauthorized)]
    [InlineData("orders/1000", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("orders/999999", "sandbox-only-commerce-token", HttpStatusCode.NotFound)]
    [InlineData("products/NONE", "sandbox-only-commerce-token", HttpStatusCode.NotFound)]
    [InlineData("orders?searchCriteria[pageSize]=none", "sandbox-only-commerce-token", HttpStatusCode.BadRequest)]
    [InlineData("orders?searchCriteria[filter_groups][0][filters][0][condition_type]=resembles", "sandbox-only-commerce-token", HttpStatusCode.BadRequest)]
    public async Task Errors_have_the_status_and_body_of_commerce(string path, string? token, HttpStatusCode status)
    {
        using var answer = await shop.Rig.CommerceAsync(path, token);

        Assert.Equal(status, answer.StatusCode);
        var body = await answer.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken);
        Assert.Contains("%1", (string)body!["message"]!, StringComparison.Ordinal);
        Assert.NotEmpty(body["parameters"]!.AsArray());
    }

    /// <summary>Orders 1000 to 1004, for tests that only read.</summary>
    public sealed class ShopWithFiveOrders : IAsyncLifetime
    {
        public SandboxRig Rig { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Rig = await SandboxRig.StartAsync();
            await Rig.PostAsync("/control/shop/orders?count=5");
        }

        public ValueTask DisposeAsync() => Rig.DisposeAsync();
    }
}
