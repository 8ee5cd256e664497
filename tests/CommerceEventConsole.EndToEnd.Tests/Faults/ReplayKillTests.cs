using CommerceEventConsole.Db.Sqlite;
using CommerceEventConsole.EndToEnd.Tests.Processes;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Setup;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.EndToEnd.Tests.Faults;

/// <summary>The console is killed in the middle of sending the past again.</summary>
public sealed class ReplayKillTests(FaultReport report)
{
    // More than a replay makes before it waits for room (ReplayOptions.MaxWaiting), so that it stands in its middle while the ERP holds.
    private const int PastEvents = 1_200;

    // Slow enough to be killed between two steps of it.
    private const int PerMinute = 1_200;

    [Fact]
    public async Task A_backfill_goes_on_where_it_was()
    {
        await using var rig = await Rig.StartAsync(FaultSetup.Of(subscribed: false));
        var load = rig.StartLoad(perSecond: 1000, batch: 20);
        await load.MoreAsync(PastEvents);
        await load.FinishAsync();
        await rig.KillConsoleAsync();

        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Erp.Answer = ErpAnswers.TakeThenHold(5, released.Task);
        await rig.Folder.WriteSetupAsync(FaultSetup.Of()(rig.Erp));
        await rig.StartConsoleAsync();
        await StartBackfillAsync(rig);
        await Until.TrueAsync("it is in the middle", async () => await ReplayAsync(rig) is { Created: > 0 } && rig.Erp.Count(r => r.Status == 0) >= 8);

        await rig.KillConsoleAsync();
        var middle = await ReplayAsync(rig);
        Assert.InRange(middle.Created, 1, load.Acknowledged.Count - 1);
        rig.Erp.Answer = ErpAnswers.Take;
        await rig.StartConsoleAsync();

        await Until.TrueAsync("the backfill is done", async () => (await ReplayAsync(rig)).State == ReplayState.Done);
        await rig.SettleAsync();
        Assert.Equal(load.Acknowledged.Count, (await ReplayAsync(rig)).Created);
        var verdict = await Verdict.PassAsync(report, "console killed in the middle of a backfill", rig);
        Assert.Equal(verdict.Acknowledged, verdict.Delivered);
    }

    [Fact]
    public async Task A_replay_of_failed_deliveries_goes_on_where_it_was_and_leaves_alone_what_has_arrived()
    {
        await using var rig = await Rig.StartAsync(FaultSetup.Of());
        rig.Erp.Answer = (receipt, context) => receipt.Number <= 50 ? ErpAnswers.Take(receipt, context) : ErpAnswers.Refuse(receipt, context);
        var load = rig.StartLoad(perSecond: 400, batch: 4);
        await load.MoreAsync(300);
        await rig.SettleAsync();
        var refused = rig.Erp.Count(r => r.Status == StatusCodes.Status422UnprocessableEntity);
        var before = rig.Erp.Receipts.Count;

        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Erp.Answer = ErpAnswers.TakeThenHold(50, released.Task);
        await StartReplayAsync(rig);
        await Until.TrueAsync("the replay is in its middle", () => rig.Erp.Count(r => r.Number > before && r.Status == 0) >= 8);
        await rig.KillConsoleAsync();
        var middle = await ReplayAsync(rig);
        Assert.Equal(ReplayState.Running, middle.State);
        Assert.InRange(middle.Created, 1, refused - 1);
        rig.Erp.Answer = ErpAnswers.Take;
        await rig.StartConsoleAsync();

        await Until.TrueAsync("the replay is done", async () => (await ReplayAsync(rig)).State == ReplayState.Done);
        await rig.SettleAsync();
        Assert.Equal(refused, (await ReplayAsync(rig)).Created);
        var verdict = await Verdict.PassAsync(report, "console killed in the middle of a replay", rig);
        Assert.Equal(verdict.Acknowledged, verdict.Delivered);
        // Only what was in flight at the kill came twice.
        Assert.InRange(verdict.Duplicates, 8, 16);
    }

    // As the backfill panel does: the console finds it by polling, as it would another node's.
    private static async Task StartBackfillAsync(Rig rig)
    {
        await using var services = Engine(rig);
        await using var db = await services.GetRequiredService<IDbContextFactory<Engine.Storage.ConsoleDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        var revision = await db.SubscriptionRevisions.SingleAsync(TestContext.Current.CancellationToken);
        var last = await db.Events.MaxAsync(e => e.Seq, TestContext.Current.CancellationToken);
        db.Replays.Add(new Replay
        {
            Kind = ReplayKind.Backfill, Title = "Past events of Orders", State = ReplayState.Running, CreatedBy = "test",
            CreatedAt = TimeProvider.System.GetUtcNow(), SubscriptionId = revision.SubscriptionId, RevisionId = revision.Id,
            FromSeq = 1, Position = 1, ToSeq = last, Estimated = (int)last,
        });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<Replay> ReplayAsync(Rig rig) => (await rig.Folder.Store.ReadAsync(db => db.Replays.AsNoTracking())).Single();

    // The call behind the replay dialog, made from beside the console: a page needs a browser.
    private static async Task StartReplayAsync(Rig rig)
    {
        await using var services = Engine(rig);
        var failed = new DeliveryScope { States = [DeliveryState.Failed] };
        var (_, problem) = await services.GetRequiredService<ReplayStore>().StartResendAsync(
            new ResendRequest(failed, new ResendOptions { PerMinute = PerMinute }, Estimated: 0), "test", TestContext.Current.CancellationToken);
        Assert.Null(problem);
    }

    private static ServiceProvider Engine(Rig rig)
    {
        var none = new ConfigurationBuilder().Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(none)
            .AddSqliteStorage($"Data Source={rig.Folder.Database};Pooling=False");
        services.AddStoredKeyRing();
        return services.AddRouting(none).AddDelivery(none).AddReplays().BuildServiceProvider();
    }
}
