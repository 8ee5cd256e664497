using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Storage.Tests.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Storage.Tests.Suite;

public abstract class ResendStepTests(StoreFixture store) : StoreSuite(store)
{
    private const string Owner = "node a";

    // Far from the ids that the database gives to routes and destinations.
    private const int Made = 1_000_000;

    private static readonly DateTimeOffset Later = Batches.Noon.AddHours(1);

    private ResendCommitter Steps => StepsBeside(Store.Services.GetRequiredService<IBatchCommitter>());

    [Fact]
    public async Task A_step_moves_the_replay_and_sends_its_deliveries_together()
    {
        var made = await StoreAsync(DeliveryState.Failed, DeliveryState.Failed, DeliveryState.Retrying);
        var replay = await ReplayAsync();

        var result = await Steps.CommitAsync(Step(replay, made[0], made[1], made[2] with { RevisionId = 9 }), Cancellation);

        Assert.Equal(new ResendResult(3, 0), result);
        var after = await FindAsync(replay.Id);
        Assert.Equal((100L, 4, 3, 1, 0), (after.Position, after.Examined, after.Created, after.Skipped, after.Superseded));
        var now = await DeliveriesAsync(made);
        Assert.All(now, d => Assert.Equal(
            (DeliveryState.Pending, 0, Later, Later, replay.Id), (d.State, d.Attempts, d.DueAt, d.UpdatedAt, d.ReplayId!.Value)));
        Assert.Equal([1, 1, 9], now.Select(d => d.RevisionId));
    }

    [Fact]
    public async Task A_step_takes_its_turn_with_the_writer()
    {
        var made = await StoreAsync(DeliveryState.Failed);
        var replay = await ReplayAsync();
        await using var writer = new BusyWriter();

        var step = StepsBeside(writer).CommitAsync(Step(replay, [.. made]), Cancellation);
        Assert.Equal(0, (await FindAsync(replay.Id)).Position);
        writer.Pause();

        Assert.Equal(1, (await step)!.Value.Sent);
        Assert.Equal(100, (await FindAsync(replay.Id)).Position);
    }

    [Fact]
    public async Task What_changed_since_it_was_judged_is_left_as_it_is()
    {
        var made = await StoreAsync(DeliveryState.Delivered, DeliveryState.Sending, DeliveryState.Dismissed, DeliveryState.Failed);
        var replay = await ReplayAsync();

        var result = await Steps.CommitAsync(Step(replay, [.. made.Select(d => d with { Judged = DeliveryState.Failed })]), Cancellation);

        Assert.Equal(1, result!.Value.Sent);
        Assert.Equal(
            [DeliveryState.Delivered, DeliveryState.Sending, DeliveryState.Dismissed, DeliveryState.Pending],
            (await DeliveriesAsync(made)).Select(d => d.State));
        Assert.Equal((1, 3), ((await FindAsync(replay.Id)).Created, (await FindAsync(replay.Id)).Skipped));
    }

    [Fact]
    public async Task The_same_step_twice_is_made_once()
    {
        var made = await StoreAsync(DeliveryState.Failed);
        var step = Step(await ReplayAsync(), [.. made]);
        await Steps.CommitAsync(step, Cancellation);
        await SetAsync(made, DeliveryState.Failed);

        Assert.Null(await Steps.CommitAsync(step, Cancellation));

        Assert.Equal(DeliveryState.Failed, Assert.Single(await DeliveriesAsync(made)).State);
        Assert.Equal(4, (await FindAsync(step.ReplayId)).Examined);
    }

    [Theory]
    [InlineData(ReplayState.Paused, Owner)]
    [InlineData(ReplayState.Cancelled, Owner)]
    [InlineData(ReplayState.Running, "node b")]
    public async Task A_step_of_a_replay_that_was_stopped_or_taken_over_sends_nothing(ReplayState state, string owner)
    {
        var made = await StoreAsync(DeliveryState.Failed);
        var replay = await ReplayAsync(state, owner);

        Assert.Null(await Steps.CommitAsync(Step(replay, [.. made]), Cancellation));

        Assert.Equal(DeliveryState.Failed, Assert.Single(await DeliveriesAsync(made)).State);
        Assert.Equal(0, (await FindAsync(replay.Id)).Position);
    }

