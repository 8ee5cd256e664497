using System.Globalization;
using CommerceEventConsole.EndToEnd.Tests.Processes;

namespace CommerceEventConsole.EndToEnd.Tests.Faults;

/// <summary>The console is killed (SIGKILL), whatever it is doing, and started again.</summary>
public sealed class KillTests(FaultReport report)
{
    private const int Kills = 3;

    [Fact]
    public async Task Killed_with_requests_in_flight_it_sends_those_again_under_the_same_id()
    {
        await using var rig = await Rig.StartAsync(FaultSetup.Of());
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Erp.Answer = ErpAnswers.TakeThenHold(40, released.Task);
        var load = rig.StartLoad();
        await load.MoreAsync(150);
        await Until.TrueAsync("requests are in flight", () => rig.Erp.Count(r => r.Status == 0) >= 8);

        await rig.KillConsoleAsync();
        rig.Erp.Answer = ErpAnswers.Take;
        await rig.StartConsoleAsync();

        await load.MoreAsync(50);
        await rig.SettleAsync();
        var verdict = await Verdict.PassAsync(report, "console killed while it sends", rig);
        Assert.Equal(verdict.Acknowledged, verdict.Delivered);
        Assert.True(verdict.Duplicates > 0);
    }

    [Fact]
    public async Task Killed_while_it_takes_batches_in_it_has_every_batch_that_it_acknowledged_and_none_twice()
    {
        await using var rig = await Rig.StartAsync(FaultSetup.Of());
        var load = rig.StartLoad(perSecond: 1000, batch: 20);
        await load.MoreAsync(400);

        await rig.KillConsoleAsync();
        await Until.TrueAsync("the shop notices", () => load.NotAcknowledged > 0);
        Assert.True(load.Sent > load.Acknowledged.Count);
        await rig.StartConsoleAsync();

        await load.MoreAsync(100);
        await rig.SettleAsync();
        var verdict = await Verdict.PassAsync(report, "console killed while it takes batches in", rig);
        Assert.Equal(verdict.Acknowledged, verdict.Delivered);
    }

    [Fact]
    public async Task Killed_at_random_moments_while_the_erp_comes_and_goes_it_loses_nothing()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("FAULT_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        var random = new Random(seed);
        report.Note(string.Create(CultureInfo.InvariantCulture, $"Random moments: FAULT_SEED={seed}."));
        await using var rig = await Rig.StartAsync(FaultSetup.Of());
        rig.Erp.Answer = (receipt, context) => receipt.Number % 7 == 0 ? ErpAnswers.BreakOff(receipt, context) : ErpAnswers.Take(receipt, context);
        var load = rig.StartLoad(perSecond: 200);
        for (var i = 0; i < Kills; i++)
        {
            await load.MoreAsync(random.Next(1, 100));
            await rig.Erp.GoDownAsync();
            await load.MoreAsync(random.Next(1, 50));
            await rig.Erp.ComeUpAsync();
            await load.MoreAsync(random.Next(1, 100));
            await rig.KillConsoleAsync();
            await rig.StartConsoleAsync();
        }

        await rig.SettleAsync();
        var verdict = await Verdict.PassAsync(report, "console killed 3 times at random, ERP flapping", rig);
        Assert.Equal(verdict.Acknowledged, verdict.Delivered);
    }
}
