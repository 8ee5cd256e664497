using System.Globalization;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Storage.Tests.Stores;
using CommerceEventConsole.Tests.Shared;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Storage.Tests.Suite;

public abstract class ResendTests(StoreFixture store) : StoreSuite(store)
{
    [Fact]
    public async Task It_sends_what_failed_or_is_retried_and_leaves_the_rest()
    {
        var node = await ReplayNode.AddAsync(Store);
        var states = Enum.GetValues<DeliveryState>();
        var made = await FailAsync(node, [.. states, .. Enumerable.Repeat(DeliveryState.Failed, 30)]);

        var done = await RunAsync(node, Scope(made), new ResendOptions());

        var after = await node.DeliveriesAsync();
        var sent = after.Where(d => d.ReplayId == done.Id).ToList();
        Assert.Equal(32, sent.Count);
        Assert.All(sent, d => Assert.Equal((DeliveryState.Pending, 0), (d.State, d.Attempts)));
        Assert.Equal(
            states.Except([DeliveryState.Failed, DeliveryState.Retrying]),
            after.Where(d => d.ReplayId is null).Select(d => d.State));
        Assert.Equal((38, 32, 6, 0), (done.Examined, done.Created, done.Skipped, done.Superseded));
        Assert.Equal(("anna", "The ERP is back."), (done.CreatedBy, done.Reason));
    }

    [Fact]
    public async Task What_has_arrived_is_sent_again_only_when_it_must_be()
    {
        var node = await ReplayNode.AddAsync(Store);
        var made = await FailAsync(node, DeliveryState.Delivered, DeliveryState.Delivered);

        Assert.Equal(0, (await RunAsync(node, Scope(made), new ResendOptions())).Created);
        Assert.Equal(2, (await RunAsync(node, Scope(made), new ResendOptions { DeliveredToo = true })).Created);
    }

    [Fact]
    public async Task A_process_that_stops_in_the_middle_loses_nothing_and_doubles_nothing()
    {
        // No more than ten are queued, so that it stops between two steps.
        var node = await ReplayNode.AddAsync(Store, configure: Small);
        var made = await FailAsync(node, [.. Enumerable.Repeat(DeliveryState.Failed, 35)]);
        var id = await StartAsync(node, Scope(made), new ResendOptions());
        await node.StartRunnerAsync();
        await node.UntilAsync(id, r => r.Created == 10);
        await node.StopRunnerAsync();
        await ArriveAsync(id, DeliveryState.Delivered);

        var other = node.Other();
        await other.StartRunnerAsync();
        var done = await other.UntilAsync(id, r => r.State == ReplayState.Done);
        await other.StopRunnerAsync();

        Assert.Equal((35, 35, 0), (done.Examined, done.Created, done.Skipped));
        var after = await node.DeliveriesAsync();
        Assert.Equal((10, 25), (after.Count(d => d.State == DeliveryState.Delivered), after.Count(d => d.State == DeliveryState.Pending)));
    }

    [Fact]
    public async Task No_more_wait_in_the_queue_at_a_time_than_keep_destinations_busy()
    {
        var node = await ReplayNode.AddAsync(Store, configure: Small);
        var made = await FailAsync(node, [.. Enumerable.Repeat(DeliveryState.Failed, 25)]);
        var id = await StartAsync(node, Scope(made), new ResendOptions());
        await node.StartRunnerAsync();

        foreach (var sent in new[] { 10, 20, 25 })
        {
            await node.UntilAsync(id, r => r.Created == sent);
            Assert.Equal(sent, await CountAsync(id));
            await ArriveAsync(id, DeliveryState.Delivered);
        }

        await node.UntilAsync(id, r => r.State == ReplayState.Done);
        await node.StopRunnerAsync();
    }

    [Fact]
    public async Task In_stages_it_waits_for_the_outcome_of_each()
    {
        var node = await ReplayNode.AddAsync(Store, configure: Quick);
        var made = await FailAsync(node, [.. Enumerable.Repeat(DeliveryState.Failed, 150)]);
        var id = await StartAsync(node, Scope(made), new ResendOptions { Canary = true });
        await node.StartRunnerAsync();

        foreach (var sent in new[] { 1, 11, 111 })
        {
            await node.UntilAsync(id, r => r.Created == sent);
            Assert.Equal(sent, await CountAsync(id));
            await ArriveAsync(id, DeliveryState.Delivered);
        }

        Assert.Equal(150, (await node.UntilAsync(id, r => r.State == ReplayState.Done)).Created);
        await node.StopRunnerAsync();
    }

