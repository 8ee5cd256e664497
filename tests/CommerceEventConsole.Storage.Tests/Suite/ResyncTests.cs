using System.Globalization;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Resync.Runs;
using CommerceEventConsole.Storage.Tests.Stores;

namespace CommerceEventConsole.Storage.Tests.Suite;

public abstract class ResyncTests(StoreFixture store) : StoreSuite(store)
{
    [Fact]
    public async Task It_makes_the_other_side_agree_and_says_what_it_did()
    {
        var node = Node(records: 35);
        node.Commerce.Put(RecordKind.Stock, Sku(3), "quantity", 99).Put(RecordKind.Stock, Sku(20), "quantity", "7.0000");
        node.Erp.Put(RecordKind.Stock, Sku(20), "quantity", 7);
        node.Commerce.Remove(Sku(11));

        var run = await node.RunAsync(await node.DefineAsync());

        Assert.Equal((ResyncState.Finished, 35L, 33L, 1L, 1L, 0L), (run.State, run.Compared, run.Same, run.Changed, run.MissingHere, run.MissingThere));
        Assert.Equal((2L, 0L, 35L, 34L), (run.Written, run.Failed, run.ReadThere, run.ReadHere));
        Assert.Equal("3", node.Commerce.Records[Sku(3)].Fields["quantity"]!.ToString());
        Assert.Equal("11", node.Commerce.Records[Sku(11)].Fields["quantity"]!.ToString());
        var rows = await node.ListedAsync(run.Id);
        Assert.Equal(
            [(Sku(3), "quantity", "99", "3", ResyncAction.Update, ResyncOutcome.Repaired), (Sku(11), "", null, "quantity 11", ResyncAction.Create, ResyncOutcome.Repaired)],
            rows.Select(r => (r.Key, r.Field, r.Here, r.There, r.Action, r.Outcome)));
    }

    [Fact]
    public async Task A_page_costs_two_requests_and_one_more_where_it_repairs()
    {
        var node = Node(records: 40);
        node.Commerce.Put(RecordKind.Stock, Sku(3), "quantity", 99);

        var run = await node.RunAsync(await node.DefineAsync());

        Assert.Equal((9L, 41L, 32L), (run.Calls, run.NaiveCalls, run.CallsSaved));
        Assert.Equal(9, node.Commerce.Calls + node.Erp.Calls);
    }

    [Fact]
    public async Task A_dry_run_writes_nothing_and_what_it_listed_can_be_repaired()
    {
        var node = Node(records: 25);
        foreach (var n in new[] { 1, 12, 24 })
            node.Commerce.Put(RecordKind.Stock, Sku(n), "quantity", 99);
        var definition = await node.DefineAsync();

        var dry = await node.RunAsync(definition, isDryRun: true);

        Assert.Equal((3L, 0L, 3), (dry.Changed, dry.Written, dry.Listed));
        Assert.DoesNotContain(node.Commerce.Made, c => c.Query is null);
        Assert.All(await node.ListedAsync(dry.Id), d => Assert.Equal(ResyncOutcome.Found, d.Outcome));
        Assert.Null((await node.DefinitionAsync(definition.Id)).ComparedUntil);

        var (started, problem) = await node.Runs.RepairAsync(dry.Id, "ben", Cancellation);
        Assert.Null(problem);
        var real = await node.EndAsync(started!);

        Assert.Equal((ResyncState.Finished, 3L, 3L, ResyncTrigger.Repair), (real.State, real.Compared, real.Written, real.Trigger));
        Assert.Equal("24", node.Commerce.Records[Sku(24)].Fields["quantity"]!.ToString());
    }

    [Fact]
    public async Task What_is_refused_is_an_item_that_can_be_tried_again_by_itself()
    {
        var node = Node(records: 12);
        foreach (var n in new[] { 1, 2, 11 })
            node.Commerce.Put(RecordKind.Stock, Sku(n), "quantity", 99);
        node.Commerce.Refuses = r => r.Key == Sku(3) ? null : new RecordOutcome(r.Key, "Unknown source.");
        var run = await node.RunAsync(await node.DefineAsync());
        Assert.Equal((ResyncState.Finished, 0L, 3L), (run.State, run.Written, run.Failed));
        var failed = await node.ListedAsync(run.Id);
        Assert.All(failed, d => Assert.Equal((ResyncOutcome.Failed, "Unknown source."), (d.Outcome, d.Error)));

        node.Commerce.Refuses = _ => null;
        var picked = failed.Where(d => d.Key != Sku(2)).Select(d => d.Id).ToList();
        var (started, _) = await node.Runs.RetryAsync(run.Id, picked, "ben", Cancellation);
        var again = await node.EndAsync(started!);

        Assert.Equal((2L, 2L, 0L), (again.Compared, again.Written, again.Failed));
        Assert.Equal("99", node.Commerce.Records[Sku(2)].Fields["quantity"]!.ToString());
    }

