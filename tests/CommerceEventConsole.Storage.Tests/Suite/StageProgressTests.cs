using System.Text;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Deliveries.Stages;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using CommerceEventConsole.Storage.Tests.Stores;
using CommerceEventConsole.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Storage.Tests.Suite;

public abstract class StageProgressTests(StoreFixture store) : StoreSuite(store)
{
    private static readonly DateTimeOffset Later = Batches.Noon.AddMinutes(3);

    private StageProgress Progress { get; } = new(
        store.Services.GetRequiredService<IDbContextFactory<ConsoleDbContext>>(), new ManualTime(Batches.Noon), Options.Create(new DeliveryOptions()), NullLogger<StageProgress>.Instance);

    [Fact]
    public async Task What_is_done_is_read_back_and_the_lease_lasts_longer()
    {
        var leased = await LeaseAsync();

        Assert.True(await DoneAsync(Sent(leased.Id, 1)));
        Assert.True(await DoneAsync(Written(leased.Id, 1, "comment")));

        var done = await Progress.ReadAsync(leased.Id, Cancellation);
        Assert.Equal((201, "application/json", "{}"), (done.Sent!.StatusCode, done.Sent.MediaType, Encoding.UTF8.GetString(done.Sent.Result!)));
        Assert.Equal(["comment"], done.Written);
        Assert.Equal(Later, Assert.Single(await ReadAsync(c => c.Deliveries.Where(d => d.Id == leased.Id))).LeaseUntil);
    }

    [Fact]
    public async Task Stored_twice_it_is_there_once()
    {
        var leased = await LeaseAsync();

        await DoneAsync(Sent(leased.Id, 1));
        await DoneAsync(Sent(leased.Id, 1));

        Assert.Single(await ReadAsync(c => c.DeliveryStages.Where(s => s.DeliveryId == leased.Id)));
    }

    [Fact]
    public async Task Who_lost_the_lease_is_told_so_and_what_is_done_is_kept_all_the_same()
    {
        var leased = await LeaseAsync("newcomer");

        Assert.False(await DoneAsync(Sent(leased.Id, 1), "latecomer"));

        Assert.NotNull((await Progress.ReadAsync(leased.Id, Cancellation)).Sent);
        Assert.Equal(Batches.Noon.AddMinutes(1), Assert.Single(await ReadAsync(c => c.Deliveries.Where(d => d.Id == leased.Id))).LeaseUntil);
    }

    [Fact]
    public async Task What_was_done_before_a_delivered_attempt_is_over()
    {
        var leased = await LeaseAsync();
        await DoneAsync(Sent(leased.Id, 1));
        await CommitAsync(Batches.OfAttempts(Batches.Attempt(leased, "dispatcher", DeliveryState.Delivered, AttemptOutcome.Delivered)));

        var before = await Progress.ReadAsync(leased.Id, Cancellation);
        await DoneAsync(Sent(leased.Id, 2));
        var after = await Progress.ReadAsync(leased.Id, Cancellation);

        Assert.Null(before.Sent);
        Assert.Equal(2, after.Sent!.Attempt);
    }

    [Fact]
    public async Task A_failed_attempt_ends_nothing()
    {
        var leased = await LeaseAsync();
        await DoneAsync(Sent(leased.Id, 1));
        await CommitAsync(Batches.OfAttempts(Batches.Attempt(leased, "dispatcher", DeliveryState.Retrying, AttemptOutcome.Transient)));

        Assert.NotNull((await Progress.ReadAsync(leased.Id, Cancellation)).Sent);
    }

    [Fact]
    public async Task Of_several_deliveries_those_are_read_of_which_something_is_done()
    {
        var (one, two) = (await LeaseAsync(), await LeaseAsync());
        await DoneAsync(Sent(one.Id, 1));

        var done = await Progress.ReadAsync([one.Id, two.Id], Cancellation);

        Assert.Equal([one.Id], done.Keys);
    }

    private static DeliveryStage Sent(long id, int attempt) => new()
    {
        DeliveryId = id, Attempt = attempt, Stage = StageKind.Send, Name = "", At = Batches.Noon, StatusCode = 201, MediaType = "application/json", Result = "{}"u8.ToArray(),
    };

    private static DeliveryStage Written(long id, int attempt, string name) =>
        new() { DeliveryId = id, Attempt = attempt, Stage = StageKind.WriteBack, Name = name, At = Batches.Noon };

    private Task<bool> DoneAsync(DeliveryStage stage, string owner = "dispatcher") => Progress.DoneAsync(stage, owner, Later, Later, Cancellation);

    private async Task<LeasedDelivery> LeaseAsync(string owner = "dispatcher")
    {
        var destination = Store.NextId();
        await CommitAsync(Batches.Event(Store.NextId(), "event", deliveries: Batches.To(destination)));
        return Assert.Single(await ClaimAsync(destination, owner: owner));
    }
}

public sealed class StageProgressTestsOnSqlite(SqliteStore store) : StageProgressTests(store), IClassFixture<SqliteStore>;

public sealed class StageProgressTestsOnSqlServer(SqlServerStore store) : StageProgressTests(store), IClassFixture<SqlServerStore>;
