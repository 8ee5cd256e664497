using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using CommerceEventConsole.Storage.Tests.Stores;

namespace CommerceEventConsole.Storage.Tests.Suite;

public abstract class AttemptTests(StoreFixture store) : StoreSuite(store)
{
    [Fact]
    public async Task An_attempt_is_kept_and_moves_its_delivery_on()
    {
        var leased = await LeaseAsync();
        var result = Batches.Attempt(leased, "dispatcher", DeliveryState.Retrying, AttemptOutcome.Transient);

        await CommitAsync(Batches.OfAttempts(result));

        var row = await DeliveryAsync(leased.Id);
        Assert.Equal((DeliveryState.Retrying, 1, Batches.Noon.AddMinutes(5)), (row.State, row.Attempts, row.DueAt));
        Assert.Equal((503, "The answer was 503."), (row.LastStatusCode, row.LastError));
        Assert.Equal((null, null, Batches.Noon), (row.LeaseOwner, row.LeaseUntil, row.UpdatedAt));
        var kept = Assert.Single(await ReadAsync(c => c.DeliveryAttempts.Where(a => a.DeliveryId == leased.Id)));
        result.Attempt.Id = kept.Id;
        Assert.Equivalent(result.Attempt, kept, strict: true);
        Assert.Equal(1, await CountAsync(ActivityMeasure.Retried, leased.DestinationId));
    }

    [Theory]
    [InlineData(StageKind.WriteBack, "comment")]
    [InlineData(StageKind.Map, null)]
    public async Task The_stage_at_which_an_attempt_failed_is_kept(StageKind stage, string? name)
    {
        var leased = await LeaseAsync();
        var result = Batches.Attempt(leased, "dispatcher", DeliveryState.Retrying, AttemptOutcome.Transient);
        (result.Attempt.Stage, result.Attempt.StageName) = (stage, name);

        await CommitAsync(Batches.OfAttempts(result));

        var kept = Assert.Single(await ReadAsync(c => c.DeliveryAttempts.Where(a => a.DeliveryId == leased.Id)));
        Assert.Equal((stage, name), (kept.Stage, kept.StageName));
    }

    [Fact]
    public async Task An_attempt_whose_lease_another_holds_is_kept_and_moves_nothing()
    {
        var leased = await LeaseAsync("newcomer");

        await CommitAsync(Batches.OfAttempts(Batches.Attempt(leased, "latecomer", DeliveryState.Delivered)));

        var row = await DeliveryAsync(leased.Id);
        Assert.Equal((DeliveryState.Sending, "newcomer", 0), (row.State, row.LeaseOwner, row.Attempts));
        Assert.Single(await ReadAsync(c => c.DeliveryAttempts.Where(a => a.DeliveryId == leased.Id)));
    }

    [Fact]
    public async Task An_attempt_of_a_delivery_that_is_no_longer_sending_moves_nothing()
    {
        var leased = await LeaseAsync();
        await CommitAsync(Batches.OfAttempts(Batches.Attempt(leased, "dispatcher", DeliveryState.Delivered)));

        await CommitAsync(Batches.OfAttempts(Batches.Attempt(leased, "dispatcher", DeliveryState.Retrying, AttemptOutcome.Transient)));

        Assert.Equal(DeliveryState.Delivered, (await DeliveryAsync(leased.Id)).State);
    }

    [Fact]
    public async Task An_attempt_that_is_recorded_again_is_kept_and_counted_once_and_moves_nothing()
    {
        var leased = await LeaseAsync();
        var result = Batches.Attempt(leased, "dispatcher", DeliveryState.Retrying, AttemptOutcome.Transient);
        await CommitAsync(Batches.OfAttempts(result));
        Assert.Single(await Store.Queue.ClaimAsync(
            leased.DestinationId, 1, "dispatcher", result.DueAt, result.DueAt.AddMinutes(1), Cancellation));

        await CommitAsync(Batches.OfAttempts(result));

        Assert.True(result.IsDuplicate);
        Assert.Single(await ReadAsync(c => c.DeliveryAttempts.Where(a => a.DeliveryId == leased.Id)));
        Assert.Equal(DeliveryState.Sending, (await DeliveryAsync(leased.Id)).State);
        Assert.Equal(1, await CountAsync(ActivityMeasure.Retried, leased.DestinationId));
    }

    [Fact]
    public async Task Attempts_of_the_same_number_that_began_at_different_times_are_both_kept()
    {
        var leased = await LeaseAsync();
        var first = Batches.Attempt(leased, "dispatcher", DeliveryState.Delivered);
        var second = Batches.Attempt(leased, "newcomer", DeliveryState.Delivered);
        second.Attempt.StartedAt = first.Attempt.StartedAt.AddSeconds(1);

        await CommitAsync(Batches.OfAttempts(first, second));

        Assert.Equal(2, (await ReadAsync(c => c.DeliveryAttempts.Where(a => a.DeliveryId == leased.Id))).Count);
    }

    [Fact]
    public async Task Attempts_larger_than_one_round_trip_all_move_their_deliveries_on()
    {
        var (source, destination) = (Store.NextId(), Store.NextId());
        await CommitAsync(Enumerable.Range(0, 75).Select(i => Batches.Event(source, $"m{i}", deliveries: Batches.To(destination))).ToArray());
        var leased = await ClaimAsync(destination);

        await CommitAsync(Batches.OfAttempts([.. leased.Select(d => Batches.Attempt(d, "dispatcher", DeliveryState.Delivered))]));

        Assert.Equal(75, (await ReadAsync(c => c.Deliveries
            .Where(d => d.DestinationId == destination && d.State == DeliveryState.Delivered))).Count);
        Assert.Equal(75, await CountAsync(ActivityMeasure.Delivered, destination));
    }

    [Theory]
    [InlineData(DeliveryState.Failed, AttemptOutcome.Permanent, ActivityMeasure.Failed, 1)]
    [InlineData(DeliveryState.Delivered, AttemptOutcome.Delivered, ActivityMeasure.Delivered, 1)]
    [InlineData(DeliveryState.Retrying, AttemptOutcome.Interrupted, ActivityMeasure.Retried, 0)]
    public async Task Attempts_count_in_the_activity_of_their_destination(
        DeliveryState state, AttemptOutcome outcome, ActivityMeasure measure, int count)
    {
        var leased = await LeaseAsync();

        await CommitAsync(Batches.OfAttempts(Batches.Attempt(leased, "dispatcher", state, outcome)));

        Assert.Equal(count, await CountAsync(measure, leased.DestinationId));
    }

    private async Task<LeasedDelivery> LeaseAsync(string owner = "dispatcher")
    {
        var destination = Store.NextId();
        await CommitAsync(Batches.Event(Store.NextId(), "sent", deliveries: Batches.To(destination)));
        return Assert.Single(await ClaimAsync(destination, owner: owner));
    }

    private async Task<Delivery> DeliveryAsync(long id) => Assert.Single(await ReadAsync(c => c.Deliveries.Where(d => d.Id == id)));

    private async Task<long> CountAsync(ActivityMeasure measure, int scope) =>
        (await ReadAsync(c => c.ActivityMinutes.Where(a => a.Measure == measure && a.ScopeId == scope))).Sum(a => a.Count);
}

public sealed class AttemptTestsOnSqlite(SqliteStore store) : AttemptTests(store), IClassFixture<SqliteStore>;

public sealed class AttemptTestsOnSqlServer(SqlServerStore store) : AttemptTests(store), IClassFixture<SqlServerStore>;
