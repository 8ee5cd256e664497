using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Storage.Tests.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Storage.Tests.Suite;

public abstract class CommitTests(StoreFixture store) : StoreSuite(store)
{
    [Fact]
    public async Task Events_get_ascending_numbers_in_order_of_their_commits()
    {
        var source = Store.NextId();
        var first = Batches.Of(Batches.Event(source, "a"), Batches.Event(source, "b"));
        var second = Batches.Of(Batches.Event(source, "c"));

        await CommitAsync(first);
        await CommitAsync(second);

        var given = first.Events.Concat(second.Events).Select(e => e.Row.Seq).ToList();
        Assert.Equal(given.Order(), given);
        Assert.Equal(given, await ReadAsync(c => c.Events.Where(e => e.SourceId == source).OrderBy(e => e.EventId).Select(e => e.Seq)));
    }

    [Fact]
    public async Task Deliveries_get_numbers_of_their_own_and_are_due_at_once()
    {
        var (source, destination) = (Store.NextId(), Store.NextId());
        var item = Batches.Event(source, "a", deliveries: [Batches.To(destination, orderKey: 7), Batches.To(destination)]);

        await CommitAsync(item);
        await CommitAsync(Batches.Event(source, "b", deliveries: Batches.To(destination)));

        var rows = await ReadAsync(c => c.Deliveries.Where(d => d.DestinationId == destination).OrderBy(d => d.Id));
        Assert.Equal(3, rows.Select(d => d.Id).Distinct().Count());
        Assert.Equal([7L, null, null], rows.Select(d => d.OrderKey));
        Assert.Equal(item.Row.Seq, rows[0].EventSeq);
        Assert.All(rows, d => Assert.Equal((Batches.Noon, Batches.Noon, 0), (d.DueAt, d.CreatedAt, d.Attempts)));
    }

    [Fact]
    public async Task An_event_twice_in_one_batch_is_stored_once()
    {
        var (source, destination) = (Store.NextId(), Store.NextId());
        var first = Batches.Event(source, "twice", keys: [Keys.Order($"twice-{source}")], deliveries: Batches.To(destination));
        var second = Batches.Event(source, "twice", keys: [Keys.Order($"twice-{source}")], deliveries: Batches.To(destination));

        await CommitAsync(first, second);

        Assert.False(first.IsDuplicate);
        Assert.True(second.IsDuplicate);
        Assert.Equal(0, second.Row.Seq);
        await AssertStoredOnceAsync(source, destination, $"twice-{source}");
    }

    [Fact]
    public async Task An_event_that_comes_again_later_is_stored_once()
    {
        var (source, destination) = (Store.NextId(), Store.NextId());
        NewEvent Again() => Batches.Event(source, "again", keys: [Keys.Order($"again-{source}")], deliveries: Batches.To(destination));
        var later = Again();

        await CommitAsync(Again());
        await CommitAsync(Batches.Event(source, "before"), later, Batches.Event(source, "after"));

        Assert.True(later.IsDuplicate);
        Assert.Equal(0, later.Row.Seq);
        await AssertStoredOnceAsync(source, destination, $"again-{source}");
        Assert.Equal(3, await CountEventsAsync(source));
    }

    [Fact]
    public async Task The_same_id_from_two_sources_is_two_events()
    {
        var (one, other) = (Store.NextId(), Store.NextId());

        await CommitAsync(Batches.Event(one, "shared"), Batches.Event(other, "shared"));

        Assert.Equal(1, await CountEventsAsync(one));
        Assert.Equal(1, await CountEventsAsync(other));
    }

    [Fact]
    public async Task Committers_of_two_nodes_store_an_event_once_and_share_the_numbers()
    {
        var source = Store.NextId();
        await using var other = Store.AddNode().GetRequiredService<IBatchCommitter>();
        var batches = Enumerable.Range(0, 40).Select(i => Batches.Of(
            Batches.Event(source, $"own-{i}"), Batches.Event(source, $"shared-{i / 2}"))).ToList();

        async Task CommitEveryOtherAsync(IBatchCommitter committer, int first)
        {
            for (var i = first; i < batches.Count; i += 2)
                await committer.CommitAsync(batches[i], Cancellation);
        }

        await Task.WhenAll(
            Task.Run(() => CommitEveryOtherAsync(Store.Committer, 0), Cancellation),
            Task.Run(() => CommitEveryOtherAsync(other, 1), Cancellation));

        var stored = batches.SelectMany(b => b.Events).Where(e => !e.IsDuplicate).Select(e => e.Row.Seq).ToList();
        Assert.Equal(60, stored.Count);
        Assert.Equal(60, stored.Distinct().Count());
        Assert.Equal(60, await CountEventsAsync(source));
    }

