using CommerceEventConsole.Engine.Subscriptions.History;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using CommerceEventConsole.Storage.Tests.Stores;
using CommerceEventConsole.Tests.Shared;

namespace CommerceEventConsole.Storage.Tests.Suite;

public abstract class SubscriptionHistoryTests(StoreFixture store) : StoreSuite(store)
{
    private static readonly string[] Mixed = ["paid", "new", "paid", "shipped", "new", "shipped"];

    [Fact]
    public async Task A_draft_is_compared_with_what_is_in_force_event_by_event()
    {
        var node = await NodeAsync();
        await node.StoreAsync(Mixed);
        await node.StoreAsync("paid and shipped");
        await node.StoreRawAsync("not JSON");

        var result = await RunAsync(node, States(node, "paid, new"), States(node, "paid, shipped"));

        Assert.Equal((8, 2, 2, 2, 1), (result.Examined, result.MatchedByBoth, result.Gained, result.Lost, result.Unreadable));
        Assert.Equal(3, result.Unchanged);
        Assert.False(result.GaveUp);
    }

    [Fact]
    public async Task The_lists_name_each_event_and_the_rule_that_made_the_difference()
    {
        var node = await NodeAsync();
        await node.StoreAsync("new", "shipped");

        var result = await RunAsync(node, States(node, "new"), States(node, "shipped"));

        var (gained, lost) = (Assert.Single(result.GainedEvents), Assert.Single(result.LostEvents));
        Assert.StartsWith(node.EventType + "-new", gained.EventId, StringComparison.Ordinal);
        Assert.Equal("shipped", gained.DecidedBy!.Value);
        Assert.Contains("state", gained.Reason, StringComparison.Ordinal);
        Assert.StartsWith(node.EventType + "-shipped", lost.EventId, StringComparison.Ordinal);
        Assert.Equal("new", lost.DecidedBy!.Value);
        Assert.NotNull(lost.Entity.Key);
        Assert.Equal(Batches.Noon, lost.ReceivedAt);
    }

    [Fact]
    public async Task Without_anything_in_force_everything_that_matches_is_gained()
    {
        var node = await NodeAsync();
        await node.StoreAsync(Mixed);

        var result = await RunAsync(node, States(node, "paid"), published: null);

        Assert.Equal((6, 2, 0, 4), (result.Examined, result.Gained, result.Lost, result.Unchanged));
        Assert.Equal(0, result.PublishedBytes);
    }

    [Fact]
    public async Task A_draft_about_another_event_type_gains_its_own_events_and_loses_the_others()
    {
        var (node, other) = (await NodeAsync(), await NodeAsync());
        await node.StoreAsync("paid", "paid");
        await other.StoreAsync("paid", "paid", "paid");

        var result = await RunAsync(node, States(node, "paid"), States(other, "paid"));

        Assert.Equal((5, 2, 3), (result.Examined, result.Gained, result.Lost));
        Assert.Equal(other.EventType, result.LostEvents[0].EventType);
    }

    [Fact]
    public async Task Fewer_fields_send_fewer_bytes_of_the_same_events()
    {
        var node = await NodeAsync();
        await node.StoreAsync("paid", "paid");
        var everything = States(node, "paid");

        var result = await RunAsync(node, everything with { Fields = ["state"] }, everything);

        Assert.Equal((2, 0, 0), (result.MatchedByBoth, result.Gained, result.Lost));
        Assert.Equal("""{"data":{"state":"paid"}}""".Length * 2, result.DraftBytes);
        Assert.True(result.DraftBytes < result.PublishedBytes);
    }

    [Fact]
    public async Task Every_event_of_several_slices_is_looked_at_once_and_the_lists_end_where_they_are_full()
    {
        var node = await NodeAsync();
        await node.StoreAsync(Enumerable.Repeat("paid", 4_500));
        var reports = new Reports();

        var result = await node.History.RunAsync(new HistoryQuestion(States(node, "paid"), null, 7), reports, Cancellation);
        var oldest = await node.History.RunAsync(new HistoryQuestion(States(node, "paid"), null, 7, NewestFirst: false), null, Cancellation);

        Assert.Equal((4_500, 4_500), (result.Examined, result.Gained));
        Assert.Equal(HistoryResult.MaxListed, result.GainedEvents.Count);
        Assert.Equal(result.GainedEvents.OrderByDescending(e => e.Seq), result.GainedEvents);
        Assert.Equal(4_500, oldest.Examined);
        Assert.Equal(oldest.GainedEvents.OrderBy(e => e.Seq), oldest.GainedEvents);
        Assert.True(oldest.GainedEvents[^1].Seq < result.GainedEvents[^1].Seq);
        Assert.All(reports.All, r => Assert.Equal(4_500, r.Estimated));
        Assert.Equal([0, 2_000, 4_000, 4_500], reports.All.Select(r => r.Examined));
    }

