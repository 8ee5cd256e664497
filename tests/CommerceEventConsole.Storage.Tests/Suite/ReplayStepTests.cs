using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Storage.Tests.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Storage.Tests.Suite;

public abstract class ReplayStepTests(StoreFixture store) : StoreSuite(store)
{
    private const string Owner = "node a";

    private IReplayCommitter Steps => Store.Services.GetRequiredService<IReplayCommitter>();

    [Fact]
    public async Task A_step_moves_the_replay_and_makes_its_deliveries_together()
    {
        var (route, events) = (Store.NextId(), await EventsAsync(3));
        var replay = await ReplayAsync();

        var created = await Steps.CommitAsync(Step(replay, To(route, events)), Cancellation);

        Assert.Equal(3, created);
        var after = await FindAsync(replay.Id);
        Assert.Equal((100, 7, 3, 0), (after.Position, after.Examined, after.Created, after.Skipped));
        var made = await MadeAsync(route);
        Assert.Equal(events, made.Select(d => d.EventSeq));
        Assert.Equal(3, made.Select(d => d.Id).Distinct().Count());
        Assert.All(made, d =>
        {
            Assert.Equal((replay.Id, DeliveryState.Pending, 0, 77L), (d.ReplayId, d.State, d.Attempts, d.OrderKey));
            Assert.Equal((Batches.Noon, Batches.Noon), (d.DueAt, d.CreatedAt));
        });
    }

    [Fact]
    public async Task Ids_of_replayed_deliveries_and_of_new_ones_do_not_meet()
    {
        var (route, events) = (Store.NextId(), await EventsAsync(2));
        await Steps.CommitAsync(Step(await ReplayAsync(), To(route, events)), Cancellation);

        await CommitAsync(Batches.Event(Store.NextId(), "later", deliveries: Batches.To(route)));

        var ids = (await MadeAsync(route)).Select(d => d.Id).ToList();
        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal(ids.Max(), ids[^1]);
    }

    [Fact]
    public async Task What_is_there_already_is_counted_and_not_made_again()
    {
        var (route, source) = (Store.NextId(), Store.NextId());
        var item = Batches.Event(source, "sent before", deliveries: Batches.To(route));
        await CommitAsync(item);
        var fresh = await EventsAsync(1);
        var replay = await ReplayAsync();

        Assert.Equal(1, await Steps.CommitAsync(Step(replay, To(route, [item.Row.Seq, .. fresh])), Cancellation));

        Assert.Equal(2, (await MadeAsync(route)).Count);
        var after = await FindAsync(replay.Id);
        Assert.Equal((1, 1), (after.Created, after.Skipped));
    }

    [Fact]
    public async Task Two_replays_over_the_same_events_make_each_delivery_once()
    {
        var (route, events) = (Store.NextId(), await EventsAsync(200));
        var (first, second) = (await ReplayAsync(), await ReplayAsync());

        var created = await Task.WhenAll(
            Steps.CommitAsync(Step(first, To(route, events)), Cancellation), Steps.CommitAsync(Step(second, To(route, events)), Cancellation));

        Assert.Equal(200, created.Sum());
        Assert.Equal(200, (await MadeAsync(route)).Count);
    }

    [Fact]
    public async Task The_same_step_twice_is_made_once()
    {
        var (route, events) = (Store.NextId(), await EventsAsync(2));
        var step = Step(await ReplayAsync(), To(route, events));
        await Steps.CommitAsync(step, Cancellation);

        Assert.Null(await Steps.CommitAsync(step, Cancellation));

        Assert.Equal(2, (await MadeAsync(route)).Count);
        Assert.Equal(7, (await FindAsync(step.ReplayId)).Examined);
    }

    [Theory]
    [InlineData(ReplayState.Paused, Owner)]
    [InlineData(ReplayState.Cancelled, Owner)]
    [InlineData(ReplayState.Running, "node b")]
    public async Task A_step_of_a_replay_that_was_stopped_or_taken_over_makes_nothing(ReplayState state, string owner)
    {
        var (route, events) = (Store.NextId(), await EventsAsync(2));
        var replay = await ReplayAsync(state, owner);

        Assert.Null(await Steps.CommitAsync(Step(replay, To(route, events)), Cancellation));

        Assert.Empty(await MadeAsync(route));
        Assert.Equal(1, (await FindAsync(replay.Id)).Position);
    }

    [Fact]
    public async Task The_last_step_ends_the_replay()
    {
        var replay = await ReplayAsync();

        Assert.Equal(0, await Steps.CommitAsync(Step(replay, []) with { IsLast = true }, Cancellation));

        var after = await FindAsync(replay.Id);
        Assert.Equal((ReplayState.Done, Batches.Noon, null), (after.State, after.FinishedAt, after.LeaseOwner));
    }

    [Fact]
    public async Task An_event_that_is_gone_gets_no_delivery()
    {
        var route = Store.NextId();
        var replay = await ReplayAsync();

        Assert.Equal(0, await Steps.CommitAsync(Step(replay, To(route, [long.MaxValue - replay.Id])), Cancellation));

        Assert.Empty(await MadeAsync(route));
    }

    [Fact]
    public async Task What_a_step_makes_counts_in_the_activity_of_its_minute()
    {
        var (route, events) = (Store.NextId(), await EventsAsync(4));
        await Steps.CommitAsync(Step(await ReplayAsync(), To(route, events)), Cancellation);

        var minute = ActivityTally.MinuteOf(Batches.Noon);
        var count = Assert.Single(await ReadAsync(c => c.ActivityMinutes.Where(
            a => a.Measure == ActivityMeasure.Created && a.ScopeId == route && a.Minute == minute)));
        Assert.Equal(4, count.Count);
    }

    private static ReplayStep Step(Replay replay, IReadOnlyList<ReplayDelivery> deliveries) => new(
        replay.Id, Owner, replay.Position, 100, 7, IsLast: false, deliveries, Batches.Noon, Batches.Noon.AddMinutes(1));

    private static List<ReplayDelivery> To(int route, IReadOnlyList<long> events) =>
        [.. events.Select(seq => new ReplayDelivery(seq, Batches.To(route, orderKey: 77)))];

    private async Task<List<long>> EventsAsync(int count)
    {
        var source = Store.NextId();
        var events = Enumerable.Range(0, count).Select(i => Batches.Event(source, $"e{i}")).ToArray();
        await CommitAsync(events);
        return [.. events.Select(e => e.Row.Seq)];
    }

    private async Task<Replay> ReplayAsync(ReplayState state = ReplayState.Running, string owner = Owner)
    {
        await using var db = Store.CreateContext();
        var replay = new Replay
        {
            Title = "Past events", CreatedBy = "anna", State = state, CreatedAt = Batches.Noon, FromSeq = 1, Position = 1, ToSeq = 200,
            LeaseOwner = owner, LeaseUntil = Batches.Noon,
        };
        db.Add(replay);
        await db.SaveChangesAsync(Cancellation);
        return replay;
    }

    private async Task<Replay> FindAsync(int id) => Assert.Single(await ReadAsync(c => c.Replays.AsNoTracking().Where(r => r.Id == id)));

    private Task<List<Delivery>> MadeAsync(int route) =>
        ReadAsync(c => c.Deliveries.AsNoTracking().Where(d => d.RouteId == route).OrderBy(d => d.EventSeq));
}

public sealed class ReplayStepTestsOnSqlite(SqliteStore store) : ReplayStepTests(store), IClassFixture<SqliteStore>;

public sealed class ReplayStepTestsOnSqlServer(SqlServerStore store) : ReplayStepTests(store), IClassFixture<SqlServerStore>;
