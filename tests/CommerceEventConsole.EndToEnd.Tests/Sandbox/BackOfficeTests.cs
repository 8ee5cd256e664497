using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using CommerceEventConsole.Sandbox.BackOffice;

namespace CommerceEventConsole.EndToEnd.Tests.Sandbox;

public sealed class BackOfficeTests
{
    private const string Secret = "whsec_c2FuZGJveC1vbmx5LXdlYmhvb2stc2VjcmV0";
    private const string KnownOrder = """{"type":"t","data":{"value":{"increment_id":"000000007","items":[{"sku":"MAT-AIR-L"}]}}}""";
    private const string UnknownOrder = """{"type":"t","data":{"value":{"increment_id":"000000008","items":[{"sku":"MAT-AIR-L"},{"sku":"TENT-ARC-2"}]}}}""";

    [Fact]
    public async Task The_same_delivery_twice_gets_the_same_number_and_counts_as_a_duplicate()
    {
        await using var rig = await SandboxRig.StartAsync();

        using var first = await BackOfficeCalls.SendAsync(rig, "erp/orders", "msg_1", KnownOrder);
        using var second = await BackOfficeCalls.SendAsync(rig, "erp/orders", "msg_1", KnownOrder);
        using var other = await BackOfficeCalls.SendAsync(rig, "erp/orders", "msg_2", KnownOrder);

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Created], [first.StatusCode, second.StatusCode, other.StatusCode]);
        Assert.Equal(await NumberOf(first), await NumberOf(second));
        Assert.NotEqual(await NumberOf(first), await NumberOf(other), StringComparer.Ordinal);
        var summary = await rig.GetAsync("/erp/summary");
        Assert.Equal(2, (int)summary["accepted"]!);
        Assert.Equal(1, (int)summary["duplicates"]!);
    }

    [Fact]
    public async Task Each_document_of_a_list_is_taken_or_refused_by_itself_and_known_by_its_message()
    {
        await using var rig = await SandboxRig.StartAsync();
        static string Document(string message, string order, string article) =>
            $$"""{"messageId":"{{message}}","externalNo":"{{order}}","positions":{"position":[{"articleNo":"{{article}}","qty":1,"unitPrice":2}]} }""";

        using var answer = await BackOfficeCalls.SendAsync(
            rig, "erp/orders", "batch_1", $"[{Document("msg_1", "000000007", "MAT-AIR-L")},{Document("msg_2", "000000008", "TENT-ARC-2")}]", mediaType: "application/json");

        var results = (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["results"]!.AsArray();
        Assert.Equal([("msg_1", 201), ("msg_2", 422)], results.Select(r => ((string)r!["id"]!, (int)r["status"]!)));
        Assert.StartsWith("SO-", (string)results[0]!["documentNo"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_event_of_a_batch_is_taken_or_refused_by_itself()
    {
        await using var rig = await SandboxRig.StartAsync();
        (await BackOfficeCalls.SendAsync(rig, "erp/orders", "msg_1", KnownOrder)).Dispose();
        var batch = $"[{{\"idempotencyid\":\"msg_1\",{KnownOrder[1..]},{{\"idempotencyid\":\"msg_2\",{UnknownOrder[1..]},{KnownOrder}]";

        using var answer = await BackOfficeCalls.SendAsync(rig, "erp/orders", "batch_1", batch, mediaType: "application/cloudevents-batch+json");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var results = (await answer.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!["results"]!.AsArray();
        Assert.Equal(["msg_1 200", "msg_2 422", " 400"], results.Select(r => $"{r!["id"]} {r["status"]}"));
        Assert.Equal("unknown SKU TENT-ARC-2", (string?)results[1]!["error"]);
    }

    [Fact]
    public async Task What_was_received_is_listed_with_attempts_and_can_be_paged()
    {
        await using var rig = await SandboxRig.StartAsync();
        foreach (var id in new[] { "a", "b", "a" })
            (await BackOfficeCalls.SendAsync(rig, "wms/orders", id, KnownOrder)).Dispose();

        var items = (await rig.GetAsync("/wms/received?after=1&take=5"))["items"]!.AsArray();

        Assert.Equal(2, items.Count);
        Assert.Equal("b", (string?)items[0]!["webhookId"]);
        Assert.Equal("000000007", (string?)items[0]!["orderNumber"]);
        Assert.Equal(2, (int)items[1]!["attempt"]!);
        Assert.True((bool)items[1]!["duplicate"]!);
        Assert.Single((await rig.GetAsync("/wms/received?after=1&take=1"))["items"]!.AsArray());
    }

    [Fact]
    public async Task An_order_with_an_unknown_article_is_refused_until_the_article_exists()
    {
        await using var rig = await SandboxRig.StartAsync();

        using var refused = await BackOfficeCalls.SendAsync(rig, "erp/orders", "msg_8", UnknownOrder);
        var reason = await refused.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken);
        await rig.PostAsync("/erp/articles/TENT-ARC-2");
        using var healed = await BackOfficeCalls.SendAsync(rig, "erp/orders", "msg_8", UnknownOrder);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal("unknown SKU TENT-ARC-2", (string?)reason!["error"]);
        Assert.Equal("items[].sku", (string?)reason["field"]);
        Assert.Equal(HttpStatusCode.Created, healed.StatusCode);
        Assert.Equal(2, (int)(await rig.GetAsync("/erp/received"))["items"]![1]!["attempt"]!);
    }

    [Fact]
    public async Task Other_systems_do_not_mind_the_unknown_article()
    {
        await using var rig = await SandboxRig.StartAsync();
        using var answer = await BackOfficeCalls.SendAsync(rig, "wms/orders", "msg_8", UnknownOrder);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Theory]
    [InlineData(true, 0, HttpStatusCode.Created)]
    [InlineData(true, -600, HttpStatusCode.Unauthorized)]
    [InlineData(false, 0, HttpStatusCode.Unauthorized)]
    public async Task A_signature_is_checked_once_a_secret_is_set(bool right, int secondsOff, HttpStatusCode expected)
    {
        await using var rig = await SandboxRig.StartAsync(options => options.ErpSecret = Secret);
        Assert.True(WebhookSignature.TryReadSecret(Secret, out var key));
        var timestamp = TimeProvider.System.GetUtcNow().AddSeconds(secondsOff).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = WebhookSignature.Sign(key, "msg_1", timestamp, Encoding.UTF8.GetBytes(right ? KnownOrder : UnknownOrder));

        using var answer = await BackOfficeCalls.SendAsync(rig, "erp/orders", "msg_1", KnownOrder, timestamp, $"v1,AAAA {signature}");

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public void The_signature_is_that_of_the_published_example()
    {
        // The example of the Standard Webhooks specification.
        Assert.True(WebhookSignature.TryReadSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", out var key));
        var signature = WebhookSignature.Sign(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", """{"test": 2432232314}"""u8);
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    private static async Task<string> NumberOf(HttpResponseMessage answer) =>
        (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["erpNumber"]!;
}
