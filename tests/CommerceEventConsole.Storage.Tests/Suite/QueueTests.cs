using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Storage.Tests.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Storage.Tests.Suite;

public abstract class QueueTests(StoreFixture store) : StoreSuite(store)
{
    private int Destination { get; } = store.Missing is null ? store.NextId() : 0;

    [Fact]
    public async Task Due_deliveries_are_leased_oldest_event_first()
    {
        await QueueAsync([null, null, null]);

        var leased = await ClaimAsync(Destination);

        Assert.Equal(3, leased.Count);
        Assert.Equal(leased.OrderBy(d => d.EventSeq), leased);
        Assert.All(leased, d => Assert.Equal((Destination, Destination, 1, 0, Batches.Noon), (d.DestinationId, d.RouteId, d.RevisionId, d.Attempts, d.CreatedAt)));
        var rows = await RowsAsync();
        Assert.All(rows, d => Assert.Equal(
            (DeliveryState.Sending, "dispatcher", Batches.Noon.AddMinutes(1)), (d.State, d.LeaseOwner, d.LeaseUntil!.Value)));
    }

    [Fact]
    public async Task A_claim_takes_no_more_than_it_asked_for_and_the_oldest_of_them()
    {
        await QueueAsync([null, null, null]);

        var first = await ClaimAsync(Destination, 2);
        var second = await ClaimAsync(Destination, 2);

        Assert.Equal(2, first.Count);
        Assert.Single(second);
        Assert.True(first[1].EventSeq < second[0].EventSeq);
    }

