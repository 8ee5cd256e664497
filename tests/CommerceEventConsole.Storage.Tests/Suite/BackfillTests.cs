using System.Collections.Concurrent;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Storage.Tests.Stores;
using CommerceEventConsole.Tests.Shared;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Storage.Tests.Suite;

public abstract class BackfillTests(StoreFixture store) : StoreSuite(store)
{
    private static readonly string[] ThirtyFivePaid = [.. Enumerable.Repeat("paid", 35)];

    [Fact]
    public async Task An_estimate_counts_what_matches_and_what_was_sent_already()
    {
        var node = await ReplayNode.AddAsync(Store, destinations: 2);
        await node.StoreAsync("paid", "new", "paid");
        await node.CommitAsync([node.Event("sent", """{"data":{"state":"paid"}}"""u8.ToArray(), Batches.To(node.Routes[0]))]);
        await node.StoreRawAsync("not JSON");

        var estimate = await node.EstimateAsync();

        Assert.Equal((5, 3, 1, 5), (estimate.Examined, estimate.Matching, estimate.AlreadyThere, estimate.ToCreate));
        Assert.Single(await node.DeliveriesAsync());
    }

    [Fact]
    public async Task An_estimate_of_a_subscription_that_is_not_in_force_is_none()
    {
        var node = await ReplayNode.AddAsync(Store);

        Assert.Null(await node.Planner.EstimateAsync(-1, Batches.Noon, to: null, progress: null, Cancellation));
    }

    [Fact]
    public async Task A_time_with_no_events_has_nothing_to_send()
    {
        var node = await ReplayNode.AddAsync(Store);
        await node.StoreAsync("paid");

        var estimate = await node.Planner.EstimateAsync(node.SubscriptionId, Batches.Noon.AddHours(-2), Batches.Noon.AddHours(-1), progress: null, Cancellation);

        Assert.Equal((0, 0), (estimate!.Examined, estimate.ToCreate));
    }

    [Fact]
    public async Task A_backfill_sends_past_events_that_match_and_none_twice()
    {
        var node = await ReplayNode.AddAsync(Store, destinations: 2);
        await node.StoreAsync([.. ThirtyFivePaid, "new", "new"]);
        var estimate = await node.EstimateAsync();
        await node.StartRunnerAsync();

        var id = await node.BeginAsync();
        var done = await node.UntilAsync(id, r => r.State == ReplayState.Done);
        var second = await node.UntilAsync(await node.BeginAsync(), r => r.State == ReplayState.Done);
        await node.StopRunnerAsync();

        Assert.Equal((37, 37, 70, 0), (done.Estimated, done.Examined, done.Created, done.Skipped));
        Assert.Equal((0, 70), (second.Created, second.Skipped));
        Assert.Equal(estimate.ToCreate, done.Created);
        var made = await node.DeliveriesAsync();
        Assert.Equal(70, made.Select(d => (d.EventSeq, d.RouteId)).Distinct().Count());
        Assert.Equal(70, made.Count);
        Assert.All(made, d => Assert.Equal(id, d.ReplayId));
        Assert.Equal(0, (await node.EstimateAsync()).ToCreate);
    }

    [Fact]
    public async Task A_replayed_delivery_keeps_its_place_in_the_order_of_its_entity()
    {
        var node = await ReplayNode.AddAsync(Store);
        await node.StoreAsync("paid");
        await node.StartRunnerAsync();
        await node.UntilAsync(await node.BeginAsync(), r => r.State == ReplayState.Done);
        await node.StopRunnerAsync();

        var made = Assert.Single(await node.DeliveriesAsync());
        var stored = Assert.Single(await ReadAsync(c => c.Events.Where(e => e.Seq == made.EventSeq)));
        Assert.NotNull(made.OrderKey);
        Assert.Equal(OrderKey.Of(new EntityRef(stored.EntityKind, stored.EntityKey)), made.OrderKey);
    }

    [Fact]
    public async Task The_dispatcher_is_told_of_new_deliveries()
    {
        var node = await ReplayNode.AddAsync(Store);
        await node.StoreAsync("paid");
        var due = new ConcurrentQueue<int>();
        node.DeliverySignals.Due += due.Enqueue;
        await node.StartRunnerAsync();

        await node.UntilAsync(await node.BeginAsync(), r => r.State == ReplayState.Done);
        await node.StopRunnerAsync();

        Assert.Contains(node.Routes[0], due);
    }