    [Fact]
    public async Task What_something_newer_makes_unnecessary_is_superseded_and_counted()
    {
        var made = await StoreAsync(DeliveryState.Failed, DeliveryState.Delivered);
        var replay = await ReplayAsync();
        var step = Step(replay) with { Superseded = [made[0], made[1] with { Judged = DeliveryState.Failed }] };

        Assert.Equal(new ResendResult(0, 1), await Steps.CommitAsync(step, Cancellation));

        Assert.Equal([DeliveryState.Superseded, DeliveryState.Delivered], (await DeliveriesAsync(made)).Select(d => d.State));
        Assert.Equal(1, (await FindAsync(replay.Id)).Superseded);
    }

    [Fact]
    public async Task The_last_step_ends_the_replay()
    {
        var replay = await ReplayAsync();

        Assert.NotNull(await Steps.CommitAsync(Step(replay) with { IsLast = true }, Cancellation));

        var after = await FindAsync(replay.Id);
        Assert.Equal((ReplayState.Done, Later, null), (after.State, after.FinishedAt, after.LeaseOwner));
    }

    [Fact]
    public async Task More_deliveries_than_a_statement_holds_go_in_one_step()
    {
        var made = await StoreAsync([.. Enumerable.Repeat(DeliveryState.Failed, 2500)]);

        var result = await Steps.CommitAsync(Step(await ReplayAsync(), [.. made]), Cancellation);

        Assert.Equal(2500, result!.Value.Sent);
    }

    [Fact]
    public async Task Another_destination_gets_deliveries_of_its_own_and_each_once()
    {
        var (route, other) = await RouteAsync();
        var rows = await RowsAsync(route, DeliveryState.Failed, DeliveryState.Failed);
        var replay = await ReplayAsync();
        var copies = Step(replay) with { Copied = [.. rows, rows[0]], CopyTo = other };

        Assert.Equal(2, (await Steps.CommitAsync(copies, Cancellation))!.Value.Sent);
        // Whatever the walk comes by again.
        Assert.Equal(0, (await Steps.CommitAsync(copies with { From = 100, Next = 200, CopyAgain = true }, Cancellation))!.Value.Sent);

        var made = await ReadAsync(c => c.Deliveries.Where(d => d.DestinationId == other).OrderBy(d => d.EventSeq));
        Assert.Equal(rows.Select(r => r.EventSeq), made.Select(d => d.EventSeq));
        Assert.All(made, d =>
        {
            Assert.Equal((DeliveryState.Pending, replay.Id, 77L, 1, Later), (d.State, d.ReplayId!.Value, d.OrderKey!.Value, d.RevisionId, d.CreatedAt));
            Assert.NotEqual(route.Id, d.RouteId);
        });
        Assert.Equal([DeliveryState.Failed, DeliveryState.Failed], await ReadAsync(c => c.Deliveries.Where(d => d.RouteId == route.Id).Select(d => d.State)));
        var way = Assert.Single(await ReadAsync(c => c.Routes.Where(r => r.DestinationId == other)));
        Assert.Equal((route.SubscriptionId, true, made[0].RouteId), (way.SubscriptionId, way.Removed, way.Id));
        Assert.Equal(2, Assert.Single(await ReadAsync(c => c.ActivityMinutes.Where(
            a => a.ScopeId == other && a.Measure == ActivityMeasure.Created && a.Minute == ActivityTally.MinuteOf(Later)))).Count);
    }

