using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.EndToEnd.Tests.Sandbox;

public sealed class EventingTests
{
    private const string Shipped = "observer.sales_order_shipment_save_after";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_update_merges_fields_and_rules_and_takes_none_away()
    {
        await using var rig = await SandboxRig.StartAsync();
        var before = Fields(await FindAsync(rig, Shipped));

        await CallAsync(rig, HttpMethod.Put, "eventSubscribe/" + Shipped, HttpStatusCode.OK, """
            {"event":{"name":"observer.sales_order_shipment_save_after","fields":[{"name":"entity_id"},{"name":"total_qty"}],
             "rules":[{"field":"store_id","operator":"in","value":"1,2"}],"priority":true} }
            """);

        var after = await FindAsync(rig, Shipped);
        Assert.Equal(before.Append("total_qty").Order(StringComparer.Ordinal), Fields(after).Order(StringComparer.Ordinal));
        Assert.Equal(("store_id", true), ((string?)after!["rules"]![0]!["field"], (bool)after["priority"]!));
    }

    [Fact]
    public async Task A_subscription_is_made_and_ended()
    {
        await using var rig = await SandboxRig.StartAsync();
        const string Body = """{"event":{"name":"erp.orders","parent":"observer.sales_order_save_after","fields":[{"name":"items[].sku"}]},"force":false}""";

        await CallAsync(rig, HttpMethod.Post, "eventSubscribe", HttpStatusCode.OK, Body);
        Assert.Equal(["items[].sku"], Fields(await FindAsync(rig, "erp.orders")));
        await CallAsync(rig, HttpMethod.Post, "eventUnsubscribe/erp.orders", HttpStatusCode.OK, body: null);

        Assert.Null(await FindAsync(rig, "erp.orders"));
    }

    [Theory]
    [InlineData("POST", "eventSubscribe", """{"event":{}}""", HttpStatusCode.BadRequest)]
    [InlineData("POST", "eventSubscribe", "nonsense", HttpStatusCode.BadRequest)]
    [InlineData("POST", "eventSubscribe", """{"event":{"name":"erp.orders"}}""", HttpStatusCode.BadRequest)]
    [InlineData("POST", "eventSubscribe", """{"event":{"name":"observer.a","fields":[{"name":"a*"}]}}""", HttpStatusCode.BadRequest)]
    [InlineData("POST", "eventSubscribe", """{"event":{"name":"observer.sales_order_shipment_save_after","fields":[]}}""", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "eventSubscribe/observer.a", """{"event":{"name":"observer.a"}}""", HttpStatusCode.NotFound)]
    [InlineData("POST", "eventUnsubscribe/observer.a", null, HttpStatusCode.NotFound)]
    public async Task What_is_wrong_is_refused_with_a_message_and_its_parameters(string method, string call, string? body, HttpStatusCode status)
    {
        await using var rig = await SandboxRig.StartAsync();

        var answer = await CallAsync(rig, new HttpMethod(method), call, status, body);

        Assert.Contains("%1", (string)answer!["message"]!, StringComparison.Ordinal);
        Assert.NotEmpty(answer["parameters"]!.AsArray());
    }

    [Fact]
    public async Task Without_the_token_nothing_is_told()
    {
        await using var rig = await SandboxRig.StartAsync();

        using var answer = await rig.CommerceAsync("eventing/getEventSubscriptions", token: null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_fault_is_met_by_every_call_until_it_is_reset()
    {
        await using var rig = await SandboxRig.StartAsync();
        using var set = await rig.Http.PutAsJsonAsync("/control/eventing/fault", new { mode = "merchantMissing" }, Token);
        set.EnsureSuccessStatusCode();

        await CallAsync(rig, HttpMethod.Post, "eventUnsubscribe/" + Shipped, HttpStatusCode.BadRequest, body: null);
        Assert.NotNull(await FindAsync(rig, Shipped));
        await rig.PostAsync("/control/eventing/reset");

        await CallAsync(rig, HttpMethod.Post, "eventUnsubscribe/" + Shipped, HttpStatusCode.OK, body: null);
    }

    private static async Task<JsonNode?> CallAsync(SandboxRig rig, HttpMethod method, string call, HttpStatusCode status, string? body)
    {
        using var request = new HttpRequestMessage(method, "/rest/all/V1/eventing/" + call);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "sandbox-only-commerce-token");
        if (body is not null)
            request.Content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        using var answer = await rig.Http.SendAsync(request, Token);
        Assert.Equal(status, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonNode>(Token);
    }

    private static async Task<JsonNode?> FindAsync(SandboxRig rig, string name) =>
        (await rig.CommerceJsonAsync("eventing/getEventSubscriptions")).AsArray().SingleOrDefault(s => (string?)s!["name"] == name);

    private static IEnumerable<string> Fields(JsonNode? subscription) => [.. subscription!["fields"]!.AsArray().Select(f => (string)f!["name"]!)];
}