    [Theory]
    [InlineData("reading what is right")]
    [InlineData("reading the other side")]
    [InlineData("before the write")]
    [InlineData("after the write")]
    public async Task A_process_that_is_killed_loses_nothing_and_counts_nothing_twice(string stage)
    {
        var node = Node(records: 40);
        foreach (var n in new[] { 1, 15, 16, 35 })
            node.Commerce.Put(RecordKind.Stock, Sku(n), "quantity", 99);
        var reached = new TaskCompletionSource();
        async Task Die(CancellationToken token)
        {
            reached.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
        }

        // In the second page.
        bool IsSecond(RecordCall c) => c.Query is { Position: "10" } || c.Query?.Keys?.Contains(Sku(15)) is true || c.Written.Any(w => w.Key == Sku(15));
        if (stage == "reading what is right")
            node.Erp.Before = (c, t) => IsSecond(c) ? Die(t) : Task.CompletedTask;
        else if (stage == "after the write")
            node.Commerce.AfterWrite = (c, t) => IsSecond(c) ? Die(t) : Task.CompletedTask;
        else
            node.Commerce.Before = (c, t) => IsSecond(c) && c.Query is null == (stage == "before the write") ? Die(t) : Task.CompletedTask;
        var run = await node.StartAsync(await node.DefineAsync());
        await node.StartRunnerAsync();
        await reached.Task.WaitAsync(Cancellation);
        await node.StopRunnerAsync();
        (node.Erp.Before, node.Commerce.Before, node.Commerce.AfterWrite) = (Nothing, Nothing, Nothing);

        var done = await new ResyncNode(Store, node).EndAsync(run);

        Assert.Equal((ResyncState.Finished, 40L, 36L, 4L, 4L, 0L), (done.State, done.Compared, done.Same, done.Changed, done.Written, done.Failed));
        var rows = await node.ListedAsync(run.Id);
        Assert.Equal([Sku(1), Sku(15), Sku(16), Sku(35)], rows.Select(r => r.Key).Order(StringComparer.Ordinal));
        Assert.All(rows, r => Assert.Equal(ResyncOutcome.Repaired, r.Outcome));
        Assert.All(node.Commerce.Records, r => Assert.Equal(node.Erp.Records[r.Key].Fields["quantity"]!.ToString(), r.Value.Fields["quantity"]!.ToString()));
    }

    [Fact]
    public async Task A_run_that_has_made_its_requests_is_cut_off_and_the_next_goes_on()
    {
        var node = Node(records: 50);
        node.Commerce.Put(RecordKind.Stock, Sku(45), "quantity", 99);
        var definition = await node.DefineAsync(d => d.CallBudget = 5);

        var first = await node.RunAsync(definition);
        var second = await node.RunAsync(definition);
        var third = await node.RunAsync(definition);

        Assert.Equal((ResyncState.CutOff, 20L, 4L), (first.State, first.Compared, first.Calls));
        Assert.Equal((ResyncState.CutOff, 20L, (int?)first.Id), (second.State, second.Compared, second.ContinuesRunId));
        Assert.Equal((ResyncState.Finished, 10L, 1L, (int?)second.Id), (third.State, third.Compared, third.Written, third.ContinuesRunId));
        Assert.Equal(first.Until, (await node.DefinitionAsync(definition.Id)).ComparedUntil);
    }