    [Fact]
    public async Task Another_destination_gets_what_somebody_made_of_a_body_and_not_what_it_was_before()
    {
        var (route, other) = await RouteAsync();
        var rows = await RowsAsync(route, DeliveryState.Superseded, DeliveryState.Failed);
        var (original, edited) = (rows[0], rows[1] with { EventSeq = rows[0].EventSeq });
        await using (var context = Store.CreateContext())
        {
            await context.Deliveries.Where(d => d.Id == edited.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.EventSeq, edited.EventSeq), Cancellation);
            context.DeliveryEdits.Add(new()
            {
                DeliveryId = edited.Id, OriginalId = original.Id, Body = [7, 8], Headers = """{"x-shop":"north"}""", EditedBy = "anna", EditedAt = Batches.Noon, Reason = "Typing mistake",
            });
            await context.SaveChangesAsync(Cancellation);
        }

        var replay = await ReplayAsync();
        var copies = Step(replay) with { Copied = [original, edited], CopyTo = other };

        Assert.Equal(1, (await Steps.CommitAsync(copies, Cancellation))!.Value.Sent);

        var made = Assert.Single(await ReadAsync(c => c.Deliveries.Where(d => d.DestinationId == other)));
        Assert.Equal((edited.EventSeq, EditMarks.IsEdited), (made.EventSeq, made.Edits));
        var edit = Assert.Single(await ReadAsync(c => c.DeliveryEdits.Where(e => e.DeliveryId == made.Id)));
        Assert.Equal([7, 8], edit.Body);
        Assert.Equal((null, null, "anna", "Typing mistake"), (edit.OriginalId, edit.Headers, edit.EditedBy, edit.Reason));
    }

    [Fact]
    public async Task What_another_destination_has_already_goes_there_again_only_when_it_must()
    {
        var (route, other) = await RouteAsync();
        var rows = await RowsAsync(route, DeliveryState.Failed);
        var first = Step(await ReplayAsync()) with { Copied = rows, CopyTo = other };
        Assert.Equal(1, (await Steps.CommitAsync(first, Cancellation))!.Value.Sent);

        var second = first with { ReplayId = (await ReplayAsync()).Id };
        Assert.Equal(0, (await Steps.CommitAsync(second, Cancellation))!.Value.Sent);
        var third = first with { ReplayId = (await ReplayAsync()).Id, CopyAgain = true };
        Assert.Equal(1, (await Steps.CommitAsync(third, Cancellation))!.Value.Sent);
        await using (var db = Store.CreateContext())
        {
            await db.Deliveries.Where(d => d.DestinationId == other).ExecuteUpdateAsync(
                set => set.SetProperty(d => d.State, DeliveryState.Failed), Cancellation);
        }

        var fourth = first with { ReplayId = (await ReplayAsync()).Id };
        Assert.Equal(1, (await Steps.CommitAsync(fourth, Cancellation))!.Value.Sent);
    }

    [Fact]
    public async Task Ids_of_copies_and_of_new_deliveries_do_not_meet()
    {
        var (route, other) = await RouteAsync();
        var rows = await RowsAsync(route, DeliveryState.Failed, DeliveryState.Failed);
        await Steps.CommitAsync(Step(await ReplayAsync()) with { Copied = rows, CopyTo = other }, Cancellation);

        await CommitAsync(Batches.Event(Store.NextId(), "later", deliveries: Batches.To(other)));

        var ids = await ReadAsync(c => c.Deliveries.Where(d => d.DestinationId == other).OrderBy(d => d.EventSeq).Select(d => d.Id));
        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal(ids.Max(), ids[^1]);
    }

    private static ResendStep Step(Replay replay, params IReadOnlyList<ResendChange> sent) => new(
        replay.Id, Owner, 0, 100, IsLast: false, Examined: sent.Count > 4 ? sent.Count : 4, sent, [], [], CopyTo: null, CopyAgain: false, Later, Later.AddMinutes(1));

    private async Task<List<ResendChange>> StoreAsync(params DeliveryState[] states) =>
        [.. (await RowsAsync(new Route { Id = Made + Store.NextId(), DestinationId = Made + Store.NextId() }, states)).Select(r => new ResendChange(r.Id, r.State, null))];

    private async Task<List<ScopeRow>> RowsAsync(Route route, params DeliveryState[] states)
    {
        var source = Store.NextId();
        await CommitAsync([.. states.Select((s, i) => Batches.Event(
            source, $"e{i}", deliveries: Batches.To(route.DestinationId, orderKey: 77, routeId: route.Id, state: s)))]);
        return await ReadAsync(c => DeliveryScopes.Rows(c.Deliveries.Where(d => d.RouteId == route.Id).OrderBy(d => d.Id)));
    }

    private async Task<(Route Route, int Other)> RouteAsync()
    {
        await using var db = Store.CreateContext();
        var subscription = new Subscription { Name = $"Orders {Guid.NewGuid():N}" };
        Destination[] destinations =
        [
            new() { Name = $"ERP {Guid.NewGuid():N}", Url = "https://erp.test" }, new() { Name = $"ERP 2 {Guid.NewGuid():N}", Url = "https://erp.test" },
        ];
        db.Add(subscription);
        db.AddRange(destinations);
        await db.SaveChangesAsync(Cancellation);
        var route = new Route { SubscriptionId = subscription.Id, DestinationId = destinations[0].Id };
        db.Add(route);
        await db.SaveChangesAsync(Cancellation);
        return (route, destinations[1].Id);
    }

    private async Task<Replay> ReplayAsync(ReplayState state = ReplayState.Running, string owner = Owner)
    {
        await using var db = Store.CreateContext();
        var replay = new Replay
        {
            Kind = ReplayKind.Resend, Title = "A group", CreatedBy = "anna", State = state, CreatedAt = Batches.Noon, LeaseOwner = owner, LeaseUntil = Later,
        };
        db.Add(replay);
        await db.SaveChangesAsync(Cancellation);
        return replay;
    }

    private async Task<Replay> FindAsync(int id) => Assert.Single(await ReadAsync(c => c.Replays.AsNoTracking().Where(r => r.Id == id)));

    private Task<List<Delivery>> DeliveriesAsync(List<ResendChange> made)
    {
        var ids = made.ConvertAll(m => m.Id);
        return ReadAsync(c => c.Deliveries.AsNoTracking().Where(d => ids.Contains(d.Id)).OrderBy(d => d.Id));
    }

    private async Task SetAsync(List<ResendChange> made, DeliveryState state)
    {
        var ids = made.ConvertAll(m => m.Id);
        await using var db = Store.CreateContext();
        await db.Deliveries.Where(d => ids.Contains(d.Id)).ExecuteUpdateAsync(set => set.SetProperty(d => d.State, state), Cancellation);
    }

    private ResendCommitter StepsBeside(IBatchCommitter writer) => new(Store.Services.GetRequiredService<IDbContextFactory<ConsoleDbContext>>(), writer);

    /// <summary>A writer that is in the middle of a commit until it pauses.</summary>
    private sealed class BusyWriter : TaskScheduler, IBatchCommitter
    {
        private readonly List<Task> _waiting = [];

        public TaskScheduler Scheduler => this;

        public Task CommitAsync(WriteBatch batch, CancellationToken cancellationToken) => Task.CompletedTask;

        public void Pause()
        {
            // A copy: what runs may queue more.
            foreach (var task in _waiting.ToList())
                Assert.True(TryExecuteTask(task));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        protected override void QueueTask(Task task) => _waiting.Add(task);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

        protected override IEnumerable<Task> GetScheduledTasks() => _waiting;
    }
}

public sealed class ResendStepTestsOnSqlite(SqliteStore store) : ResendStepTests(store), IClassFixture<SqliteStore>;

public sealed class ResendStepTestsOnSqlServer(SqlServerStore store) : ResendStepTests(store), IClassFixture<SqlServerStore>;