    [Fact]
    public async Task A_paused_replay_makes_nothing_until_it_is_resumed_and_then_all_the_rest_once()
    {
        var node = await ReplayNode.AddAsync(Store);
        await node.StoreAsync(ThirtyFivePaid);
        var id = await node.BeginAsync();
        // While the second step is on its way.
        node.Gate.Before = async step =>
        {
            if (step == 2)
                Assert.Null(await node.Replays.PauseAsync(id, "ben", Cancellation));
        };
        await node.StartRunnerAsync();

        await node.UntilAsync(id, r => r.State == ReplayState.Paused);
        await node.StopRunnerAsync();
        Assert.Equal(10, (await node.DeliveriesAsync()).Count);

        await node.StartRunnerAsync();
        Assert.Null(await node.Replays.ResumeAsync(id, "carl", Cancellation));
        var done = await node.UntilAsync(id, r => r.State == ReplayState.Done);
        await node.StopRunnerAsync();

        Assert.Equal((35, 35), (done.Examined, done.Created));
        Assert.Equal(35, (await node.DeliveriesAsync()).Select(d => d.EventSeq).Distinct().Count());
    }

    [Fact]
    public async Task A_cancelled_replay_stops_and_cannot_be_resumed()
    {
        var node = await ReplayNode.AddAsync(Store);
        await node.StoreAsync(ThirtyFivePaid);
        var id = await node.BeginAsync();
        node.Gate.Before = async step =>
        {
            if (step == 2)
                Assert.Null(await node.Replays.CancelAsync(id, "ben", Cancellation));
        };
        await node.StartRunnerAsync();

        var ended = await node.UntilAsync(id, r => r.State == ReplayState.Cancelled);
        await node.StopRunnerAsync();

        Assert.NotNull(ended.FinishedAt);
        Assert.Equal(10, (await node.DeliveriesAsync()).Count);
        Assert.NotNull(await node.Replays.ResumeAsync(id, "ben", Cancellation));
        Assert.NotNull(await node.Replays.CancelAsync(id, "ben", Cancellation));
    }

    [Fact]
    public async Task A_process_that_dies_in_the_middle_loses_nothing_and_doubles_nothing()
    {
        var node = await ReplayNode.AddAsync(Store);
        await node.StoreAsync(ThirtyFivePaid);
        var id = await node.BeginAsync();
        var died = new TaskCompletionSource();
        // Its second step is stored, the answer never arrives, and it does nothing any more.
        node.Gate.After = step =>
        {
            if (step != 2)
                return;
            died.SetResult();
            throw new InvalidOperationException("The connection is gone.");
        };
        await node.StartRunnerAsync();
        await died.Task.WaitAsync(Cancellation);
        await node.StopRunnerAsync();

        // Its lease stands; another takes over once that has run out.
        var later = new ManualTime(TimeProvider.System.GetUtcNow().AddHours(1));
        var other = node.Other(later);
        await other.StartRunnerAsync();
        var done = await other.UntilAsync(id, r => r.State == ReplayState.Done);
        await other.StopRunnerAsync();

        Assert.Equal((35, 35, 0), (done.Examined, done.Created, done.Skipped));
        Assert.Equal(35, (await node.DeliveriesAsync()).Select(d => d.EventSeq).Distinct().Count());
        Assert.Equal(35, (await node.DeliveriesAsync()).Count);
    }

    [Fact]
    public async Task Two_nodes_do_not_run_the_same_replay_twice()
    {
        var node = await ReplayNode.AddAsync(Store);
        var other = node.Other();
        await node.StoreAsync([.. ThirtyFivePaid, .. ThirtyFivePaid]);
        var id = await node.BeginAsync();

        await Task.WhenAll(node.StartRunnerAsync(), other.StartRunnerAsync());
        // Whichever runs it says so to its own listeners.
        Task<Replay>[] either = [node.UntilAsync(id, r => r.State == ReplayState.Done), other.UntilAsync(id, r => r.State == ReplayState.Done)];
        var done = await await Task.WhenAny(either);
        node.Signals.RaiseChanged();
        other.Signals.RaiseChanged();
        await Task.WhenAll(either);
        await Task.WhenAll(node.StopRunnerAsync(), other.StopRunnerAsync());

        Assert.Equal((70, 70, 0), (done.Examined, done.Created, done.Skipped));
        Assert.Equal(70, (await node.DeliveriesAsync()).Count);
    }

