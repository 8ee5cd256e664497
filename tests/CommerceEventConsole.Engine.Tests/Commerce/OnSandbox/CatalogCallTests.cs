using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Calls;
using CommerceEventConsole.Engine.Commerce.Rest;

namespace CommerceEventConsole.Engine.Tests.Commerce.OnSandbox;

public class CatalogCallTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stock_is_written_absolutely_and_a_wrong_row_does_not_take_the_others_with_it()
    {
        await using var commerce = await SandboxCommerce.StartAsync(o => (o.ExtraArticles, o.CommerceInputLimits) = (50, true));
        var items = Enumerable.Range(1, 45).Select(n => new SourceItem($"CAT-{n:000000}", "default", n, IsInStock: n % 2 == 0)).ToList();
        items[7] = items[7] with { Sku = "NO-SUCH" };

        var outcomes = await commerce.Shop.Stock.WriteAsync(items, Token);

        Assert.Equal(items.Select(i => i.Sku), outcomes.Select(o => o.Key));
        var wrong = Assert.Single(outcomes, o => o.Problem is not null);
        Assert.Equal(("NO-SUCH", false), (wrong.Key, wrong.IsTransient));
        Assert.Contains("NO-SUCH", wrong.Problem, StringComparison.Ordinal);
        var read = await commerce.Shop.Stock.ReadAsync([.. items.Select(i => i.Sku)], Token);
        Assert.Equal(items.Where(i => i.Sku != "NO-SUCH").OrderBy(i => i.Sku), read.Where(r => r.SourceCode == "default").OrderBy(r => r.Sku));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Much_stock_goes_by_bulk_calls_on_both_editions(bool cloud)
    {
        await using var commerce = await SandboxCommerce.StartAsync(o => (o.ExtraArticles, o.CommerceInputLimits) = (200, true));
        var shop = commerce.Rest.Open(cloud ? commerce.Cloud : commerce.PaaS, CommercePurpose.Resync);
        var items = Enumerable.Range(1, 150).Select(n => new SourceItem($"CAT-{n:000000}", "default", n + 0.5m, IsInStock: true)).ToList();
        items[120] = items[120] with { Sku = "NO-SUCH" };

        var outcomes = await shop.Stock.WriteManyAsync(items, Token);

        Assert.Equal("NO-SUCH", Assert.Single(outcomes, o => o.Problem is not null).Key);
        Assert.Contains(commerce.Requests, r => r.EndsWith(cloud ? "/saas/tenant/V1/async/bulk/inventory/source-items" : "/rest/all/async/bulk/V1/inventory/source-items", StringComparison.Ordinal));
        var read = await shop.Stock.ReadAsync([.. items.Select(i => i.Sku)], Token);
        Assert.Equal(149, read.Count(r => r.SourceCode == "default" && r.Quantity == decimal.Parse(r.Sku[4..]) + 0.5m));
        Assert.True(commerce.Requests.Count < 40, $"{commerce.Requests.Count} requests for 150 rows, one of them wrong");
    }

    [Fact]
    public async Task Stock_is_read_page_by_page_taken_away_and_known_as_salable()
    {
        await using var commerce = await SandboxCommerce.StartAsync(o => o.ExtraArticles = 25);
        var rows = new List<SourceItem>();
        await foreach (var page in commerce.Shop.Stock.PagesAsync("default", 10, Token))
            rows.AddRange(page.Items.Select(StockCalls.Read));

        Assert.Equal(rows.Select(r => r.Sku).Distinct().Count(), rows.Count);
        Assert.Superset(Enumerable.Range(1, 25).Select(n => $"CAT-{n:000000}").ToHashSet(), rows.Select(r => r.Sku).ToHashSet());

        await commerce.Shop.Stock.WriteAsync([new SourceItem("CAT-000001", "default", 12, IsInStock: true)], Token);
        Assert.Equal(12, await commerce.Shop.Stock.SalableAsync("CAT-000001", 1, Token));
        var legacy = await commerce.Shop.Stock.LegacyAsync("CAT-000001", Token);
        await commerce.Shop.Stock.SetLegacyAsync("CAT-000001", JsonFields.Long(legacy!["item_id"])!.Value, 3, isInStock: true, Token);
        Assert.Equal(3, Assert.Single(await commerce.Shop.Stock.ReadAsync(["CAT-000001"], Token)).Quantity);
        await commerce.Shop.Stock.DeleteAsync([("CAT-000001", "default")], Token);
        Assert.Empty(await commerce.Shop.Stock.ReadAsync(["CAT-000001"], Token));
    }

    [Fact]
    public async Task Products_are_made_changed_found_and_deleted_whatever_their_sku()
    {
        await using var commerce = await SandboxCommerce.StartAsync();
        var products = commerce.Shop.Products;
        const string sku = "A/B C+ü";

        await products.SaveAsync(Product(sku, "Mug", 9.99m), Token);
        await products.UpdateAsync(sku, new JsonObject { ["name"] = "Large mug" }, Token);

        var read = await products.GetAsync(sku, Token);
        Assert.Equal(("Large mug", 9.99m), ((string?)read!["name"], JsonFields.Decimal(read["price"])));
        Assert.Single(await products.ManyAsync([sku, "NO-SUCH"], Token));
        Assert.True(await products.DeleteAsync(sku, Token));
        Assert.False(await products.DeleteAsync(sku, Token));
        Assert.Null(await products.GetAsync(sku, Token));
    }

    [Fact]
    public async Task Many_products_are_saved_in_bulk_and_each_tells_how_it_ended()
    {
        await using var commerce = await SandboxCommerce.StartAsync();
        var products = Enumerable.Range(1, 30).Select(n => Product($"NEW-{n}", $"Article {n}", n)).ToList();
        products[4].Remove("name");

        var outcomes = await commerce.Shop.Products.SaveManyAsync(products, Token);

        Assert.Equal(products.Select(p => (string?)p["sku"]), outcomes.Select(o => o.Key));
        Assert.Equal("NEW-5", Assert.Single(outcomes, o => o.Problem is not null).Key);
        Assert.Equal(29, (await commerce.Shop.Products.ManyAsync([.. products.Select(p => (string)p["sku"]!)], Token)).Count);
    }

    [Fact]
    public async Task Changed_products_are_walked_through_by_id()
    {
        await using var commerce = await SandboxCommerce.StartAsync(o => o.ExtraArticles = 30);
        var skus = new List<string>();

        await foreach (var page in commerce.Shop.Products.ChangedSinceAsync(since: null, 7, Token))
            skus.AddRange(page.Items.Select(p => (string)p["sku"]!));

        Assert.Equal(skus.Distinct().Count(), skus.Count);
        Assert.Equal((await commerce.Shop.Products.SearchAsync(SearchCriteria.All.Page(1, 1), Token)).Total, skus.Count);
    }

    [Fact]
    public async Task Of_prices_that_are_set_the_wrong_rows_are_named()
    {
        await using var commerce = await SandboxCommerce.StartAsync(o => (o.ExtraArticles, o.CommerceInputLimits) = (40, true));
        var prices = Enumerable.Range(1, 30).Select(n => new BasePrice($"CAT-{n:000000}", n + 0.99m)).ToList();
        prices[2] = prices[2] with { Sku = "NO-SUCH" };
        prices[25] = prices[25] with { StoreId = 999 };

        var outcomes = await commerce.Shop.Prices.SetBaseAsync(prices, Token);

        Assert.Equal(["NO-SUCH", "CAT-000026"], outcomes.Where(o => o.Problem is not null).Select(o => o.Key));
        Assert.Contains("Requested product doesn't exist. Row ID: SKU = NO-SUCH", outcomes[2].Problem, StringComparison.Ordinal);
        var read = await commerce.Shop.Prices.BaseAsync(["CAT-000001", "CAT-000030"], Token);
        Assert.Equal([1.99m, 30.99m], read.Select(p => JsonFields.Decimal(p["price"])));
    }

    [Fact]
    public async Task Special_and_tier_prices_are_set_read_and_ended()
    {
        await using var commerce = await SandboxCommerce.StartAsync(o => o.ExtraArticles = 2);
        var prices = commerce.Shop.Prices;
        var special = new SpecialPrice("CAT-000001", 5, new DateTimeOffset(2026, 5, 4, 0, 0, 0, TimeSpan.Zero));
        var tier = new TierPrice("CAT-000002", 10, "ALL GROUPS", 5, IsPercentage: true);

        Assert.All(await prices.SetSpecialAsync([special], Token), o => Assert.Null(o.Problem));
        Assert.All(await prices.SetTiersAsync([tier], Token), o => Assert.Null(o.Problem));
        Assert.Equal(5, JsonFields.Decimal(Assert.Single(await prices.SpecialAsync(["CAT-000001"], Token))["price"]));
        Assert.Equal("discount", (string?)Assert.Single(await prices.TiersAsync(["CAT-000002"], Token))["price_type"]);
        await prices.EndSpecialAsync([special], Token);
        await prices.RemoveTiersAsync([tier], Token);

        Assert.Empty(await prices.SpecialAsync(["CAT-000001"], Token));
        Assert.Empty(await prices.TiersAsync(["CAT-000002"], Token));
    }

    [Fact]
    public async Task Customers_groups_and_companies_are_made_found_and_changed()
    {
        await using var commerce = await SandboxCommerce.StartAsync();
        var customers = commerce.Shop.Customers;
        var group = await customers.CreateGroupAsync("Dealers", 3, Token);
        var made = await customers.CreateAsync(
            new JsonObject { ["email"] = "jane.doe@example.com", ["firstname"] = "Jane", ["lastname"] = "Doe", ["website_id"] = 1 }, Token);
        var id = JsonFields.Long(made["id"])!.Value;

        await customers.UpdateAsync(
            id,
            new JsonObject { ["email"] = "jane.doe@example.com", ["firstname"] = "Janet", ["lastname"] = "Doe", ["website_id"] = 1, ["group_id"] = group["id"]!.DeepClone() },
            Token);

        var found = await customers.FindAsync("jane.doe@example.com", Token);
        Assert.Equal(("Janet", JsonFields.Long(group["id"])), ((string?)found!["firstname"], JsonFields.Long(found["group_id"])));
        Assert.Contains((await customers.GroupsAsync(SearchCriteria.All, Token)).Items, g => (string?)g["code"] == "Dealers");
        var twice = await Assert.ThrowsAsync<CommerceException>(() => customers.CreateAsync(
            new JsonObject { ["email"] = "jane.doe@example.com", ["firstname"] = "J", ["lastname"] = "D", ["website_id"] = 1 }, Token));
        Assert.Contains("same email address", twice.Message, StringComparison.Ordinal);
        var company = await customers.CreateCompanyAsync(new JsonObject { ["company_name"] = "ACME", ["company_email"] = "office@acme.example" }, Token);
        await customers.UpdateCompanyAsync(JsonFields.Long(company["id"])!.Value, new JsonObject { ["legal_name"] = "ACME Ltd" }, Token);
        Assert.Equal("ACME Ltd", (string?)Assert.Single((await customers.CompaniesAsync(SearchCriteria.All, Token)).Items)["legal_name"]);
        Assert.True(await customers.DeleteAsync(id, Token));
        Assert.Null(await customers.GetAsync(id, Token));
    }

    [Fact]
    public async Task Stores_and_the_view_of_one_are_read_on_both_editions()
    {
        await using var commerce = await SandboxCommerce.StartAsync();
        var views = await commerce.Shop.Stores.ViewsAsync(Token);
        Assert.NotEmpty(await commerce.Shop.Stores.WebsitesAsync(Token));
        var code = (string)views.First(v => (string?)v["code"] is not ("admin" or "all"))["code"]!;

        foreach (var instance in new[] { commerce.PaaS, commerce.Signed, commerce.Cloud })
        {
            var shop = commerce.Rest.Open(instance, CommercePurpose.Resync, code);
            Assert.True((await shop.GetAsync("store/websites", Token)).Succeeded);
            Assert.Equal(404, (await shop.InStore("no-such-store").GetAsync("products/X", Token)).Status);
        }
    }

    private static JsonObject Product(string sku, string name, decimal price) => new()
    {
        ["sku"] = sku, ["name"] = name, ["attribute_set_id"] = 4, ["price"] = price, ["status"] = 1, ["visibility"] = 4, ["type_id"] = "simple",
    };
}