    [Fact]
    public async Task A_batch_that_fails_stores_nothing_and_leaves_its_rows_as_they_were()
    {
        var (source, destination) = (Store.NextId(), Store.NextId());
        await CommitAsync(Batches.Event(source, "known"));
        var good = Batches.Event(source, "good", keys: [Keys.Order($"good-{source}")], deliveries: Batches.To(destination));
        var known = Batches.Event(source, "known");
        var batch = Batches.Of(good, known, Batches.Poison(source));
        batch.Rejected.Add(Batches.Rejected(source, [1]));

        await Assert.ThrowsAnyAsync<Exception>(() => CommitAsync(batch));

        Assert.Equal((0L, false), (good.Row.Seq, good.IsDuplicate));
        Assert.Equal((0L, false), (known.Row.Seq, known.IsDuplicate));
        Assert.Equal(1, await CountEventsAsync(source));
        Assert.Empty(await ReadAsync(c => c.Deliveries.Where(d => d.DestinationId == destination)));
        Assert.Empty(await ReadAsync(c => c.EventSearchKeys.Where(k => k.Value == $"good-{source}")));
        Assert.Empty(await ReadAsync(c => c.RejectedRequests.Where(r => r.SourceId == source)));
        Assert.Equal(1, await ActivityAsync(ActivityMeasure.Received, source));
    }

    [Fact]
    public async Task A_batch_after_a_failed_one_is_stored()
    {
        var source = Store.NextId();
        await Assert.ThrowsAnyAsync<Exception>(() => CommitAsync(Batches.Poison(source)));

        await CommitAsync(Batches.Event(source, "next"));

        Assert.Equal(1, await CountEventsAsync(source));
    }

    [Fact]
    public async Task What_was_rejected_is_kept()
    {
        var source = Store.NextId();

        await CommitAsync(Batches.OfRejected(Batches.Rejected(source, [0, 255]), Batches.Rejected(source, [])));

        var rows = await ReadAsync(c => c.RejectedRequests.Where(r => r.SourceId == source).OrderBy(r => r.Id));
        Assert.Equal([0, 255], rows[0].Body);
        Assert.Equal([], rows[1].Body);
        Assert.Equal(("Not JSON at byte 3.", 2, Batches.Noon), (rows[0].Reason, rows[0].BatchIndex, rows[0].ReceivedAt));
    }

    [Fact]
    public async Task Activity_of_a_minute_adds_up_over_batches()
    {
        var (source, destination) = (Store.NextId(), Store.NextId());
        await CommitAsync(Batches.Event(source, "a", deliveries: [Batches.To(destination), Batches.To(destination)]));
        var second = Batches.Of(Batches.Event(source, "a"), Batches.Event(source, "b", deliveries: Batches.To(destination)));
        second.Rejected.Add(Batches.Rejected(source, [1]));
        await CommitAsync(second);

        Assert.Equal(2, await ActivityAsync(ActivityMeasure.Received, source));
        Assert.Equal(1, await ActivityAsync(ActivityMeasure.Duplicate, source));
        Assert.Equal(1, await ActivityAsync(ActivityMeasure.Rejected, source));
        Assert.Equal(3, await ActivityAsync(ActivityMeasure.Created, destination));
    }

    [Fact]
    public async Task A_batch_larger_than_one_round_trip_is_stored_whole()
    {
        var source = Store.NextId();
        var scopes = Enumerable.Range(0, 150).Select(_ => Store.NextId()).ToList();
        var events = scopes.Select(d => Batches.Event(source, $"large-{d}", deliveries: Batches.To(d))).ToArray();

        await CommitAsync(events);

        Assert.Equal(150, await CountEventsAsync(source));
        var minute = ActivityTally.MinuteOf(Batches.Noon);
        Assert.Equal(150, await SumAsync(c => c.ActivityMinutes
            .Where(a => a.Minute == minute && a.Measure == ActivityMeasure.Created && scopes.Contains(a.ScopeId)).Select(a => a.Count)));
    }

    private async Task AssertStoredOnceAsync(int source, int destination, string key)
    {
        Assert.Single(await ReadAsync(c => c.Deliveries.Where(d => d.DestinationId == destination)));
        Assert.Single(await ReadAsync(c => c.EventSearchKeys.Where(k => k.Value == key)));
        Assert.Equal(1, await ActivityAsync(ActivityMeasure.Duplicate, source));
    }

    private async Task<int> CountEventsAsync(int source) => (await ReadAsync(c => c.Events.Where(e => e.SourceId == source))).Count;

    private Task<long> ActivityAsync(ActivityMeasure measure, int scope) =>
        SumAsync(c => c.ActivityMinutes.Where(a => a.Measure == measure && a.ScopeId == scope).Select(a => a.Count));

    private async Task<long> SumAsync(Func<ConsoleDbContext, IQueryable<long>> query) => (await ReadAsync(query)).Sum();
}

public sealed class CommitTestsOnSqlite(SqliteStore store) : CommitTests(store), IClassFixture<SqliteStore>;

public sealed class CommitTestsOnSqlServer(SqlServerStore store) : CommitTests(store), IClassFixture<SqlServerStore>;
