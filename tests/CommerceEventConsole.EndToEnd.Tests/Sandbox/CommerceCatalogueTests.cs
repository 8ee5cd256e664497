using System.Net;

namespace CommerceEventConsole.EndToEnd.Tests.Sandbox;

public sealed class CommerceCatalogueTests(SmallShop shop) : IClassFixture<SmallShop>
{
    [Fact]
    public async Task Stock_is_kept_per_source_and_a_source_can_be_taken_away()
    {
        const string Mine = "inventory/source-items?searchCriteria[filter_groups][0][filters][0][field]=sku&searchCriteria[filter_groups][0][filters][0][value]=POT-TI-900";
        await shop.Rig.CommerceAsync(HttpMethod.Post, "inventory/source-items",
            """{"sourceItems":[{"sku":"POT-TI-900","source_code":"default","quantity":5,"status":1},{"sku":"POT-TI-900","source_code":"eu","quantity":2.5,"status":1},{"sku":"POT-TI-900","source_code":"uk","quantity":9,"status":0}]}""");
        var three = (await shop.Rig.CommerceAsync(HttpMethod.Get, Mine)).Json;
        var salable = (decimal)(await shop.Rig.CommerceAsync(HttpMethod.Get, "inventory/get-product-salable-quantity/POT-TI-900/1")).Json;

        var gone = await shop.Rig.CommerceAsync(HttpMethod.Post, "inventory/source-items-delete", """{"sourceItems":[{"sku":"POT-TI-900","source_code":"uk"}]}""");

        Assert.Equal(3, (int)three["total_count"]!);
        Assert.Equal(7.5m, salable);
        Assert.Empty(gone.Json.AsArray());
        Assert.Equal(2, (int)(await shop.Rig.CommerceAsync(HttpMethod.Get, Mine)).Json["total_count"]!);
    }

    [Theory]
    [InlineData("""{"sourceItems":[{"sku":"STOVE-GAS-1","source_code":"default","quantity":1,"status":1},{"sku":"NONE","source_code":"default","quantity":5,"status":1}]}""")]
    [InlineData("""{"sourceItems":[{"sku":"STOVE-GAS-1","source_code":"default","quantity":1,"status":1},{"sku":"STOVE-GAS-1","source_code":"moon","quantity":5,"status":1}]}""")]
    [InlineData("""{"sourceItems":[{"sku":"STOVE-GAS-1","source_code":"default","quantity":"many","status":1}]}""")]
    [InlineData("""{"sourceItems":[{"sku":"STOVE-GAS-1","source_code":"default","quantity":1,"status":3}]}""")]
    [InlineData("{}")]
    public async Task A_wrong_row_of_stock_refuses_all_of_them(string body)
    {
        var before = (decimal)(await shop.Rig.CommerceAsync(HttpMethod.Get, "stockItems/STOVE-GAS-1")).Json["qty"]!;

        var refused = await shop.Rig.CommerceAsync(HttpMethod.Post, "inventory/source-items", body);

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal(before, (decimal)(await shop.Rig.CommerceAsync(HttpMethod.Get, "stockItems/STOVE-GAS-1")).Json["qty"]!);
    }