    [Fact]
    public async Task Where_too_many_of_a_stage_fail_it_stops_by_itself_and_goes_on_when_a_person_says_so()
    {
        var node = await ReplayNode.AddAsync(Store, configure: Quick);
        var made = await FailAsync(node, [.. Enumerable.Repeat(DeliveryState.Failed, 20)]);
        var id = await StartAsync(node, Scope(made), new ResendOptions { Canary = true, MaxFailedPercent = 20 });
        await node.StartRunnerAsync();
        await node.UntilAsync(id, r => r.Created == 1);
        await ArriveAsync(id, DeliveryState.Failed);

        var stopped = await node.UntilAsync(id, r => r.State == ReplayState.Paused);
        Assert.Equal((1, 1, 1), (stopped.Created, stopped.Judged, stopped.JudgedFailed));
        Assert.Contains("1 of the last 1 failed", stopped.Error, StringComparison.Ordinal);

        // The failure that it stopped for does not stop it again: ten more go.
        Assert.Null(await node.Replays.ResumeAsync(id, "ben", Cancellation));
        var resumed = await node.UntilAsync(id, r => r.Created == 11);
        Assert.Null(resumed.Error);
        await ArriveAsync(id, DeliveryState.Delivered);
        Assert.Equal(20, (await node.UntilAsync(id, r => r.State == ReplayState.Done)).Created);
        await node.StopRunnerAsync();
    }

    [Fact]
    public async Task The_newest_of_each_entity_goes_and_older_ones_are_superseded()
    {
        var node = await ReplayNode.AddAsync(Store);
        var made = await StoreAsync(
            node, ("a", DeliveryState.Failed), ("b", DeliveryState.Failed), ("a", DeliveryState.Retrying), ("a", DeliveryState.Failed), ("c", DeliveryState.Failed), ("c", DeliveryState.Delivered));

        var estimate = await node.Resends.LookForNewerAsync(
            await node.Resends.EstimateAsync(Scope(made), progress: null, Cancellation), progress: null, Cancellation);
        var done = await RunAsync(node, Scope(made), new ResendOptions { NewestOnly = true });

        Assert.Equal((5, 2), (estimate.ToSend(new ResendOptions()), estimate.ToSend(new ResendOptions { NewestOnly = true })));
        Assert.Equal((2, 3, 1), (done.Created, done.Superseded, done.Skipped));
        Assert.Equal(
            [DeliveryState.Superseded, DeliveryState.Pending, DeliveryState.Superseded, DeliveryState.Pending, DeliveryState.Superseded, DeliveryState.Delivered],
            (await node.DeliveriesAsync()).Select(d => d.State));
    }

    [Fact]
    public async Task Something_newer_that_failed_and_is_not_sent_makes_nothing_unnecessary()
    {
        var node = await ReplayNode.AddAsync(Store);
        var made = await StoreAsync(node, ("a", DeliveryState.Failed), ("a", DeliveryState.Failed));

        var done = await RunAsync(node, DeliveryScope.OfIds(made[0].Id), new ResendOptions { NewestOnly = true });

        Assert.Equal((1, 0), (done.Created, done.Superseded));
    }

    [Fact]
    public async Task It_goes_as_it_was_published_or_with_the_revision_in_force()
    {
        var node = await ReplayNode.AddAsync(Store);
        var made = await FailAsync(node, DeliveryState.Failed, DeliveryState.Failed);
        node.Publish(revisionId: 5);

        await RunAsync(node, DeliveryScope.OfIds(made[0].Id), new ResendOptions());
        await RunAsync(node, DeliveryScope.OfIds(made[1].Id), new ResendOptions { CurrentRevision = true });

        Assert.Equal([1, 5], (await node.DeliveriesAsync()).Select(d => d.RevisionId));
    }

    [Fact]
    public async Task It_goes_no_faster_than_asked()
    {
        var time = new ManualTime(Batches.Noon);
        var node = await ReplayNode.AddAsync(Store, time: time);
        var made = await FailAsync(node, [.. Enumerable.Repeat(DeliveryState.Failed, 6)]);
        var id = await StartAsync(node, Scope(made), new ResendOptions { PerMinute = 24 });
        await node.StartRunnerAsync();

        // Five seconds' worth at a time.
        await node.UntilAsync(id, r => r.Created == 2);
        Assert.Equal(2, await CountAsync(id));
        while ((await node.Replays.GetAsync(id, Cancellation))!.Created == 2)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.True(time.GetUtcNow() - Batches.Noon >= TimeSpan.FromSeconds(5));
        Assert.Null(await node.Replays.CancelAsync(id, "ben", Cancellation));
        await node.StopRunnerAsync();
    }

