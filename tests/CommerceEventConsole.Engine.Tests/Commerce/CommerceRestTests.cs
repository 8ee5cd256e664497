using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Calls;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Commerce.Rest;

namespace CommerceEventConsole.Engine.Tests.Commerce;

public class CommerceRestTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("rest/all/V1", "rest/german/V1/products")]
    [InlineData("rest/V1", "rest/german/V1/products")]
    [InlineData("index.php/rest/default/V1", "index.php/rest/german/V1/products")]
    public async Task On_paas_the_store_stands_in_the_path(string prefix, string path)
    {
        var commerce = new FakeCommerce(_ => (200, "{}"));
        var instance = FakeCommerce.Instance with { PathPrefix = prefix };

        await commerce.Rest.Open(instance, CommercePurpose.Enrich, "german").GetAsync("products", Token);
        await commerce.Rest.Open(instance, CommercePurpose.Enrich).GetAsync("products", Token);

        Assert.Equal($"GET https://shop.example.com/{path}", commerce.Requests[0].Line);
        Assert.Equal($"GET https://shop.example.com/{prefix}/products", commerce.Requests[1].Line);
        Assert.DoesNotContain("Store", commerce.Requests[0].Headers.Keys);
    }

    [Fact]
    public async Task In_the_cloud_service_the_store_stands_in_a_header()
    {
        var commerce = new FakeCommerce(asked => (200, asked.Line.Contains("ims/token", StringComparison.Ordinal) ? """{"access_token":"t"}""" : "{}"));

        await commerce.Rest.Open(FakeCommerce.Cloud, CommercePurpose.Enrich, "german").GetAsync("products", Token);

        var asked = commerce.Requests[^1];
        Assert.Equal(("GET https://na1.api.commerce.example.com/tenant/V1/products", "german", "Bearer t"), (asked.Line, asked.Headers["Store"], asked.Headers["Authorization"]));
    }

    [Fact]
    public async Task A_signed_search_is_signed_with_its_criteria()
    {
        var commerce = new FakeCommerce(_ => (200, """{"items":[],"total_count":0}"""));
        var instance = FakeCommerce.Instance with
        {
            Authentication = CommerceAuthentication.OAuth1,
            ProtectedSecrets = Enum.GetValues<CommerceSecret>().ToDictionary(s => s, s => $"value-of-{s}"),
        };

        await commerce.Rest.Open(instance, CommercePurpose.Enrich).Products.ManyAsync(["A B", "C/ü"], Token);

        var asked = commerce.Requests[0];
        var header = asked.Headers["Authorization"];
        var parts = header["OAuth ".Length..].Split(',').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1].Trim('"')));
        var signed = parts.Where(p => p.Key != "oauth_signature");
        var text = OAuth1Signature.BaseString("GET", new Uri(asked.Line[4..]), signed);
        Assert.Equal(OAuth1Signature.Sign(text, "value-of-ConsumerSecret", "value-of-AccessTokenSecret"), parts["oauth_signature"]);
    }

    [Fact]
    public async Task Criteria_join_groups_by_and_and_filters_by_or()
    {
        var commerce = new FakeCommerce(_ => (200, """{"items":[],"total_count":0}"""));
        var criteria = new SearchCriteria { Fields = "items[sku],total_count" }
            .Where("updated_at", "gt", new DateTimeOffset(2026, 5, 4, 11, 0, 0, TimeSpan.FromHours(2)))
            .WhereAny([new SearchFilter("status", "eq", "a&b"), new SearchFilter("status", "eq", "c")])
            .OrderBy("entity_id", descending: true)
            .Page(2, 50);

        await commerce.Shop.SearchAsync("orders", criteria, Token);

        var query = Uri.UnescapeDataString(commerce.Requests[0].Line.Split('?')[1]);
        Assert.Equal(
            "searchCriteria[filter_groups][0][filters][0][field]=updated_at&searchCriteria[filter_groups][0][filters][0][value]=2026-05-04 09:00:00"
            + "&searchCriteria[filter_groups][0][filters][0][condition_type]=gt"
            + "&searchCriteria[filter_groups][1][filters][0][field]=status&searchCriteria[filter_groups][1][filters][0][value]=a&b"
            + "&searchCriteria[filter_groups][1][filters][0][condition_type]=eq"
            + "&searchCriteria[filter_groups][1][filters][1][field]=status&searchCriteria[filter_groups][1][filters][1][value]=c"
            + "&searchCriteria[filter_groups][1][filters][1][condition_type]=eq"
            + "&searchCriteria[sort_orders][0][field]=entity_id&searchCriteria[sort_orders][0][direction]=DESC"
            + "&searchCriteria[page_size]=50&searchCriteria[current_page]=2&fields=items[sku],total_count",
            query);
        Assert.Contains("%26b", commerce.Requests[0].Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_page_is_larger_than_commerce_gives()
    {
        var commerce = new FakeCommerce(_ => (200, """{"items":[],"total_count":0}"""));

        await commerce.Shop.SearchAsync("orders", SearchCriteria.All.Page(1, 5000), Token);

        Assert.Contains("%5Bpage_size%5D=300", commerce.Requests[0].Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sku_is_one_part_of_the_path_whatever_is_in_it()
    {
        var commerce = new FakeCommerce(_ => (200, """{"sku":"a/b ü?#%"}"""));

        await commerce.Shop.Products.GetAsync("a/b ü?#%", Token);

        Assert.EndsWith("/rest/all/V1/products/a%2Fb%20%C3%BC%3F%23%25", new Uri(commerce.Requests[0].Line[4..]).AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_number_that_two_stores_gave_is_not_guessed()
    {
        var commerce = new FakeCommerce(_ => (200, """{"items":[{"entity_id":1},{"entity_id":2}],"total_count":2}"""));

        var refused = await Assert.ThrowsAsync<CommerceException>(() => commerce.Shop.Orders.FindAsync("000000007", Token));

        Assert.Contains("2 orders with the number 000000007", refused.Message, StringComparison.Ordinal);
        Assert.False(refused.IsTransient);
    }

    [Fact]
    public async Task Walking_neither_skips_nor_repeats_what_moves_meanwhile()
    {
        var ids = Enumerable.Range(1, 7).ToList();
        var commerce = new FakeCommerce(asked =>
        {
            var query = Uri.UnescapeDataString(asked.Line);
            var after = int.Parse(query.Split("[value]=")[^1].Split('&')[0]);
            var found = ids.Where(id => id > after).Order().Take(3).ToList();

            // The one that was just read goes away, and a new one comes.
            ids.Remove(found.FirstOrDefault());
            if (ids.Max() < 9)
                ids.Add(ids.Max() + 1);
            return (200, new JsonObject
            {
                ["items"] = new JsonArray([.. found.Select(id => (JsonNode)new JsonObject { ["entity_id"] = id })]), ["total_count"] = ids.Count(id => id > after),
            }.ToJsonString());
        });

        var read = new List<long>();
        await foreach (var page in commerce.Shop.Orders.ChangedSinceAsync(DateTimeOffset.UnixEpoch, 3, Token))
            read.AddRange(page.Items.Select(i => JsonFields.Long(i["entity_id"])!.Value));

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], read);
    }

    [Fact]
    public async Task Pages_end_where_the_total_says_though_the_last_page_comes_again_and_again()
    {
        var commerce = new FakeCommerce(_ => (200, """{"items":[{"sku":"a"},{"sku":"b"}],"total_count":4}"""));

        var pages = 0;
        await foreach (var page in commerce.Shop.Stock.PagesAsync(sourceCode: null, 2, Token))
            pages += page.Items.Count / 2;

        Assert.Equal((2, 2), (pages, commerce.Requests.Count));
    }

    [Fact]
    public async Task Many_are_asked_for_at_once_and_the_calls_saved_are_counted()
    {
        var commerce = new FakeCommerce(_ => (200, """{"items":[{"increment_id":"1"}],"total_count":1}"""), new CommerceOptions { MaxPageSize = 4, PageSize = 2 });

        await commerce.Shop.Orders.ManyAsync([.. Enumerable.Range(1, 10).Select(n => $"00{n}")], Token);

        Assert.Equal(3, commerce.Requests.Count);
        Assert.Contains("[value]=001,002,003,004&", Uri.UnescapeDataString(commerce.Requests[0].Line), StringComparison.Ordinal);
        var count = commerce.Counts.Read(FakeCommerce.Instance.Id, CommercePurpose.WriteBack);
        Assert.Equal((3, 7), (count.Made, count.Saved));
    }

    [Fact]
    public async Task Addresses_stay_short_enough_and_a_comma_in_a_sku_splits_nothing()
    {
        var commerce = new FakeCommerce(_ => (200, """{"items":[],"total_count":0}"""), new CommerceOptions { MaxQueryLength = 1000 });
        var skus = Enumerable.Range(1, 60).Select(n => n % 7 == 0 ? $"sku,{n}" : $"sku-number-{n}").ToList();

        await commerce.Shop.Products.ManyAsync(skus, Token);

        Assert.All(commerce.Requests, r => Assert.InRange(r.Line.Split('?')[1].Length, 1, 1200));
        var asked = commerce.Requests.SelectMany(r => r.Line.Split('?')[1].Split('&'))
            .Select(p => Uri.UnescapeDataString(p).Split('=', 2)).ToList();
        var values = commerce.Requests.SelectMany(r => Values(Uri.UnescapeDataString(r.Line.Split('?')[1])));
        Assert.Equal(skus.Order(), values.Order());

        static IEnumerable<string> Values(string query)
        {
            var pairs = query.Split('&').Select(p => p.Split('=', 2)).Where(p => p.Length == 2).ToList();
            return pairs.Where(p => p[0].EndsWith("[value]", StringComparison.Ordinal))
                .SelectMany(p => pairs.Any(c => c[1] == "in") ? p[1].Split(',') : [p[1]]);
        }
    }
}