    [Fact]
    public async Task A_system_that_is_down_is_waited_for_longer_each_time()
    {
        var node = Node(records: 25);
        var isDown = true;
        node.Commerce.Before = (_, _) => isDown ? throw new RecordSystemException("No connection to the shop.") : Task.CompletedTask;
        var run = await node.StartAsync(await node.DefineAsync());
        await node.StartRunnerAsync();

        var waiting = await node.UntilAsync(run.Id, r => r.NotBefore is not null);
        Assert.Equal((ResyncState.Running, "No connection to the shop.", TimeSpan.FromSeconds(5)), (waiting.State, waiting.Waiting, waiting.NotBefore - node.Time.GetUtcNow()));
        node.Time.Advance(TimeSpan.FromSeconds(5));
        node.Wake();
        var longer = await node.UntilAsync(run.Id, r => r.Troubles == 2);
        Assert.Equal(TimeSpan.FromSeconds(10), longer.NotBefore - node.Time.GetUtcNow());

        isDown = false;
        node.Time.Advance(TimeSpan.FromSeconds(10));
        node.Wake();
        var done = await node.UntilAsync(run.Id, r => r.State == ResyncState.Finished);
        await node.StopRunnerAsync();
        Assert.Equal((25L, 0, (string?)null), (done.Compared, done.Troubles, done.Waiting));
        // What failed counts as a request, too.
        Assert.Equal(node.Commerce.Calls + node.Erp.Calls, done.Calls);
    }

    [Fact]
    public async Task A_system_that_goes_down_while_it_is_written_is_waited_for_and_no_record_fails()
    {
        var node = Node(records: 12);
        foreach (var n in new[] { 1, 2 })
            node.Commerce.Put(RecordKind.Stock, Sku(n), "quantity", 99);
        var (isDown, wasDown) = (false, false);
        node.Commerce.Before = (call, _) =>
        {
            (isDown, wasDown) = (isDown || (call.Written.Count > 0 && !wasDown), wasDown || call.Written.Count > 0);
            return isDown && call.Written.Count == 0 ? throw new RecordSystemException("No connection to the shop.") : Task.CompletedTask;
        };
        node.Commerce.Refuses = r => isDown ? new RecordOutcome(r.Key, "Try it later.", IsTransient: true) : null;
        var run = await node.StartAsync(await node.DefineAsync());
        await node.StartRunnerAsync();

        var waiting = await node.UntilAsync(run.Id, r => r.NotBefore is not null);
        Assert.Equal((ResyncState.Running, "No connection to the shop.", 0L), (waiting.State, waiting.Waiting, waiting.Failed));
        isDown = false;
        node.Time.Advance(TimeSpan.FromSeconds(5));
        node.Wake();
        var done = await node.UntilAsync(run.Id, r => r.State == ResyncState.Finished);
        await node.StopRunnerAsync();

        Assert.Equal((2L, 0L, 12L), (done.Written, done.Failed, done.Compared));
        Assert.Equal("1", node.Commerce.Records[Sku(1)].Fields["quantity"]!.ToString());
        Assert.All(await node.ListedAsync(run.Id), d => Assert.Equal(ResyncOutcome.Repaired, d.Outcome));
    }

    [Fact]
    public async Task Records_that_a_system_does_not_take_fail_though_it_says_later_when_it_answers_everything_else()
    {
        var node = Node(records: 12);
        foreach (var n in new[] { 1, 2 })
            node.Commerce.Put(RecordKind.Stock, Sku(n), "quantity", 99);
        node.Commerce.Refuses = r => r.Key == Sku(1) ? new RecordOutcome(r.Key, "It is locked.", IsTransient: true) : null;

        var run = await node.RunAsync(await node.DefineAsync());

        Assert.Equal((ResyncState.Finished, 1L, 1L), (run.State, run.Written, run.Failed));
        Assert.Equal("It is locked.", (await node.ListedAsync(run.Id)).Single(d => d.Outcome == ResyncOutcome.Failed).Error);
    }

    [Fact]
    public async Task A_system_that_stays_down_stops_the_run_until_a_person_lets_it_go_on()
    {
        var node = Node(records: 5, o => (o.FirstWait, o.LongestWait, o.GiveUpAfter) = (TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromHours(1)));
        node.Erp.Before = (_, _) => throw new RecordSystemException("The ERP is being repaired.");
        var run = await node.StartAsync(await node.DefineAsync());
        await node.StartRunnerAsync();
        await node.UntilAsync(run.Id, r => r.NotBefore is not null);
        node.Time.Advance(TimeSpan.FromHours(1));
        node.Wake();

        var paused = await node.UntilAsync(run.Id, r => r.State == ResyncState.Paused);

        Assert.Equal("The ERP is being repaired.", paused.Error);
        node.Erp.Before = Nothing;
        Assert.Null(await node.Runs.ResumeAsync(run.Id, "ben", Cancellation));
        var done = await node.UntilAsync(run.Id, r => r.State == ResyncState.Finished);
        await node.StopRunnerAsync();
        Assert.Equal((5L, (string?)null), (done.Compared, done.Error));
    }

