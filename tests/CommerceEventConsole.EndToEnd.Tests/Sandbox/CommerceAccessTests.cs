using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using CommerceEventConsole.EndToEnd.Tests.Processes;
using CommerceEventConsole.Sandbox;
using CommerceEventConsole.Sandbox.Commerce.SignIn;

namespace CommerceEventConsole.EndToEnd.Tests.Sandbox;

public sealed class CommerceAccessTests(SmallShop shop) : IClassFixture<SmallShop>
{
    private static readonly SandboxOptions Options = new();

    [Fact]
    public void The_base_string_is_that_of_the_published_example()
    {
        // RFC 5849, 3.4.1.1, with its duplicate and empty parameters.
        var text = OAuthSignature.BaseString("POST", "http://example.com/request",
        [
            ("b5", "=%3D"), ("a3", "a"), ("c@", ""), ("a2", "r b"), ("oauth_consumer_key", "9djdj82h48djs9d2"), ("oauth_token", "kkk9d7dh3k39sjv7"),
            ("oauth_signature_method", "HMAC-SHA1"), ("oauth_timestamp", "137131201"), ("oauth_nonce", "7d8f3e4a"), ("c2", ""), ("a3", "2 q"),
        ]);
        Assert.Equal("POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_"
            + "key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7", text);
    }

    [Theory]
    [InlineData("orders/1000")]
    [InlineData("products/A%2FB%20C")]
    [InlineData("orders?searchCriteria[pageSize]=2&searchCriteria[filter_groups][0][filters][0][field]=updated_at&searchCriteria[filter_groups][0][filters][0][value]=2026-01-01+00%3A00%3A00&searchCriteria[filter_groups][0][filters][0][condition_type]=gt")]
    public async Task A_signed_request_is_let_in(string path)
    {
        var answer = await SignedAsync(path, Options.OAuthAccessTokenSecret, nonce: path, secondsOff: 0);
        Assert.NotEqual(HttpStatusCode.Unauthorized, answer.Status);
    }

    [Theory]
    [InlineData("another secret", 0, "signature_invalid")]
    [InlineData(null, -1200, "timestamp_refused")]
    public async Task A_wrong_or_old_signature_is_not(string? secret, int secondsOff, string problem)
    {
        var answer = await SignedAsync("orders/1000", secret ?? Options.OAuthAccessTokenSecret, nonce: problem, secondsOff);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal(problem, (string?)answer.Json["parameters"]![0]);
    }