    [Fact]
    public async Task A_replay_waits_while_much_of_it_is_still_to_be_sent()
    {
        var node = await ReplayNode.AddAsync(Store, configure: o => (o.MaxWaiting, o.RoomInterval) = (10, TimeSpan.FromMilliseconds(5)));
        await node.StoreAsync(ThirtyFivePaid);
        var id = await node.BeginAsync();
        await node.StartRunnerAsync();

        foreach (var count in new[] { 10, 20, 30 })
        {
            await node.UntilAsync(id, r => r.Created >= count);
            await using var db = Store.CreateContext();
            var waiting = db.Deliveries.Where(d => d.RouteId == node.Routes[0] && d.State == DeliveryState.Pending);
            Assert.Equal(10, await waiting.CountAsync(Cancellation));
            await waiting.ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DeliveryState.Delivered), Cancellation);
        }

        Assert.Equal(35, (await node.UntilAsync(id, r => r.State == ReplayState.Done)).Created);
        await node.StopRunnerAsync();
    }

    [Fact]
    public async Task A_replay_ends_when_another_revision_is_published()
    {
        var node = await ReplayNode.AddAsync(Store);
        await node.StoreAsync(ThirtyFivePaid);
        var id = await node.BeginAsync();
        node.Gate.After = step =>
        {
            if (step == 1)
                node.Publish(revisionId: 2);
        };
        await node.StartRunnerAsync();

        var failed = await node.UntilAsync(id, r => r.State == ReplayState.Failed);
        await node.StopRunnerAsync();

        Assert.Contains("published anew", failed.Error, StringComparison.Ordinal);
        Assert.Equal(10, (await node.DeliveriesAsync()).Count);
    }

    [Fact]
    public async Task A_second_backfill_of_a_subscription_waits_for_the_first_to_end()
    {
        var node = await ReplayNode.AddAsync(Store);
        await node.StoreAsync("paid");
        var first = await node.BeginAsync();

        var (_, problem) = await node.Replays.StartBackfillAsync(await node.EstimateAsync(), "ben", Cancellation);

        Assert.NotNull(problem);
        Assert.Equal(first, (await node.Replays.UnfinishedAsync(node.SubscriptionId, Cancellation))!.Id);
    }

    [Fact]
    public async Task An_estimate_of_an_older_revision_starts_nothing()
    {
        var node = await ReplayNode.AddAsync(Store);
        await node.StoreAsync("paid");
        var estimate = await node.EstimateAsync();
        node.Publish(revisionId: 2);

        var (replay, problem) = await node.Replays.StartBackfillAsync(estimate, "ben", Cancellation);

        Assert.Null(replay);
        Assert.NotNull(problem);
        Assert.Null(await node.Replays.UnfinishedAsync(node.SubscriptionId, Cancellation));
    }

    [Fact]
    public async Task The_audit_log_names_who_started_paused_resumed_and_cancelled()
    {
        var node = await ReplayNode.AddAsync(Store);
        await node.StoreAsync("paid");
        var id = await node.BeginAsync("anna");
        await node.Replays.PauseAsync(id, "ben", Cancellation);
        await node.Replays.ResumeAsync(id, "carl", Cancellation);
        await node.Replays.CancelAsync(id, "dora", Cancellation);

        var subject = $"replay {id}: ";
        var entries = await ReadAsync(c => c.AuditEntries.Where(a => a.Subject.StartsWith(subject)).OrderBy(a => a.Id));
        Assert.Equal(
            ["anna replay.started", "ben replay.paused", "carl replay.resumed", "dora replay.cancelled"],
            entries.Select(a => $"{a.Who} {a.Action}"));
        Assert.Contains("\"deliveries\":1", entries[0].After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replays_are_listed_page_by_page_the_newest_first()
    {
        var node = await ReplayNode.AddAsync(Store);
        await node.StoreAsync("paid");
        var ids = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add(await node.BeginAsync());
            await node.Replays.CancelAsync(ids[i], "anna", Cancellation);
        }

        var page = await node.Replays.PageAsync(before: ids[2] + 1, 2, Cancellation);
        var older = await node.Replays.PageAsync(page.Next, 1, Cancellation);

        Assert.Equal([ids[2], ids[1]], page.Rows.Select(r => r.Id));
        Assert.Equal(ids[0], older.Rows[0].Id);
    }
}

public sealed class BackfillTestsOnSqlite(SqliteStore store) : BackfillTests(store), IClassFixture<SqliteStore>;

public sealed class BackfillTestsOnSqlServer(SqlServerStore store) : BackfillTests(store), IClassFixture<SqlServerStore>;