    [Fact]
    public async Task A_system_that_answers_but_not_as_it_is_set_up_stops_the_run_soon()
    {
        var node = Node(records: 5, o => (o.FirstWait, o.LongestWait, o.AskAfter) = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)));
        node.Erp.Before = (_, _) => throw new RecordSystemException("There is nothing at /stock (404). Check the path.") { NeedsPerson = true };
        var run = await node.StartAsync(await node.DefineAsync());
        await node.StartRunnerAsync();
        await node.UntilAsync(run.Id, r => r.NotBefore is not null);
        node.Time.Advance(TimeSpan.FromMinutes(1));
        node.Wake();

        var paused = await node.UntilAsync(run.Id, r => r.State == ResyncState.Paused);

        Assert.Equal("There is nothing at /stock (404). Check the path.", paused.Error);
        await node.StopRunnerAsync();
    }

    [Fact]
    public async Task A_person_pauses_it_in_the_middle_of_a_page_and_lets_it_go_on()
    {
        var node = Node(records: 30);
        node.Commerce.Put(RecordKind.Stock, Sku(15), "quantity", 99);
        var reached = new TaskCompletionSource();
        node.Commerce.AfterWrite = async (_, token) =>
        {
            reached.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
        };
        var run = await node.StartAsync(await node.DefineAsync());
        await node.StartRunnerAsync();
        await reached.Task.WaitAsync(Cancellation);

        Assert.Null(await node.Runs.PauseAsync(run.Id, "ben", Cancellation));
        Assert.Equal((ResyncState.Paused, 10L), (await node.Runs.GetAsync(run.Id, Cancellation)) is { } p ? (p.State, p.Compared) : default);
        node.Commerce.AfterWrite = Nothing;
        Assert.Null(await node.Runs.ResumeAsync(run.Id, "ben", Cancellation));
        var done = await node.UntilAsync(run.Id, r => r.State == ResyncState.Finished);
        await node.StopRunnerAsync();

        Assert.Equal((30L, 1L, 1L), (done.Compared, done.Changed, done.Written));
    }

    [Fact]
    public async Task A_stopped_run_does_not_go_on_and_another_may_begin()
    {
        var node = Node(records: 5);
        var definition = await node.DefineAsync();
        var run = await node.StartAsync(definition);
        var (_, busy) = await node.Runs.StartAsync(definition.Id, ResyncTrigger.Schedule, false, "schedule", Cancellation);
        Assert.Contains("running already", busy, StringComparison.Ordinal);

        Assert.Null(await node.Runs.StopAsync(run.Id, "ben", Cancellation));
        Assert.NotNull(await node.Runs.ResumeAsync(run.Id, "ben", Cancellation));

        Assert.Equal(ResyncState.Finished, (await node.RunAsync(definition)).State);
        Assert.Equal(0, (await node.Runs.GetAsync(run.Id, Cancellation))!.Compared);
    }

    [Fact]
    public async Task Two_that_start_at_once_start_one_run()
    {
        var node = Node(records: 5);
        var other = new ResyncNode(Store, node);
        var definition = await node.DefineAsync();

        var started = await Task.WhenAll(
            node.Runs.StartAsync(definition.Id, ResyncTrigger.Schedule, false, "schedule", Cancellation),
            other.Runs.StartAsync(definition.Id, ResyncTrigger.Person, false, "anna", Cancellation));

        Assert.Single(started, s => s.Run is not null);
        Assert.Single(started, s => s.Problem is not null);
        // The database is shared: the next test's runner would work on it.
        Assert.Null(await node.Runs.StopAsync(started.Single(s => s.Run is not null).Run!.Id, "anna", Cancellation));
    }

    [Fact]
    public async Task It_stands_still_in_blackout_hours()
    {
        // The clock begins at 09:00 UTC, which is 11:00 in Berlin.
        var node = Node(records: 5);
        var run = await node.StartAsync(await node.DefineAsync(d => (d.Blackout, d.TimeZone) = ("08:00-12:30", "Europe/Berlin")));
        await node.StartRunnerAsync();

        var waiting = await node.UntilAsync(run.Id, r => r.NotBefore is not null);

        Assert.Equal((TimeSpan.FromMinutes(90), "Blackout hours (08:00-12:30, Europe/Berlin)."), (waiting.NotBefore!.Value - node.Time.GetUtcNow(), waiting.Waiting!));
        Assert.Equal(0, node.Commerce.Calls + node.Erp.Calls);
        node.Time.Advance(TimeSpan.FromMinutes(90));
        node.Wake();
        Assert.Equal(5, (await node.UntilAsync(run.Id, r => r.State == ResyncState.Finished)).Compared);
        await node.StopRunnerAsync();
    }

    [Fact]
    public async Task An_incremental_run_looks_at_what_changed_since_the_last_with_some_overlap()
    {
        var node = Node(records: 0);
        node.Erp.HasChanges = true;
        node.Erp.Put(RecordKind.Stock, "old", "quantity", 1, node.Time.GetUtcNow().AddHours(-2));
        var definition = await node.DefineAsync(d => (d.Mode, d.OverlapMinutes) = (ResyncMode.Incremental, 30));
        Assert.Equal(1, (await node.RunAsync(definition)).Written);

        node.Erp.Put(RecordKind.Stock, "seen late", "quantity", 2, node.Time.GetUtcNow().AddMinutes(-20));
        node.Time.Advance(TimeSpan.FromHours(1));
        node.Erp.Put(RecordKind.Stock, "new", "quantity", 3, node.Time.GetUtcNow().AddMinutes(-1));
        var second = await node.RunAsync(definition);

        Assert.Equal((2L, 2L), (second.Compared, second.Written));
        Assert.Equal(["new", "old", "seen late"], node.Commerce.Records.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_only_the_other_side_has_is_told_and_left_alone()
    {
        var node = Node(records: 15);
        node.Commerce.Put(RecordKind.Stock, "gone", "quantity", 4);

        var run = await node.RunAsync(await node.DefineAsync(d => d.FindsExtra = true));

        Assert.Equal((15L, 15L, 1L, 0L), (run.Compared, run.Same, run.MissingThere, run.Written));
        var row = Assert.Single(await node.ListedAsync(run.Id));
        Assert.Equal(("gone", "quantity 4", (string?)null, ResyncAction.Tell), (row.Key, row.Here, row.There, row.Action));
        Assert.True(node.Commerce.Records.ContainsKey("gone"));
    }

    [Fact]
    public async Task The_list_is_bounded_and_says_what_it_left_out()
    {
        var node = Node(records: 30, o => o.MaxListed = 12);
        for (var n = 0; n < 30; n++)
            node.Commerce.Put(RecordKind.Stock, Sku(n), "quantity", 99);

        var run = await node.RunAsync(await node.DefineAsync());

        Assert.Equal((30L, 12, 18L), (run.Written, run.Listed, run.Unlisted));
        Assert.Equal(12, (await node.ListedAsync(run.Id)).Count);
    }

    [Fact]
    public async Task A_total_that_is_wrong_does_not_matter()
    {
        var node = Node(records: 25);
        node.Erp.Total = 3;

        Assert.Equal((ResyncState.Finished, 25L), (await node.RunAsync(await node.DefineAsync())) is var run ? (run.State, run.Compared) : default);
    }

    [Fact]
    public async Task What_cannot_be_written_fails_record_by_record()
    {
        var node = Node(records: 3);
        node.Commerce.IsReadOnly = true;
        node.Commerce.Remove(Sku(1));

        var run = await node.RunAsync(await node.DefineAsync());

        Assert.Equal((ResyncState.Finished, 1L), (run.State, run.Failed));
        Assert.Equal("Shop cannot be written.", Assert.Single(await node.ListedAsync(run.Id)).Error);
    }

    [Fact]
    public async Task Old_runs_go_with_their_lists()
    {
        var node = Node(records: 3, o => o.KeptRuns = 2);
        var definition = await node.DefineAsync();
        List<int> ids = [];
        for (var i = 0; i < 4; i++)
        {
            node.Commerce.Put(RecordKind.Stock, Sku(1), "quantity", 99);
            ids.Add((await node.RunAsync(definition)).Id);
        }

        var page = await node.Runs.PageAsync(definition.Id, null, 10, Cancellation);
        Assert.Equal([ids[3], ids[2]], page.Rows.Select(r => r.Id));
        Assert.Empty(await node.ListedAsync(ids[0]));
    }

    [Fact]
    public async Task Days_of_orders_that_agree_by_count_and_hash_are_not_looked_at_order_by_order()
    {
        var (node, definition) = await OrdersAsync();

        var run = await node.RunAsync(definition);

        Assert.Equal((ResyncState.Finished, 6L, 6L), (run.State, run.Compared, run.Same));
        Assert.DoesNotContain(node.Erp.Made, c => c.IsByKey);
    }

    [Fact]
    public async Task Only_the_orders_that_the_other_side_lacks_are_sent()
    {
        var (node, definition) = await OrdersAsync();
        node.Erp.Remove("100002");
        // Another date is no difference.
        node.Erp.Put(RecordKind.Order, "100004", "grand_total", 4, node.Time.GetUtcNow().AddDays(-1.4));

        var run = await node.RunAsync(definition);

        Assert.Equal((6L, 5L, 1L, 1L), (run.Compared, run.Same, run.MissingThere, run.Written));
        Assert.Equal(["100002"], node.Erp.Made.Where(c => c.Query is null).SelectMany(c => c.Written).Select(w => w.Key));
        Assert.Equal("there", Assert.Single(await node.ListedAsync(run.Id)).Here);
    }

    [Fact]
    public async Task An_order_whose_event_is_stored_goes_by_its_delivery()
    {
        var (node, definition) = await OrdersAsync();
        var destination = Store.NextId();
        var stored = Batches.Event(
            Store.NextId(), "order 100002", keys: [new Engine.Catalogue.SearchKey(Engine.Catalogue.SearchKeyKind.OrderNumber, "100002")],
            deliveries: Batches.To(destination, state: Engine.Deliveries.DeliveryState.Failed));
        await CommitAsync(stored);
        node.Erp.Remove("100002");
        await using (var db = Store.CreateContext())
        {
            db.Update(definition);
            definition.DestinationId = destination;
            await db.SaveChangesAsync(Cancellation);
        }

        var run = await node.RunAsync(definition);

        Assert.Equal((1L, 1L, 0L), (run.MissingThere, run.Handed, run.Written));
        var row = Assert.Single(await node.ListedAsync(run.Id));
        Assert.Equal((ResyncAction.Deliver, ResyncOutcome.Handed, (long?)stored.Row.Seq), (row.Action, row.Outcome, row.EventSeq));
        var delivery = Assert.Single(await ReadAsync(c => c.Deliveries.Where(d => d.DestinationId == destination)));
        Assert.Equal(Engine.Deliveries.DeliveryState.Pending, delivery.State);
        Assert.DoesNotContain(node.Erp.Made, c => c.Query is null);
    }

    private static Task Nothing(RecordCall call, CancellationToken token) => Task.CompletedTask;

    private static string Sku(int n) => n.ToString("SKU-0000", CultureInfo.InvariantCulture);

    // Six orders, one every half a day, the newest half a day old.
    private async Task<(ResyncNode Node, ResyncDefinition Definition)> OrdersAsync()
    {
        var node = Node(records: 0);
        (node.Erp.HasChanges, node.Commerce.HasChanges) = (true, true);
        for (var n = 1; n <= 6; n++)
        {
            var at = node.Time.GetUtcNow().AddDays(-0.5 * n);
            var key = (100_000 + n).ToString(CultureInfo.InvariantCulture);
            node.Commerce.Put(RecordKind.Order, key, "grand_total", n, at);
            node.Erp.Put(RecordKind.Order, key, "grand_total", n, at);
        }

        return (node, await node.DefineAsync(d =>
            (d.Kind, d.Direction, d.Fields, d.TimeZone) = (RecordKind.Order, ResyncDirection.ToSystem, null, "Europe/Berlin")));
    }

    // Both sides agree on that many.
    private ResyncNode Node(int records, Action<Engine.Resync.ResyncOptions>? configure = null)
    {
        var node = new ResyncNode(Store, configure: configure);
        for (var n = 0; n < records; n++)
        {
            node.Erp.Put(RecordKind.Stock, Sku(n), "quantity", n);
            node.Commerce.Put(RecordKind.Stock, Sku(n), "quantity", n);
        }

        return node;
    }
}

public sealed class ResyncTestsOnSqlite(SqliteStore store) : ResyncTests(store), IClassFixture<SqliteStore>;

public sealed class ResyncTestsOnSqlServer(SqlServerStore store) : ResyncTests(store), IClassFixture<SqlServerStore>;