    [Fact]
    public async Task A_cancelled_replay_takes_back_what_was_not_tried_yet()
    {
        var node = await ReplayNode.AddAsync(Store, configure: Small);
        var made = await FailAsync(node, [.. Enumerable.Repeat(DeliveryState.Failed, 30)]);
        var id = await StartAsync(node, Scope(made), new ResendOptions());
        await node.StartRunnerAsync();
        await node.UntilAsync(id, r => r.Created == 10);
        await using (var db = Store.CreateContext())
        {
            var first = made[0].Id;
            await db.Deliveries.Where(d => d.Id == first).ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DeliveryState.Delivered), Cancellation);
        }

        Assert.Null(await node.Replays.CancelAsync(id, "ben", Cancellation));
        await node.StopRunnerAsync();

        var ended = (await node.Replays.GetAsync(id, Cancellation))!;
        Assert.Equal((ReplayState.Cancelled, 1), (ended.State, ended.Created));
        var after = await node.DeliveriesAsync();
        Assert.Equal((1, 29), (after.Count(d => d.State == DeliveryState.Delivered), after.Count(d => d.State == DeliveryState.Failed)));
    }

    [Fact]
    public async Task A_slow_one_does_not_keep_the_next_from_starting()
    {
        var node = await ReplayNode.AddAsync(Store);
        var made = await FailAsync(node, [.. Enumerable.Repeat(DeliveryState.Failed, 6)]);
        var slow = await StartAsync(node, DeliveryScope.OfIds(made[..4].Select(d => d.Id)), new ResendOptions { PerMinute = 1 });
        await node.StartRunnerAsync();
        await node.UntilAsync(slow, r => r.Created == 1);

        var next = await StartAsync(node, DeliveryScope.OfIds(made[4..].Select(d => d.Id)), new ResendOptions());
        var done = await node.UntilAsync(next, r => r.State == ReplayState.Done);

        Assert.Equal(2, done.Created);
        Assert.Equal((ReplayState.Running, 1), ((await node.Replays.GetAsync(slow, Cancellation))!.State, (await node.Replays.GetAsync(slow, Cancellation))!.Created));
        Assert.Null(await node.Replays.CancelAsync(slow, "ben", Cancellation));
        await node.StopRunnerAsync();
    }

    [Fact]
    public async Task What_cannot_be_read_any_more_fails_and_says_so()
    {
        var node = await ReplayNode.AddAsync(Store);
        var made = await FailAsync(node, DeliveryState.Failed);
        var id = await StartAsync(node, Scope(made), new ResendOptions());
        await using (var db = Store.CreateContext())
            await db.Replays.Where(r => r.Id == id).ExecuteUpdateAsync(set => set.SetProperty(r => r.Scope, "not JSON"), Cancellation);

        await node.StartRunnerAsync();
        var failed = await node.UntilAsync(id, r => r.State == ReplayState.Failed);
        await node.StopRunnerAsync();

        Assert.NotNull(failed.Error);
        Assert.Equal(DeliveryState.Failed, Assert.Single(await node.DeliveriesAsync()).State);
    }

    [Fact]
    public async Task It_goes_over_whatever_a_list_shows()
    {
        var node = await ReplayNode.AddAsync(Store);
        var made = await FailAsync(node, [.. Enumerable.Repeat(DeliveryState.Failed, 25), DeliveryState.Delivered]);
        var group = Store.NextId();
        await node.ChangeAsync(set => set.SetProperty(d => d.FailureGroupId, group));

        Assert.Equal(25, (await RunAsync(node, DeliveryScope.OfGroup(group), new ResendOptions())).Created);
        await node.ChangeAsync(set => set.SetProperty(d => d.State, DeliveryState.Failed));
        Assert.Equal(26, (await RunAsync(node, DeliveryScope.OfFailures(new FailureFilter { DestinationId = made[0].DestinationId }), new ResendOptions())).Created);
        await node.ChangeAsync(set => set.SetProperty(d => d.State, DeliveryState.Failed));
        Assert.Equal(26, (await RunAsync(node, DeliveryScope.Since(made[0].EventSeq) with { DestinationId = made[0].DestinationId }, new ResendOptions())).Created);
        await node.ChangeAsync(set => set.SetProperty(d => d.State, DeliveryState.Failed));
        Assert.Equal(26, (await RunAsync(node, DeliveryScope.OfEvents(new EventFilter { Types = [node.EventType] }), new ResendOptions())).Created);
    }

    [Fact]
    public async Task What_it_was_to_send_to_is_checked_at_the_start()
    {
        var node = await ReplayNode.AddAsync(Store);
        var made = await FailAsync(node, DeliveryState.Failed);

        var (replay, problem) = await node.Replays.StartResendAsync(
            new ResendRequest(Scope(made), new ResendOptions { DestinationId = int.MaxValue }, 1), "anna", Cancellation);

        Assert.Null(replay);
        Assert.Equal("That destination is gone.", problem);
    }

    [Fact]
    public async Task Its_deliveries_are_counted_and_listed_by_what_came_of_them()
    {
        var node = await ReplayNode.AddAsync(Store);
        var made = await FailAsync(node, [.. Enumerable.Repeat(DeliveryState.Failed, 5)]);
        var done = await RunAsync(node, Scope(made), new ResendOptions());
        await ArriveAsync(done.Id, DeliveryState.Delivered);
        await using (var db = Store.CreateContext())
        {
            var some = new[] { made[1].Id, made[3].Id };
            await db.Deliveries.Where(d => some.Contains(d.Id)).ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DeliveryState.Failed), Cancellation);
        }

        var counts = await node.Outcomes.CountAsync(done.Id, Cancellation);
        Assert.Equal((3, 2, 5), (counts.In(DeliveryState.Delivered), counts.In(DeliveryState.Failed), counts.Total));
        var first = await node.Outcomes.PageAsync(done.Id, DeliveryState.Failed, after: null, 1, Cancellation);
        var second = await node.Outcomes.PageAsync(done.Id, DeliveryState.Failed, first.Next, 1, Cancellation);
        Assert.Equal([made[1].Id, made[3].Id], first.Rows.Concat(second.Rows).Select(r => r.Id));
        Assert.Null(second.Next);
    }

    private static DeliveryScope Scope(List<Delivery> made) => new() { Ids = made.ConvertAll(d => d.Id) };

    private static void Small(ReplayOptions options) => (options.MaxQueued, options.QueueInterval) = (10, TimeSpan.FromMilliseconds(5));

    private static void Quick(ReplayOptions options) => options.QueueInterval = TimeSpan.FromMilliseconds(5);

    private static async Task<int> StartAsync(ReplayNode node, DeliveryScope scope, ResendOptions options)
    {
        var request = new ResendRequest(scope, options, scope.Ids.Count, " The ERP is back. ");
        var (replay, problem) = await node.Replays.StartResendAsync(request, "anna", Cancellation);
        Assert.Null(problem);
        return replay!.Id;
    }

    private static async Task<Replay> RunAsync(ReplayNode node, DeliveryScope scope, ResendOptions options)
    {
        var id = await StartAsync(node, scope, options);
        await node.StartRunnerAsync();
        var done = await node.UntilAsync(id, r => r.State == ReplayState.Done);
        await node.StopRunnerAsync();
        return done;
    }

    private static Task<List<Delivery>> FailAsync(ReplayNode node, params DeliveryState[] states) =>
        StoreAsync(node, [.. states.Select((s, i) => (i.ToString(CultureInfo.InvariantCulture), s))]);

    // Deliveries whose last attempt failed, one event each, of these entities.
    private static async Task<List<Delivery>> StoreAsync(ReplayNode node, params (string Entity, DeliveryState State)[] deliveries)
    {
        var names = deliveries.Select(d => d.Entity).Distinct(StringComparer.Ordinal).ToList();
        await node.CommitAsync(deliveries.Select((d, i) =>
        {
            var number = $"{node.EventType}-{d.Entity}";
            var item = Batches.Event(
                node.Source,
                $"e{i}",
                keys: [Keys.Order(number)],
                deliveries: Batches.To(node.Routes[0], orderKey: names.IndexOf(d.Entity), routeId: node.Routes[0], state: d.State));
            (item.Row.EventTypeId, item.Row.EntityKind, item.Row.EntityKey) = (node.TypeId, EntityKind.Order, number);
            return item;
        }));
        await node.ChangeAsync(set => set.SetProperty(d => d.LastError, "The answer was 503.").SetProperty(d => d.Attempts, 3));
        return await node.DeliveriesAsync();
    }

    private async Task<int> CountAsync(int id)
    {
        await using var db = Store.CreateContext();
        return await db.Deliveries.CountAsync(d => d.ReplayId == id, Cancellation);
    }

    // What a dispatcher would make of all that is queued.
    private async Task ArriveAsync(int id, DeliveryState state)
    {
        await using var db = Store.CreateContext();
        await db.Deliveries.Where(d => d.ReplayId == id && d.State == DeliveryState.Pending)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.State, state), Cancellation);
    }
}

public sealed class ResendTestsOnSqlite(SqliteStore store) : ResendTests(store), IClassFixture<SqliteStore>;

public sealed class ResendTestsOnSqlServer(SqlServerStore store) : ResendTests(store), IClassFixture<SqlServerStore>;