    [Fact]
    public async Task A_claim_larger_than_one_round_trip_is_leased_whole()
    {
        await QueueAsync(new long?[150]);

        Assert.Equal(150, (await ClaimAsync(Destination, 150)).Select(d => d.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_delivery_that_is_not_due_is_not_leased()
    {
        await QueueAsync([null]);
        await ChangeAsync(d => d.DueAt = Batches.Noon.AddMicroseconds(1));

        Assert.Empty(await ClaimAsync(Destination));
    }

    [Fact]
    public async Task A_delivery_to_another_destination_is_not_leased()
    {
        await QueueAsync([null]);

        Assert.Empty(await ClaimAsync(Store.NextId()));
    }

    [Theory]
    [InlineData(DeliveryState.Pending, 1)]
    [InlineData(DeliveryState.Retrying, 1)]
    [InlineData(DeliveryState.Sending, 0)]
    [InlineData(DeliveryState.Delivered, 0)]
    [InlineData(DeliveryState.Failed, 0)]
    [InlineData(DeliveryState.Held, 0)]
    [InlineData(DeliveryState.Superseded, 0)]
    [InlineData(DeliveryState.Dismissed, 0)]
    public async Task Only_pending_and_retrying_deliveries_are_leased(DeliveryState state, int leased)
    {
        await QueueAsync([null]);
        await ChangeAsync(d => d.State = state);

        Assert.Equal(leased, (await ClaimAsync(Destination)).Count);
    }

    [Fact]
    public async Task Deliveries_of_one_entity_go_one_at_a_time_in_order()
    {
        await QueueAsync([7, 7, 7]);
        var sent = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            var one = Assert.Single(await ClaimAsync(Destination));
            Assert.Empty(await ClaimAsync(Destination));
            sent.Add(one.EventSeq);
            await CommitAsync(Batches.OfAttempts(Batches.Attempt(one, "dispatcher", DeliveryState.Delivered)));
        }

        Assert.Equal(sent.Order(), sent);
        Assert.Equal(3, sent.Distinct().Count());
    }

    [Theory]
    [InlineData(DeliveryState.Held)]
    [InlineData(DeliveryState.Retrying)]
    [InlineData(DeliveryState.Pending)]
    [InlineData(DeliveryState.Sending)]
    public async Task An_older_unfinished_delivery_of_the_entity_is_not_passed_over(DeliveryState older)
    {
        await QueueAsync([7, 7]);
        var first = (await RowsAsync())[0].Id;
        await ChangeAsync(d => (d.State, d.DueAt) = (older, Batches.Noon.AddHours(1)), d => d.Id == first);

        Assert.Empty(await ClaimAsync(Destination));
    }

    [Theory]
    [InlineData(DeliveryState.Delivered)]
    [InlineData(DeliveryState.Failed)]
    [InlineData(DeliveryState.Superseded)]
    [InlineData(DeliveryState.Dismissed)]
    public async Task An_older_finished_delivery_of_the_entity_holds_nothing_up(DeliveryState older)
    {
        await QueueAsync([7, 7]);
        var rows = await RowsAsync();
        await ChangeAsync(d => d.State = older, d => d.Id == rows[0].Id);

        Assert.Equal(rows[1].Id, Assert.Single(await ClaimAsync(Destination)).Id);
    }

    [Fact]
    public async Task A_newer_delivery_of_the_entity_in_flight_holds_an_older_one_up()
    {
        await QueueAsync([7, 7]);
        var newer = (await RowsAsync())[1].Id;
        await ChangeAsync(d => d.State = DeliveryState.Sending, d => d.Id == newer);

        Assert.Empty(await ClaimAsync(Destination));
    }

    [Fact]
    public async Task Two_deliveries_of_one_event_on_one_route_are_not_in_flight_together()
    {
        await CommitAsync(Batches.Event(Store.NextId(), "double", deliveries: [Batches.To(Destination, 7), Batches.To(Destination, 7)]));

        Assert.Single(await ClaimAsync(Destination));
        Assert.Empty(await ClaimAsync(Destination));
    }

    [Fact]
    public async Task Another_entity_another_route_and_unordered_deliveries_do_not_wait()
    {
        var otherRoute = Store.NextId();
        await CommitAsync(Batches.Event(Store.NextId(), "a", deliveries:
        [
            Batches.To(Destination, orderKey: 7),
            Batches.To(Destination, orderKey: 8),
            Batches.To(Destination, orderKey: 7, routeId: otherRoute),
            Batches.To(Destination),
            Batches.To(Destination),
        ]));

        Assert.Equal(5, (await ClaimAsync(Destination)).Count);
    }

    [Fact]
    public async Task Dispatchers_that_claim_together_never_get_the_same_delivery()
    {
        await QueueAsync(Enumerable.Range(0, 240).Select(i => i % 3 == 0 ? (long?)null : i).ToArray());
        var queues = new[] { Store.Queue, Store.AddNode().GetRequiredService<IDeliveryQueue>() };

        async Task<List<long>> DrainAsync(int worker)
        {
            var ids = new List<long>();
            while (true)
            {
                var leased = await queues[worker % queues.Length].ClaimAsync(
                    Destination, 7, $"worker {worker}", Batches.Noon, Batches.Noon.AddMinutes(1), Cancellation);
                if (leased.Count == 0)
                    return ids;
                ids.AddRange(leased.Select(d => d.Id));
            }
        }

        var claimed = await Task.WhenAll(Enumerable.Range(0, 12).Select(w => Task.Run(() => DrainAsync(w), Cancellation)));

        var all = claimed.SelectMany(c => c).ToList();
        Assert.Equal(240, all.Count);
        Assert.Equal(240, all.Distinct().Count());
    }

    [Fact]
    public async Task Dispatchers_that_claim_together_never_hold_two_of_one_entity()
    {
        await QueueAsync(Enumerable.Range(0, 120).Select(i => (long?)(i % 4)).ToArray());

        async Task<IReadOnlyList<LeasedDelivery>> ClaimAsNodeAsync(int worker) =>
            await Store.Queue.ClaimAsync(Destination, 3, $"worker {worker}", Batches.Noon, Batches.Noon.AddMinutes(1), Cancellation);
        var claimed = await Task.WhenAll(Enumerable.Range(0, 12).Select(w => Task.Run(() => ClaimAsNodeAsync(w), Cancellation)));

        var seqs = claimed.SelectMany(c => c).Select(d => d.EventSeq).Order().ToList();
        var oldest = (await RowsAsync()).Take(4).Select(d => d.EventSeq);
        Assert.Equal(oldest, seqs);
    }

    [Fact]
    public async Task An_expired_lease_can_be_seen()
    {
        await QueueAsync([null]);
        var leased = Assert.Single(await ClaimAsync(Destination));

        Task<List<long>> ExpiredAtAsync(DateTimeOffset now) => ReadAsync(c => c.Deliveries
            .Where(d => d.State == DeliveryState.Sending && d.LeaseUntil < now && d.DestinationId == Destination).Select(d => d.Id));
        Assert.Empty(await ExpiredAtAsync(Batches.Noon.AddMinutes(1)));
        Assert.Equal([leased.Id], await ExpiredAtAsync(Batches.Noon.AddMinutes(2)));
    }

    private Task QueueAsync(long?[] orderKeys)
    {
        var source = Store.NextId();
        return CommitAsync(orderKeys.Select((k, i) => Batches.Event(source, $"q{i}", deliveries: Batches.To(Destination, k))).ToArray());
    }

    private Task<List<Delivery>> RowsAsync() =>
        ReadAsync(c => c.Deliveries.AsNoTracking().Where(d => d.DestinationId == Destination).OrderBy(d => d.Id));

    private async Task ChangeAsync(Action<Delivery> change, Func<Delivery, bool>? which = null)
    {
        await using var context = Store.CreateContext();
        foreach (var row in await context.Deliveries.Where(d => d.DestinationId == Destination).ToListAsync(Cancellation))
        {
            if (which is null || which(row))
                change(row);
        }

        await context.SaveChangesAsync(Cancellation);
    }
}

public sealed class QueueTestsOnSqlite(SqliteStore store) : QueueTests(store), IClassFixture<SqliteStore>;

public sealed class QueueTestsOnSqlServer(SqlServerStore store) : QueueTests(store), IClassFixture<SqlServerStore>;
