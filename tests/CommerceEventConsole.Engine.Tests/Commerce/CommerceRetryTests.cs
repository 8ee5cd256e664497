using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Calls;
using CommerceEventConsole.Engine.Commerce.Rest;

namespace CommerceEventConsole.Engine.Tests.Commerce;

public class CommerceRetryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(408)]
    [InlineData(429)]
    public async Task Reading_is_tried_again_after_passing_trouble(int status)
    {
        var asked = 0;
        var commerce = new FakeCommerce(_ => asked++ < 2 ? (status, "") : (200, """{"entity_id":7}"""));

        var order = await commerce.PassingAsync(() => commerce.Shop.Orders.GetAsync(7, Token));

        Assert.Equal((7, 3), ((int)order!["entity_id"]!, commerce.Requests.Count));
    }

    [Fact]
    public async Task Trying_again_has_an_end()
    {
        var commerce = new FakeCommerce(_ => (502, "<html>"), new CommerceOptions { Retries = 2 });

        var refused = await Assert.ThrowsAsync<CommerceException>(() => commerce.PassingAsync(() => commerce.Shop.Orders.GetAsync(7, Token)));

        Assert.Equal((502, true, 3), (refused.Status, refused.IsTransient, commerce.Requests.Count));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_refusal_is_final_and_told_in_sentences(int status)
    {
        var commerce = new FakeCommerce(_ => (status, """{"message":"No such %1.","parameters":["thing"]}"""));

        var refused = await Assert.ThrowsAsync<CommerceException>(() => commerce.Shop.Orders.GetAsync(7, Token));

        Assert.Equal((status, false, false), (refused.Status, refused.IsTransient, refused.MayHaveTaken));
        Assert.Contains("Commerce says: No such thing.", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("event", refused.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Single(commerce.Requests);
    }

    [Fact]
    public async Task Retry_after_is_kept_to_by_all_callers_of_the_instance()
    {
        var busy = true;
        var commerce = new FakeCommerce(_ => busy ? (429, "") : (200, "{}")) { RetryAfter = TimeSpan.FromSeconds(17) };
        var first = commerce.Shop.GetAsync("orders/1", Token);
        await commerce.UntilAsync(() => commerce.Time.WaitingTimers > 0);
        var second = commerce.Shop.GetAsync("orders/2", Token);
        busy = false;

        commerce.Time.Advance(TimeSpan.FromSeconds(16.5));
        Assert.Single(commerce.Requests);
        commerce.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((200, 200), ((await first).Status, (await second).Status));
    }

    [Fact]
    public async Task When_commerce_asks_for_longer_than_calls_wait_the_caller_is_told()
    {
        var commerce = new FakeCommerce(_ => (429, "")) { RetryAfter = TimeSpan.FromMinutes(5) };

        var refused = await Assert.ThrowsAsync<CommerceException>(() => commerce.Shop.Orders.GetAsync(7, Token));

        Assert.Equal((429, true, TimeSpan.FromMinutes(5), 1), (refused.Status, refused.IsTransient, refused.RetryAfter, commerce.Requests.Count));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task What_may_not_be_done_twice_is_not_tried_again_once_it_was_sent(int status)
    {
        var commerce = new FakeCommerce(_ => (status, ""));

        var refused = await Assert.ThrowsAsync<CommerceException>(() => commerce.Shop.Papers.ShipAsync(7, new ShipmentDraft(), Token));

        Assert.True(refused.MayHaveTaken);
        Assert.Single(commerce.Requests);
    }

    [Fact]
    public async Task What_was_refused_for_its_number_was_not_done_and_may_be_tried_again()
    {
        var asked = 0;
        var commerce = new FakeCommerce(_ => asked++ == 0 ? (429, "") : (200, "31"));

        Assert.Equal(31, await commerce.PassingAsync(() => commerce.Shop.Papers.ShipAsync(7, new ShipmentDraft(), Token)));
    }

    [Fact]
    public async Task A_connection_that_never_came_about_may_be_tried_again()
    {
        var asked = 0;
        var commerce = new FakeCommerce(_ => asked++ == 0 ? throw new HttpRequestException(HttpRequestError.ConnectionError) : (200, "31"));

        Assert.Equal(31, await commerce.PassingAsync(() => commerce.Shop.Papers.ShipAsync(7, new ShipmentDraft(), Token)));
    }

    [Fact]
    public async Task A_connection_that_broke_may_not()
    {
        var commerce = new FakeCommerce(_ => throw new HttpRequestException(HttpRequestError.ResponseEnded));

        var lost = await Assert.ThrowsAsync<CommerceException>(() => commerce.Shop.Papers.ShipAsync(7, new ShipmentDraft(), Token));

        Assert.True(lost is { MayHaveTaken: true, IsTransient: true });
        Assert.Single(commerce.Requests);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("[1]")]
    [InlineData("\"text\"")]
    public async Task An_answer_that_is_not_commerces_is_said_to_be_none(string body)
    {
        var commerce = new FakeCommerce(_ => (200, body));

        var refused = await Assert.ThrowsAsync<CommerceException>(() => commerce.Shop.Orders.GetAsync(7, Token));

        Assert.Contains("not one that Commerce gives", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comment_that_is_there_is_not_added_again_and_one_whose_answer_was_lost_is_looked_for()
    {
        var comments = new JsonArray();
        var commerce = new FakeCommerce(asked =>
        {
            if (asked.Line.StartsWith("GET", StringComparison.Ordinal))
                return (200, new JsonObject { ["items"] = comments.DeepClone(), ["total_count"] = comments.Count }.ToJsonString());
            comments.Add(JsonNode.Parse(asked.Body)!["statusHistory"]!.DeepClone());
            throw new HttpRequestException(HttpRequestError.ResponseEnded);
        });
        var comment = new OrderComment("Taken over by the ERP", "processing");

        Assert.True(await commerce.Shop.Orders.CommentOnceAsync(7, comment, Token));
        Assert.False(await commerce.Shop.Orders.CommentOnceAsync(7, comment, Token));
        Assert.Single(comments);
        Assert.Equal("processing", (string)comments[0]!["status"]!);
    }
}