    [Fact]
    public async Task Large_bodies_come_in_smaller_slices()
    {
        var node = await NodeAsync();
        var filler = new string('x', 3 * 1024 * 1024);
        for (var i = 0; i < 4; i++)
            await node.StoreRawAsync($$$"""{"data":{"state":"paid","filler":"{{{filler}}}"} }""");
        var reports = new Reports();

        var result = await node.History.RunAsync(new HistoryQuestion(States(node, "paid"), null, 7), reports, Cancellation);

        Assert.Equal((4, 4), (result.Examined, result.Gained));
        Assert.Equal([0, 2, 4], reports.All.Select(r => r.Examined));
        Assert.True(result.DraftBytes > 4L * filler.Length);
    }

    [Fact]
    public async Task Only_the_days_asked_for_are_looked_at()
    {
        var node = await NodeAsync();
        var old = node.Event("old", """{"data":{"state":"paid"}}"""u8.ToArray());
        old.Row.ReceivedAt = Batches.Noon.AddDays(-20);
        await node.CommitAsync([old]);
        await node.StoreAsync("paid");

        Assert.Equal(1, (await RunAsync(node, States(node, "paid"), null, days: 7)).Examined);
        Assert.Equal(2, (await RunAsync(node, States(node, "paid"), null, days: 30)).Examined);
    }

    [Fact]
    public async Task A_type_that_never_came_has_no_events()
    {
        var node = await NodeAsync();

        var result = await RunAsync(node, new SubscriptionDefinition("never.seen", [], []), null);

        Assert.Equal(0, result.Examined);
    }

    [Fact]
    public async Task A_run_ends_when_it_is_cancelled()
    {
        var node = await NodeAsync();
        await node.StoreAsync(Enumerable.Repeat("paid", 6_500));
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var reports = new Reports { Each = r => StopAfterFirst(r, stopping) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => node.History.RunAsync(new HistoryQuestion(States(node, "paid"), null, 7), reports, stopping.Token));

        Assert.InRange(reports.All[^1].Examined, 2_000, 4_000);
    }

    [Fact]
    public async Task A_draft_with_errors_is_refused_with_its_errors()
    {
        var node = await NodeAsync();
        var broken = new SubscriptionDefinition(node.EventType, [], [new Rule("state", RuleOperator.Regex, "/(/")]);

        var failure = await Assert.ThrowsAsync<FormatException>(() => RunAsync(node, broken, null));

        Assert.Contains("state", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_are_committed_while_a_run_is_under_way()
    {
        var node = await NodeAsync();
        await node.StoreAsync(Enumerable.Repeat("paid", 2_500));
        var stored = 0;
        var reports = new Reports
        {
            Each = r =>
            {
                // Between two slices, on the thread of the run: a run that held the store would wait for itself here.
                node.StoreAsync("paid").GetAwaiter().GetResult();
                stored++;
            },
        };

        var result = await node.History.RunAsync(new HistoryQuestion(States(node, "paid"), null, 7), reports, Cancellation);

        Assert.Equal(3, stored);
        Assert.Equal(2_500, result.Examined);
    }

    private static void StopAfterFirst(HistoryProgress progress, CancellationTokenSource stopping)
    {
        if (progress.Examined > 0)
            stopping.Cancel();
    }

    private static SubscriptionDefinition States(ReplayNode node, string states) => new(
        node.EventType, [], [states.Contains(',', StringComparison.Ordinal) ? new Rule("state", RuleOperator.In, states) : new Rule("state", RuleOperator.Equal, states)]);

    private Task<ReplayNode> NodeAsync() => ReplayNode.AddAsync(Store, time: new ManualTime(Batches.Noon.AddHours(1)));

    private static Task<HistoryResult> RunAsync(ReplayNode node, SubscriptionDefinition draft, SubscriptionDefinition? published, int days = 7) =>
        node.History.RunAsync(new HistoryQuestion(draft, published, days), progress: null, Cancellation);

    private sealed class Reports : IProgress<HistoryProgress>
    {
        public List<HistoryProgress> All { get; } = [];

        public Action<HistoryProgress>? Each { get; init; }

        public void Report(HistoryProgress value)
        {
            All.Add(value);
            Each?.Invoke(value);
        }
    }
}

public sealed class SubscriptionHistoryTestsOnSqlite(SqliteStore store) : SubscriptionHistoryTests(store), IClassFixture<SqliteStore>;

public sealed class SubscriptionHistoryTestsOnSqlServer(SqlServerStore store) : SubscriptionHistoryTests(store), IClassFixture<SqlServerStore>;
