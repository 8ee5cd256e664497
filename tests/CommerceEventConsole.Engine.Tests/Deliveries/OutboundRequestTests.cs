using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Tests.Deliveries;

public sealed class OutboundRequestTests
{
    private static readonly Uri Url = new("https://erp.example/in");
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    [Fact]
    public void The_idempotency_id_is_the_first_half_of_a_hash_over_source_event_and_route() =>
        Assert.Equal("msg_781b195df00d15a3f8b9e02524510241", IdempotencyId.Of("shop", [1, 2, 3], 7));

    [Theory]
    [InlineData("shop2", 1, 7)]
    [InlineData("shop", 2, 7)]
    [InlineData("shop", 1, 8)]
    public void Another_source_event_or_route_gives_another_id(string slug, byte identity, int route) =>
        Assert.False(IdempotencyId.Of("shop", [1], 7).Equals(IdempotencyId.Of(slug, [identity], route), StringComparison.Ordinal));

    // Computed with openssl dgst -sha256 -mac HMAC.
    [Theory]
    [InlineData("whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ=", "msg_1", 1_700_000_000, """{"a":1}""", "v1,ZuOv1MQnsX8hiCq4U5WIPWOvp7s9IJwyvZFIc1p3Yco=")]
    [InlineData("plain words", "msg_1", 1_700_000_000, """{"a":1}""", "v1,wBg6l9YMPpN5Mkh467Cjd8qZ/YuhWhZ7F1gMBoDn084=")]
    [InlineData("naïve key", "msg_1", 1_700_000_000, "{}", "v1,Jx7k1fjSj1cS5epKHy7lCSOlruHj+mSUcuoFTlDCl6s=")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, """{"test": 2432232314}""", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    public void Signatures_follow_Standard_Webhooks(string secret, string id, long timestamp, string body, string expected) =>
        Assert.Equal(expected, WebhookSignature.Create(secret, id, timestamp, Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Without_a_secret_nothing_is_signed()
    {
        var request = OutboundRequest.Create(Rig.Erp(Url), "msg_1", [], At);
        Assert.DoesNotContain(request.Headers, h => h.Key.Equals("webhook-signature", StringComparison.Ordinal));
        Assert.Contains(new("webhook-timestamp", "1700000000"), request.Headers);
    }

    [Fact]
    public void Further_headers_cannot_stand_in_for_the_consoles_own()
    {
        var destination = Rig.Erp(Url) with { Headers = [new("Webhook-Id", "mine"), new("Content-Type", "text/plain"), new("X-Shop", "north")] };
        var request = OutboundRequest.Create(destination, "msg_1", [], At);
        Assert.Equal("msg_1", Assert.Single(request.Headers, h => h.Key.Equals("webhook-id", StringComparison.OrdinalIgnoreCase)).Value);
        Assert.Single(request.Headers, h => h.Key.Equals("content-type", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(new("X-Shop", "north"), request.Headers);
    }

    [Fact]
    public void An_event_received_in_binary_mode_is_sent_structured()
    {
        using var sent = Send(ContentMode.Binary, """{"sku":"MUG","price":5}""", """{"ce-specversion":"1.0","ce-id":"e1","content-type":"application/json","x-other":"y"}""", "sku");
        Assert.Equal("e1", sent.RootElement.GetProperty("id").GetString());
        Assert.Equal("application/json", sent.RootElement.GetProperty("datacontenttype").GetString());
        Assert.Equal("""{"sku":"MUG"}""", sent.RootElement.GetProperty("data").GetRawText());
        Assert.False(sent.RootElement.TryGetProperty("x-other", out _));
    }

    [Fact]
    public void Attributes_of_binary_mode_are_percent_decoded()
    {
        using var sent = Send(ContentMode.Binary, "{}", """{"ce-id":"e1","ce-subject":"K%C3%A4se%20100%25"}""");
        Assert.Equal("Käse 100%", sent.RootElement.GetProperty("subject").GetString());
    }

    [Fact]
    public void A_byte_order_mark_does_not_travel()
    {
        using var sent = Send(ContentMode.Structured, "\uFEFF" + """{"id":"e1","data":{}}""", null);
        Assert.Equal("e1", sent.RootElement.GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("<order/>", "application/xml")]
    [InlineData("123", "text/plain")]
    [InlineData("not json", "application/json")]
    public void A_binary_mode_body_that_is_not_JSON_travels_in_base64(string body, string type)
    {
        using var sent = Send(ContentMode.Binary, body, $$"""{"ce-id":"e1","content-type":"{{type}}"}""");
        Assert.Equal(body, Encoding.UTF8.GetString(sent.RootElement.GetProperty("data_base64").GetBytesFromBase64()));
    }

    [Fact]
    public void Data_in_base64_does_not_get_round_the_field_filter()
    {
        var data = Convert.ToBase64String("""{"value":{"sku":"MUG","cost":3}}"""u8);
        using var sent = Send(ContentMode.Structured, $$"""{"specversion":"1.0","id":"e1","data_base64":"{{data}}"}""", null, "sku");
        Assert.DoesNotContain("cost", sent.RootElement.GetRawText(), StringComparison.Ordinal);
        Assert.False(sent.RootElement.TryGetProperty("data_base64", out _));
    }

    private static JsonDocument Send(ContentMode mode, string body, string? headers, params string[] fields)
    {
        var filter = CompiledSubscription.Compile(new SubscriptionDefinition("any", fields, []), out _)!.Filter;
        var source = new OutboundEvent(
            1, "shop", "any", [1], mode, headers is null ? null : Encoding.UTF8.GetBytes(headers), Encoding.UTF8.GetBytes(body));
        return JsonDocument.Parse(CloudEventBody.Write(source, filter, EventCatalogue.Default));
    }
}
