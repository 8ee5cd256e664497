using CommerceEventConsole.EndToEnd.Tests.Processes;
using CommerceEventConsole.Engine.Deliveries;

namespace CommerceEventConsole.EndToEnd.Tests.Faults;

/// <summary>The machine's clock is set anew while the console works.</summary>
public sealed class ClockTests(FaultReport report)
{
    [Fact]
    public async Task A_clock_that_jumps_on_and_back_loses_and_swaps_nothing()
    {
        using var clock = new Clock();
        await using var rig = await Rig.StartAsync(FaultSetup.Of(), clock.Settings);
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Erp.Answer = ErpAnswers.TakeThenHold(40, released.Task);
        var load = rig.StartLoad();
        await Until.TrueAsync("requests are in flight", () => rig.Erp.Count(r => r.Status == 0) >= 8);

        // Every lease has run out, though what it was for is in flight: that goes out again.
        await clock.JumpAsync(TimeSpan.FromHours(1), rig.Console);
        var between = TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(30);
        await Until.TrueAsync("the leases of before are taken back", async () => (await rig.Folder.Store.ReadAsync(
            db => db.Deliveries.Where(d => d.State == DeliveryState.Sending && d.LeaseUntil < between).Select(d => d.Id))).Count == 0);
        var before = rig.Erp.Receipts.Count;
        rig.Erp.Answer = ErpAnswers.Take;
        released.SetResult();
        await Until.TrueAsync("the ERP gets more", () => rig.Erp.Receipts.Count >= before + 30);

        // Back by a little: what came in just before is due only then.
        await clock.JumpAsync(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(4), rig.Console);
        await load.MoreAsync(50);

        await rig.SettleAsync();
        var verdict = await Verdict.PassAsync(report, "clock jumps on by 1 h, then back by 4 s", rig);
        Assert.Equal(verdict.Acknowledged, verdict.Delivered);
        Assert.True(verdict.Duplicates > 0);
    }
}