    [Fact]
    public async Task A_signature_is_good_for_one_request()
    {
        var nonce = Guid.NewGuid().ToString("N");
        var first = await SignedAsync("orders/1000", Options.OAuthAccessTokenSecret, nonce, 0, stamp: "fixed");
        var second = await SignedAsync("orders/1000", Options.OAuthAccessTokenSecret, nonce, 0, stamp: "fixed");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Unauthorized], [first.Status, second.Status]);
        Assert.Equal("nonce_used", (string?)second.Json["parameters"]![0]);
    }

    [Fact]
    public async Task The_cloud_face_wants_a_token_of_ims_and_the_two_headers()
    {
        var token = await TokenAsync("openid,commerce.accs");
        var weak = await TokenAsync("openid");

        Assert.Equal(HttpStatusCode.OK, (await CloudAsync(token)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await CloudAsync(weak)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await CloudAsync(Options.CommerceToken)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await CloudAsync(token, key: "other")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await CloudAsync(token, organisation: "other")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await CloudAsync(token, store: "moon")).Status);
        await shop.Rig.PostAsync("/control/ims/revoke");
        Assert.Equal(HttpStatusCode.Unauthorized, (await CloudAsync(token)).Status);
    }

    [Theory]
    [InlineData("grant_type=password&client_id={0}&client_secret={1}&scope=openid", HttpStatusCode.BadRequest)]
    [InlineData("grant_type=client_credentials&client_id={0}&client_secret=wrong&scope=openid", HttpStatusCode.Unauthorized)]
    [InlineData("grant_type=client_credentials&client_id={0}&client_secret={1}", HttpStatusCode.BadRequest)]
    public async Task Ims_gives_no_token_for_less(string form, HttpStatusCode status)
    {
        using var content = new StringContent(string.Format(CultureInfo.InvariantCulture, form, Options.ClientId, Options.ImsClientSecret), Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = await shop.Rig.Http.PostAsync("/ims/token/v3", content, TestContext.Current.CancellationToken);
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task An_asynchronous_call_is_done_a_moment_later_and_a_bulk_tells_of_each_operation()
    {
        var accepted = await shop.Rig.CommerceAsync(HttpMethod.Put, "products/bySku",
            """[{"sku":"MUG-ENAMEL-35","product":{"price":9.5}},{"sku":"NONE","product":{"price":9.5}}]""", "/rest/all/async/bulk/V1/");
        var uuid = (string)accepted.Json["bulk_uuid"]!;

        var done = await Until.FoundAsync("the bulk is done", async () =>
            (await shop.Rig.CommerceAsync(HttpMethod.Get, $"bulk/{uuid}/status")).Json["operations_list"]!.AsArray() is var list && list.All(one => (int)one!["status"]! != 4) ? list : null);

        Assert.Equal(HttpStatusCode.Accepted, accepted.Status);
        Assert.Equal(["accepted", "accepted"], accepted.Json["request_items"]!.AsArray().Select(item => (string?)item!["status"]));
        Assert.Equal([1, 3], done.Select(one => (int)one!["status"]!));
        Assert.Equal(9.5m, (decimal)(await shop.Rig.CommerceAsync(HttpMethod.Get, "products/MUG-ENAMEL-35")).Json["price"]!);
        Assert.Contains("MUG-ENAMEL-35", (string?)(await shop.Rig.CommerceAsync(HttpMethod.Get, $"bulk/{uuid}/detailed-status")).Json["operations_list"]![0]!["result_serialized_data"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/rest/all/async/V1/orders/1000", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/rest/all/async/bulk/V1/products/bySku", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/rest/all/V1/bulk/none/status", HttpStatusCode.NotFound)]
    [InlineData("POST", "/rest/all/async/V1/orders/1000/hold", HttpStatusCode.Accepted)]
    [InlineData("GET", "/rest/moon/V1/orders/1000", HttpStatusCode.NotFound)]
    [InlineData("GET", "/rest/V1/orders/1000", HttpStatusCode.OK)]
    [InlineData("GET", "/rest/all/V1/orders/abc", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/rest/all/V1/nonsense", HttpStatusCode.NotFound)]
    public async Task Ways_that_are_there_and_ways_that_are_not(string method, string path, HttpStatusCode status)
    {
        Assert.Equal(status, (await shop.Rig.CommerceAsync(new HttpMethod(method), "", method is "GET" ? null : "{}", path)).Status);
    }

    [Fact]
    public async Task Fields_trim_an_answer()
    {
        var order = (await shop.Rig.CommerceAsync(HttpMethod.Get, "orders?fields=items[increment_id,items[sku]],total_count&searchCriteria[pageSize]=1")).Json;

        Assert.Equal(["items", "total_count"], order.AsObject().Select(pair => pair.Key));
        Assert.Equal(["increment_id", "items"], order["items"]![0]!.AsObject().Select(pair => pair.Key));
        Assert.Equal(["sku"], order["items"]![0]!["items"]![0]!.AsObject().Select(pair => pair.Key));
    }

    [Theory]
    [InlineData("eq", "1001", 1)]
    [InlineData("neq", "1001", 2)]
    [InlineData("gt", "1001", 1)]
    [InlineData("gteq", "1001", 2)]
    [InlineData("moreq", "1001", 2)]
    [InlineData("from", "1001", 2)]
    [InlineData("lt", "1001", 1)]
    [InlineData("lteq", "1001", 2)]
    [InlineData("to", "1001", 2)]
    [InlineData("in", "1000, 1002", 2)]
    [InlineData("nin", "1000,1002", 1)]
    [InlineData("like", "%2", 1)]
    [InlineData("nlike", "%2", 2)]
    [InlineData("finset", "1001", 1)]
    [InlineData("nfinset", "1001", 2)]
    [InlineData("notnull", "", 3)]
    [InlineData("null", "", 0)]
    public async Task Every_condition_type_works(string condition, string value, int count)
    {
        var found = await shop.Rig.CommerceAsync(HttpMethod.Get,
            $"orders?searchCriteria[filter_groups][0][filters][0][field]=entity_id&searchCriteria[filter_groups][0][filters][0][condition_type]={condition}&searchCriteria[filter_groups][0][filters][0][value]={Uri.EscapeDataString(value)}");
        Assert.Equal(count, (int)found.Json["total_count"]!);
    }

    private async Task<string> TokenAsync(string scope)
    {
        using var content = new StringContent($"grant_type=client_credentials&client_id={Options.ClientId}&client_secret={Options.ImsClientSecret}&scope={scope}", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = await shop.Rig.Http.PostAsync("/ims/token/v3", content, TestContext.Current.CancellationToken);
        return (string)System.Text.Json.Nodes.JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["access_token"]!;
    }

    private Task<Answered> CloudAsync(string token, string? key = null, string? organisation = null, string store = "default") => shop.Rig.SendAsync(HttpMethod.Get, "/saas/tenant-1/V1/orders/1000", null,
        ("Authorization", $"Bearer {token}"), ("x-api-key", key ?? Options.ClientId), ("x-gw-ims-org-id", organisation ?? Options.ImsOrgId), ("Store", store));

    private Task<Answered> SignedAsync(string path, string tokenSecret, string nonce, int secondsOff, string? stamp = null)
    {
        var address = new Uri(shop.Rig.Http.BaseAddress!, "/rest/default/V1/" + path);
        nonce = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(stamp is null ? nonce + Guid.NewGuid() : nonce)));
        var now = stamp is null ? TimeProvider.System.GetUtcNow() : _fixed;
        var parameters = new List<(string Name, string Value)>
        {
            ("oauth_consumer_key", Options.OAuthConsumerKey), ("oauth_token", Options.OAuthAccessToken), ("oauth_signature_method", "HMAC-SHA256"),
            ("oauth_timestamp", now.AddSeconds(secondsOff).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)), ("oauth_nonce", nonce),
        };
        var query = address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .Select(pair => (WebUtility.UrlDecode(pair[0]), WebUtility.UrlDecode(pair[1])));
        var text = OAuthSignature.BaseString("GET", address.GetLeftPart(UriPartial.Path), parameters.Concat(query));
        var key = $"{Uri.EscapeDataString(Options.OAuthConsumerSecret)}&{Uri.EscapeDataString(tokenSecret)}";
        parameters.Add(("oauth_signature", Convert.ToBase64String(HMACSHA256.HashData(Encoding.ASCII.GetBytes(key), Encoding.ASCII.GetBytes(text)))));
        var header = "OAuth " + string.Join(",", parameters.Select(pair => $"{pair.Name}=\"{Uri.EscapeDataString(pair.Value)}\""));
        return shop.Rig.SendAsync(HttpMethod.Get, address.AbsoluteUri, null, ("Authorization", header));
    }

    private readonly DateTimeOffset _fixed = TimeProvider.System.GetUtcNow();
}
