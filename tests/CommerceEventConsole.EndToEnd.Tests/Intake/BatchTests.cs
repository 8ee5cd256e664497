using System.Net;
using System.Text;
using CommerceEventConsole.Engine.Events;

namespace CommerceEventConsole.EndToEnd.Tests.Intake;

/// <summary>A JSON array is a batch, and has one status (spec 2.5; checks 12 to 14).</summary>
public sealed class BatchTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(500)]
    public async Task Batches_of_every_size_are_taken_whole(int count)
    {
        var source = TestSource.Open(host);
        var items = Enumerable.Range(0, count).Select(i => Events.Plain($"{i}", $$"""{ "n" : {{i}} }""")).ToArray();

        (await source.PostAsync(Events.Batch(items))).IsTaken(count);

        var stored = await source.EventsAsync();
        Assert.Equal(items, stored.Select(e => Encoding.UTF8.GetString(e.Body)));
        Assert.All(stored, e => Assert.Equal(ContentMode.Batched, e.ContentMode));
    }

    [Fact]
    public async Task One_unreadable_item_is_named_and_kept_and_the_others_are_stored_in_the_same_transaction()
    {
        var source = TestSource.OfAdobe(host);
        var bad = $$"""{ "id":7,  "recipientclientid":"{{TestSource.ClientId}}" }""";

        var answer = await source.PostSignedAsync(
            host.Adobe.Publish(), Events.Batch([Events.Order("good-1"), bad, Events.Order("good-2")]), ("x-adobe-delivery-id", "d-1"));

        answer.IsTaken(2);
        var (index, reason) = Assert.Single(answer.Rejected);
        Assert.Equal(1, index);
        Assert.Contains("id: must be text", reason, StringComparison.Ordinal);
        Assert.Equal(["good-1", "good-2"], (await source.EventsAsync()).ConvertAll(e => e.EventId));
        var kept = Assert.Single(await source.RejectedAsync());
        Assert.Equal((1, reason, bad), (kept.BatchIndex, kept.Reason, Encoding.UTF8.GetString(kept.Body)));
        Assert.Contains("d-1", Encoding.UTF8.GetString(kept.Headers!), StringComparison.Ordinal);
        var (events, rejected) = Assert.Single(host.Committer.Transactions, t => t.Events.Contains("good-1"));
        Assert.Contains("good-2", events);
        Assert.Equal(1, rejected);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(5000)]
    public async Task An_item_that_is_nested_too_deep_does_not_take_the_others_with_it(int levels)
    {
        var source = TestSource.Open(host);
        var deep = Events.Plain("deep", Events.Nested(levels));

        var answer = await source.PostAsync(Events.Batch([Events.Plain("1"), deep, Events.Plain("2")]));

        answer.IsTaken(2);
        Assert.Contains("deeper than 64 levels", Assert.Single(answer.Rejected).Reason, StringComparison.Ordinal);
        Assert.Equal(Encoding.UTF8.GetBytes(deep), Assert.Single(await source.RejectedAsync()).Body);
    }

    [Fact]
    public async Task A_batch_in_which_no_item_is_readable_is_refused_and_every_item_is_kept()
    {
        var source = TestSource.Open(host);

        var answer = await source.PostAsync("""[null, 5, [1], {"id":"x"}]""");

        answer.IsProblem(HttpStatusCode.BadRequest, "No item of the batch could be read");
        Assert.Equal([0, 1, 2, 3], answer.Rejected.Select(r => r.Index));
        Assert.Equal(["null", "5", "[1]", """{"id":"x"}"""], (await source.RejectedAsync()).ConvertAll(r => Encoding.UTF8.GetString(r.Body)));
        Assert.Empty(await source.EventsAsync());
    }

    [Fact]
    public async Task A_batch_of_more_items_than_could_ever_be_stored_at_once_is_refused_and_kept_as_one()
    {
        var source = TestSource.Open(host);
        var body = $"[{string.Join(',', Enumerable.Repeat("0", 10_001))}]";

        (await source.PostAsync(body)).IsProblem(HttpStatusCode.BadRequest, "10001 items");

        Assert.Equal(Encoding.UTF8.GetBytes(body), Assert.Single(await source.RejectedAsync()).Body);
    }
}
