using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Subscriptions;

namespace CommerceEventConsole.Engine.Tests.Commerce;

public class CommerceClientTests
{
    private static readonly CommerceSubscription Orders = new()
    {
        Name = "observer.sales_order_save_commit_after",
        Fields = [new CommerceField("increment_id"), new CommerceField("store.code", Source: "context_store.get_store.get_code")],
        Rules = [new CommerceRule("state", "equal", "processing")],
        Priority = true,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Subscriptions_are_read_however_commerce_writes_them()
    {
        var commerce = new FakeCommerce(_ => (200, """
            [ { "name": "com.adobe.commerce.observer.a", "parent": "", "fields": [{"name":"x","converter":null},{"name":"y","source":"context_store.z"}],
                "rules": [], "destination": "default", "priority": 1, "hipaa_audit_required": "0", "provider_id": "p", "later": {} },
              { "name": "b", "parent": "com.adobe.commerce.observer.a", "fields": {"0":{"name":"x"},"2":"y"},
                "rules": [{"field":"x","operator":"onChange"}], "priority": false },
              { "parent": "nameless" } ]
            """));

        var found = await commerce.Client.SubscriptionsAsync(FakeCommerce.Instance, Token);

        Assert.Equal(["observer.a", "b"], found.Select(s => s.Name));
        Assert.Equal((null, true, false, "p"), (found[0].Parent, found[0].Priority, found[0].HipaaAuditRequired, found[0].ProviderId));
        Assert.Equal([new CommerceField("x"), new CommerceField("y", Source: "context_store.z")], found[0].Fields);
        Assert.Equal("observer.a", found[1].Parent);
        Assert.Equal(["x", "y"], found[1].Fields.Select(f => f.Name));
        Assert.Equal([new CommerceRule("x", "onChange", "")], found[1].Rules);
        var asked = Assert.Single(commerce.Requests);
        Assert.Equal("GET https://shop.example.com/rest/all/V1/eventing/getEventSubscriptions", asked.Line);
        Assert.Equal("Bearer the-token", asked.Headers["Authorization"]);
    }

    [Fact]
    public async Task Writes_have_the_addresses_and_bodies_of_the_description()
    {
        var commerce = new FakeCommerce(_ => (200, "[]"));

        await commerce.Client.SubscribeAsync(FakeCommerce.Instance, Orders, Token);
        await commerce.Client.UpdateAsync(FakeCommerce.Instance, Orders, Token);
        await commerce.Client.UnsubscribeAsync(FakeCommerce.Instance, Orders.Name, Token);

        Assert.Equal(
            [
                "POST https://shop.example.com/rest/all/V1/eventing/eventSubscribe",
                "PUT https://shop.example.com/rest/all/V1/eventing/eventSubscribe/observer.sales_order_save_commit_after",
                "POST https://shop.example.com/rest/all/V1/eventing/eventUnsubscribe/observer.sales_order_save_commit_after",
            ],
            commerce.Requests.Select(r => r.Line));
        var expected = JsonNode.Parse("""
            { "event": { "name": "observer.sales_order_save_commit_after",
                "fields": [{"name":"increment_id"},{"name":"store.code","source":"context_store.get_store.get_code"}],
                "rules": [{"field":"state","operator":"equal","value":"processing"}], "priority": true, "hipaa_audit_required": false }, "force": false }
            """)!.AsObject();
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(commerce.Requests[0].Body)), commerce.Requests[0].Body);
        expected.Remove("force");
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(commerce.Requests[1].Body)), commerce.Requests[1].Body);
        Assert.Equal("", commerce.Requests[2].Body);
    }

    [Theory]
    [InlineData(CommerceKind.PaaS, "plugin.magento.sales.api.order_management.place", true)]
    [InlineData(CommerceKind.SaaS, "plugin.sales.api.order_management.place", false)]
    [InlineData(CommerceKind.PaaS, "observer.customer_login", false)]
    public async Task Only_plugin_events_of_paas_are_forced(CommerceKind kind, string name, bool forced)
    {
        var commerce = new FakeCommerce(_ => (200, "[]"));

        await commerce.Client.SubscribeAsync(FakeCommerce.Instance with { Kind = kind }, Orders with { Name = name }, Token);

        Assert.Equal(forced, (bool)JsonNode.Parse(commerce.Requests[0].Body)!["force"]!);
    }

    [Fact]
    public async Task A_refusal_is_told_in_sentences()
    {
        var commerce = new FakeCommerce(_ => (400, """{"message":"The event \"%1\" is subscribed already.","parameters":["observer.a"]}"""));

        var refused = await Assert.ThrowsAsync<CommerceException>(() => commerce.Client.SubscribeAsync(FakeCommerce.Instance, Orders, Token));

        Assert.Equal(400, refused.Status);
        Assert.False(refused.MayHaveTaken);
        Assert.Contains("The event \"observer.a\" is subscribed already.", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("the-token", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("""{"message":"hello"}""")]
    [InlineData("7")]
    public async Task An_answer_that_is_no_list_is_said_to_be_none(string body)
    {
        var commerce = new FakeCommerce(_ => (200, body));

        var refused = await Assert.ThrowsAsync<CommerceException>(() => commerce.Client.SubscriptionsAsync(FakeCommerce.Instance, Token));

        Assert.Contains("not as Commerce does", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_end_is_cut_off()
    {
        var commerce = new FakeCommerce(_ => (200, new string(' ', CommerceTransport.MaxBytes + 1)));

        var refused = await Assert.ThrowsAsync<CommerceException>(() => commerce.Client.SubscriptionsAsync(FakeCommerce.Instance, Token));

        Assert.Contains("larger than the 8 MB", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_four_values_every_request_is_signed_and_no_secret_sent()
    {
        var commerce = new FakeCommerce(_ => (200, "[]"));
        var instance = FakeCommerce.Instance with
        {
            Authentication = CommerceAuthentication.OAuth1,
            ProtectedSecrets = Enum.GetValues<CommerceSecret>().ToDictionary(s => s, s => $"value-of-{s}"),
        };

        await commerce.Client.SubscriptionsAsync(instance, Token);
        await commerce.Client.SubscriptionsAsync(instance, Token);

        var header = commerce.Requests[0].Headers["Authorization"];
        Assert.StartsWith("OAuth oauth_consumer_key=\"value-of-ConsumerKey\",oauth_nonce=\"", header, StringComparison.Ordinal);
        Assert.DoesNotContain("value-of-ConsumerSecret", header, StringComparison.Ordinal);
        Assert.DoesNotContain("value-of-AccessTokenSecret", header, StringComparison.Ordinal);
        Assert.NotEqual(header, commerce.Requests[1].Headers["Authorization"]);
    }

    [Fact]
    public async Task A_secret_that_is_not_there_is_asked_for_again()
    {
        var commerce = new FakeCommerce(_ => (200, "[]"));
        var instance = FakeCommerce.Instance with { ProtectedSecrets = new Dictionary<CommerceSecret, string>() };

        var refused = await Assert.ThrowsAsync<CommerceException>(() => commerce.Client.SubscriptionsAsync(instance, Token));

        Assert.Contains("Enter them again", refused.Message, StringComparison.Ordinal);
        Assert.Empty(commerce.Requests);
    }

    [Fact]
    public async Task An_address_inside_the_network_is_not_connected_to()
    {
        using var transport = new CommerceTransport(TimeProvider.System);
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1:9/");

        var refused = await Assert.ThrowsAsync<CommerceException>(() => transport.SendAsync(request, allowPrivate: false, Token));

        Assert.Contains("an address inside the network. Allow private addresses", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_waits_longer_than_the_time_out()
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var commerce = new FakeCommerce(_ => (200, "[]"))
        {
            Wait = cancelled =>
            {
                waiting.SetResult();
                return Task.Delay(Timeout.Infinite, cancelled);
            },
        };

        var reading = commerce.Client.SubscriptionsAsync(FakeCommerce.Instance, Token);
        await waiting.Task.WaitAsync(Token);
        commerce.Time.Advance(CommerceTransport.Timeout);

        var refused = await Assert.ThrowsAsync<CommerceException>(() => reading);
        Assert.Equal("shop.example.com did not answer within 30 seconds.", refused.Message);
        Assert.True(refused.MayHaveTaken);
    }

    [Fact]
    public async Task Adobes_token_is_asked_for_once_and_again_shortly_before_it_runs_out()
    {
        var tokens = 0;
        var commerce = new FakeCommerce(asked => asked.Line.Contains("ims/token", StringComparison.Ordinal)
            ? (200, $$"""{"access_token":"token-{{++tokens}}","token_type":"bearer","expires_in":3600}""")
            : (200, "[]"));

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => commerce.Client.SubscriptionsAsync(FakeCommerce.Cloud, Token)));
        commerce.Time.Advance(TimeSpan.FromMinutes(54));
        await commerce.Client.SubscriptionsAsync(FakeCommerce.Cloud, Token);
        Assert.Equal(1, tokens);
        commerce.Time.Advance(TimeSpan.FromMinutes(2));
        await commerce.Client.SubscriptionsAsync(FakeCommerce.Cloud, Token);

        Assert.Equal(2, tokens);
        var last = commerce.Requests[^1];
        Assert.Equal(("Bearer token-2", "client", "1@AdobeOrg"), (last.Headers["Authorization"], last.Headers["x-api-key"], last.Headers["x-gw-ims-org-id"]));
        var asked = commerce.Requests[0];
        Assert.Equal("POST https://ims.example.com/ims/token/v3", asked.Line);
        Assert.Contains("commerce.accs", asked.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_replaced_once()
    {
        var tokens = 0;
        var commerce = new FakeCommerce(asked => asked.Line.Contains("ims/token", StringComparison.Ordinal)
            ? (200, $$"""{"access_token":"token-{{++tokens}}"}""")
            : (401, ""));

        var refused = await Assert.ThrowsAsync<CommerceException>(() => commerce.Client.SubscriptionsAsync(FakeCommerce.Cloud, Token));

        Assert.Equal((2, 401), (tokens, refused.Status));
        Assert.Equal(4, commerce.Requests.Count);
    }

    [Fact]
    public async Task Only_the_cloud_service_can_say_which_events_it_offers()
    {
        var commerce = new FakeCommerce(asked => (200, asked.Line.Contains("ims/token", StringComparison.Ordinal) ? """{"access_token":"t"}""" : """[{"name":"observer.customer_login"}]"""));

        Assert.Null(await commerce.Client.SupportedEventsAsync(FakeCommerce.Instance, Token));
        Assert.Empty(commerce.Requests);
        Assert.Equal(["observer.customer_login"], await commerce.Client.SupportedEventsAsync(FakeCommerce.Cloud, Token));
    }
}
