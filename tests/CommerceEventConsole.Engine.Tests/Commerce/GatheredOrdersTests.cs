using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Calls;
using CommerceEventConsole.Engine.Commerce.Rest;

namespace CommerceEventConsole.Engine.Tests.Commerce;

public class GatheredOrdersTests
{
    private const string Fields = "entity_id,increment_id";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_is_asked_for_at_once_and_those_who_come_meanwhile_go_in_one_call()
    {
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var commerce = new FakeCommerce(Answer) { Wait = token => answered.Task.WaitAsync(token) };
        var orders = commerce.Shop.Orders;

        var asked = Enumerable.Range(1, 40).Select(id => orders.GetWithOthersAsync(id, Fields, Token)).ToList();
        Assert.Single(commerce.Requests);
        answered.SetResult();
        var found = await Task.WhenAll(asked);

        Assert.Equal(2, commerce.Requests.Count);
        Assert.Equal(Enumerable.Range(1, 39).Select(id => (long?)id), found.Take(39).Select(o => JsonFields.Long(o!["entity_id"])));
        Assert.Null(found[39]);
        Assert.Equal(38, commerce.Counts.Read(1, CommercePurpose.WriteBack).Saved);
    }

    [Fact]
    public async Task An_answer_that_hangs_does_not_keep_those_who_come_later()
    {
        var first = true;
        var commerce = new FakeCommerce(Answer) { Wait = token => first ? Hang(token) : Task.CompletedTask };
        var orders = commerce.Shop.Orders;
        using var impatient = new CancellationTokenSource();

        var hanging = orders.GetWithOthersAsync(1, Fields, impatient.Token);
        var later = new[] { orders.GetWithOthersAsync(2, Fields, Token), orders.GetWithOthersAsync(3, Fields, Token) };
        commerce.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([2L, 3L], (await Task.WhenAll(later)).Select(o => JsonFields.Long(o!["entity_id"])));
        Assert.False(hanging.IsCompleted);
        Assert.Equal(2, commerce.Requests.Count);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);

        Task Hang(CancellationToken token)
        {
            first = false;
            return Task.Delay(Timeout.Infinite, token);
        }
    }

    [Fact]
    public async Task Who_asks_later_gets_an_answer_of_later()
    {
        var version = 0;
        var commerce = new FakeCommerce(_ => (200, $$"""{"entity_id":7,"increment_id":"{{++version}}"}"""));

        Assert.Equal("1", (string?)(await commerce.Shop.Orders.GetWithOthersAsync(7, Fields, Token))!["increment_id"]);
        Assert.Equal("2", (string?)(await commerce.Shop.Orders.GetWithOthersAsync(7, Fields, Token))!["increment_id"]);
    }

    [Fact]
    public async Task One_who_gives_up_takes_nobody_along_and_trouble_is_told_to_all_who_asked()
    {
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var commerce = new FakeCommerce(_ => (400, """{"message":"no"}""")) { Wait = token => answered.Task.WaitAsync(token) };
        using var impatient = new CancellationTokenSource();
        var first = commerce.Shop.Orders.GetWithOthersAsync(1, Fields, Token);
        var second = commerce.Shop.Orders.GetWithOthersAsync(2, Fields, impatient.Token);
        var third = commerce.Shop.Orders.GetWithOthersAsync(3, Fields, Token);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        answered.SetResult();

        await Assert.ThrowsAsync<CommerceException>(() => first);
        await Assert.ThrowsAsync<CommerceException>(() => third);
    }

    // Order 40 is not there.
    private static (int, string) Answer(FakeCommerce.Asked asked)
    {
        var line = Uri.UnescapeDataString(asked.Line);
        if (!line.Contains("orders?", StringComparison.Ordinal))
            return (200, """{"entity_id":1,"increment_id":"01"}""");
        var ids = line.Split("[value]=")[1].Split('&')[0].Split(',').Where(id => id != "40").ToList();
        var items = new JsonArray([.. ids.Select(id => (JsonNode)new JsonObject { ["entity_id"] = int.Parse(id, System.Globalization.CultureInfo.InvariantCulture), ["increment_id"] = "0" + id })]);
        return (200, new JsonObject { ["items"] = items, ["total_count"] = items.Count }.ToJsonString());
    }
}