    [Fact]
    public async Task The_old_stock_item_is_written_under_its_own_id_only()
    {
        var id = (int)(await shop.Rig.CommerceAsync(HttpMethod.Get, "stockItems/FILTER-H2O")).Json["item_id"]!;

        var written = await shop.Rig.CommerceAsync(HttpMethod.Put, $"products/FILTER-H2O/stockItems/{id}", """{"stockItem":{"qty":0,"is_in_stock":false}}""");
        var wrong = await shop.Rig.CommerceAsync(HttpMethod.Put, $"products/FILTER-H2O/stockItems/{id + 1}", """{"stockItem":{"qty":0}}""");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.NotFound], [written.Status, wrong.Status]);
        Assert.False((bool)(await shop.Rig.CommerceAsync(HttpMethod.Get, "stockItems/FILTER-H2O")).Json["is_in_stock"]!);
    }

    [Fact]
    public async Task A_product_is_created_changed_and_deleted_also_with_a_slash_in_its_sku()
    {
        var created = await shop.Rig.CommerceAsync(HttpMethod.Post, "products",
            """{"product":{"sku":"ROPE 9/8","name":"Rope","attribute_set_id":4,"price":"79.5","custom_attributes":[{"attribute_code":"colour","value":"green"}]}}""");
        var changed = await shop.Rig.CommerceAsync(HttpMethod.Put, "products/ROPE%209%2F8", """{"product":{"price":81}}""");
        var read = (await shop.Rig.CommerceAsync(HttpMethod.Get, "products/ROPE%209%2F8")).Json;
        var gone = await shop.Rig.CommerceAsync(HttpMethod.Delete, "products/ROPE%209%2F8");
        var again = await shop.Rig.CommerceAsync(HttpMethod.Delete, "products/ROPE%209%2F8");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound], [created.Status, changed.Status, gone.Status, again.Status]);
        Assert.Equal((81m, "Rope"), ((decimal)read["price"]!, (string?)read["name"]));
        Assert.Contains(read["custom_attributes"]!.AsArray(), one => (string?)one!["attribute_code"] is "colour" && (string?)one["value"] is "green");
    }

    [Theory]
    [InlineData("""{"product":{"sku":"X-1","attribute_set_id":4,"price":1}}""")]
    [InlineData("""{"product":{"sku":"X-1","name":"X","price":1}}""")]
    [InlineData("""{"product":{"sku":"X-1","name":"X","attribute_set_id":4,"price":-1}}""")]
    [InlineData("""{"product":{"name":"X","attribute_set_id":4}}""")]
    [InlineData("[]")]
    public async Task A_product_that_lacks_something_is_refused(string body)
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await shop.Rig.CommerceAsync(HttpMethod.Post, "products", body)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await shop.Rig.CommerceAsync(HttpMethod.Get, "products/X-1")).Status);
    }

    [Fact]
    public async Task Base_prices_are_set_for_all_or_one_store_and_wrong_rows_are_listed_with_200()
    {
        var answer = await shop.Rig.CommerceAsync(HttpMethod.Post, "products/base-prices",
            """{"prices":[{"sku":"PACK-DAY-22","price":90,"store_id":0},{"sku":"PACK-DAY-22","price":85.5,"store_id":2},{"sku":"NONE","price":1,"store_id":0},{"sku":"PACK-DAY-22","price":-1,"store_id":0},{"sku":"PACK-DAY-22","price":1,"store_id":99}]}""");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(3, answer.Json.AsArray().Count);
        Assert.Contains("NONE", answer.Json[0]!["parameters"]!.AsArray().Select(parameter => (string?)parameter));
        Assert.Equal(90m, (decimal)(await shop.Rig.CommerceAsync(HttpMethod.Get, "products/PACK-DAY-22")).Json["price"]!);
        Assert.Equal(85.5m, (decimal)(await shop.Rig.CommerceAsync(HttpMethod.Get, "products/PACK-DAY-22", start: "/rest/de/V1/")).Json["price"]!);
        Assert.Equal(2, (await shop.Rig.CommerceAsync(HttpMethod.Post, "products/base-prices-information", """{"skus":["PACK-DAY-22"]}""")).Json.AsArray().Count);
    }

    [Fact]
    public async Task Special_and_tier_prices_replace_their_own_kind_and_can_be_taken_away()
    {
        const string Tier = """{"prices":[{"sku":"BOTTLE-ST-75","price":20,"price_type":"fixed","website_id":0,"customer_group":"Wholesale","quantity":10}]}""";
        const string Special = """{"prices":[{"sku":"BOTTLE-ST-75","price":25,"store_id":0,"price_from":"2026-05-01 00:00:00","price_to":"2026-05-31 00:00:00"}]}""";
        foreach (var (set, read, take, body) in new[]
        {
            ("products/tier-prices", "products/tier-prices-information", "products/tier-prices-delete", Tier),
            ("products/special-price", "products/special-price-information", "products/special-price-delete", Special),
        })
        {
            await shop.Rig.CommerceAsync(HttpMethod.Post, set, body);
            var failed = await shop.Rig.CommerceAsync(HttpMethod.Post, set, body.Replace("\"price\":2", "\"price\":1", StringComparison.Ordinal));
            var one = Assert.Single((await shop.Rig.CommerceAsync(HttpMethod.Post, read, """{"skus":["BOTTLE-ST-75"]}""")).Json.AsArray());
            Assert.Empty(failed.Json.AsArray());
            Assert.InRange((decimal)one!["price"]!, 10, 19);
            await shop.Rig.CommerceAsync(HttpMethod.Post, take, body);
            Assert.Empty((await shop.Rig.CommerceAsync(HttpMethod.Post, read, """{"skus":["BOTTLE-ST-75"]}""")).Json.AsArray());
        }
    }

    [Fact]
    public async Task Customers_are_known_by_an_address_that_no_other_has()
    {
        var created = await shop.Rig.CommerceAsync(HttpMethod.Post, "customers", """{"customer":{"email":"ada@example.com","firstname":"Ada","lastname":"Hill","website_id":1,"group_id":2},"password":"x"}""");
        var twice = await shop.Rig.CommerceAsync(HttpMethod.Post, "customers", """{"customer":{"email":"ADA@example.com","firstname":"Ada","lastname":"Hill","website_id":1}}""");
        var nobody = await shop.Rig.CommerceAsync(HttpMethod.Post, "customers", """{"customer":{"email":"nobody","firstname":"Ada","lastname":"Hill"}}""");
        var path = $"customers/{created.Json["id"]}";
        await shop.Rig.CommerceAsync(HttpMethod.Put, path, """{"customer":{"lastname":"Dale","group_id":3}}""");
        var noGroup = await shop.Rig.CommerceAsync(HttpMethod.Put, path, """{"customer":{"group_id":99}}""");
        var read = (await shop.Rig.CommerceAsync(HttpMethod.Get, path)).Json;
        await shop.Rig.CommerceAsync(HttpMethod.Delete, path);

        Assert.Equal([HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.NotFound], [twice.Status, nobody.Status, noGroup.Status]);
        Assert.Equal(("Ada", "Dale", 3), ((string?)read["firstname"], (string?)read["lastname"], (int)read["group_id"]!));
        Assert.Equal(HttpStatusCode.NotFound, (await shop.Rig.CommerceAsync(HttpMethod.Get, path)).Status);
    }

    [Fact]
    public async Task Groups_and_companies_come_and_go_and_stores_are_listed()
    {
        var group = await shop.Rig.CommerceAsync(HttpMethod.Post, "customerGroups", """{"group":{"code":"Schools","tax_class_id":3}}""");
        var twice = await shop.Rig.CommerceAsync(HttpMethod.Post, "customerGroups", """{"group":{"code":"schools"}}""");
        var company = await shop.Rig.CommerceAsync(HttpMethod.Post, "company", $$$"""{"company":{"company_name":"Alder","company_email":"office@alder.example","customer_group_id":{{{group.Json["id"]}}}}}""");
        var path = $"company/{company.Json["id"]}";
        await shop.Rig.CommerceAsync(HttpMethod.Put, path, """{"company":{"legal_name":"Alder GmbH"}}""");
        var found = (await shop.Rig.CommerceAsync(HttpMethod.Get, "company?searchCriteria[filter_groups][0][filters][0][field]=company_email&searchCriteria[filter_groups][0][filters][0][value]=office@alder.example")).Json;
        var general = await shop.Rig.CommerceAsync(HttpMethod.Delete, "customerGroups/1");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest], [group.Status, twice.Status, general.Status]);
        Assert.Equal("Alder GmbH", (string?)found["items"]![0]!["legal_name"]);
        Assert.True((bool)(await shop.Rig.CommerceAsync(HttpMethod.Delete, path)).Json);
        Assert.True((bool)(await shop.Rig.CommerceAsync(HttpMethod.Delete, $"customerGroups/{group.Json["id"]}")).Json);
        Assert.Equal(4, (await shop.Rig.CommerceAsync(HttpMethod.Get, "store/storeViews")).Json.AsArray().Count);
        Assert.Equal(3, (await shop.Rig.CommerceAsync(HttpMethod.Get, "store/websites")).Json.AsArray().Count);
    }
}
