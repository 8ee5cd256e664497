using CommerceEventConsole.Db.Sqlite;
using CommerceEventConsole.EndToEnd.Tests.Processes;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Replays;
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
        await Until.TrueAsync("it is in the middle", async () => await BackfillAsync(rig) is { Created: > 0 } && rig.Erp.Count(r => r.Status == 0) >= 8);

        await rig.KillConsoleAsync();
        var middle = await BackfillAsync(rig);
        Assert.InRange(middle.Created, 1, load.Acknowledged.Count - 1);
        rig.Erp.Answer = ErpAnswers.Take;
        await rig.StartConsoleAsync();

        await Until.TrueAsync("the backfill is done", async () => (await BackfillAsync(rig)).State == ReplayState.Done);
        await rig.SettleAsync();
        Assert.Equal(load.Acknowledged.Count, (await BackfillAsync(rig)).Created);
        var verdict = await Verdict.PassAsync(report, "console killed in the middle of a backfill", rig);
        Assert.Equal(verdict.Acknowledged, verdict.Delivered);
    }

    [Fact]
    public async Task Failed_deliveries_that_are_sent_again_arrive_all_and_what_had_arrived_is_left_alone()
    {
        await using var rig = await Rig.StartAsync(FaultSetup.Of());
        rig.Erp.Answer = (receipt, context) => receipt.Number <= 50 ? ErpAnswers.Take(receipt, context) : ErpAnswers.Refuse(receipt, context);
        var load = rig.StartLoad(perSecond: 400, batch: 4);
        await load.MoreAsync(300);
        await rig.SettleAsync();
        var refused = rig.Erp.Receipts.Count;

        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Erp.Answer = ErpAnswers.TakeThenHold(50, released.Task);
        await ReplayFailedAsync(rig);
        await Until.TrueAsync("the replay is in its middle", () => rig.Erp.Count(r => r.Number > refused && r.Status == 0) >= 8);
        await rig.KillConsoleAsync();
        rig.Erp.Answer = ErpAnswers.Take;
        await rig.StartConsoleAsync();

        await rig.SettleAsync();
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
            FromSeq = 1, NextSeq = 1, ToSeq = last, Estimated = (int)last,
        });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<Replay> BackfillAsync(Rig rig) => (await rig.Folder.Store.ReadAsync(db => db.Replays.AsNoTracking())).Single();

    // The call behind the Failures page, made from beside the console: a page needs a browser.
    private static async Task ReplayFailedAsync(Rig rig)
    {
        await using var services = Engine(rig);
        var failed = await rig.Folder.Store.ReadAsync(db => db.Deliveries.Where(d => d.State == DeliveryState.Failed).OrderBy(d => d.Id).Select(d => d.Id));
        var result = await services.GetRequiredService<DeliveryActions>().ReplayAsync(failed, "test", deliveredToo: false, TestContext.Current.CancellationToken);
        Assert.Equal(failed.Count, result.Changed);
        Assert.Equal(rig.Erp.Count(r => r.Status == StatusCodes.Status422UnprocessableEntity), result.Changed);
    }

    private static ServiceProvider Engine(Rig rig) => new ServiceCollection().AddLogging()
        .AddSqliteStorage($"Data Source={rig.Folder.Database};Pooling=False")
        .AddDelivery(new ConfigurationBuilder().Build())
        .BuildServiceProvider();
}
