using System.Globalization;
using CommerceEventConsole.EndToEnd.Tests.Processes;
using CommerceEventConsole.Engine.Deliveries;
using Microsoft.AspNetCore.Http;

namespace CommerceEventConsole.EndToEnd.Tests.Faults;

/// <summary>The ERP has its bad days while the shop goes on selling.</summary>
public sealed class DestinationFaultTests(FaultReport report)
{
    private const string OutageVariable = "FAULT_OUTAGE_SECONDS";

    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable(OutageVariable), CultureInfo.InvariantCulture, out var seconds) ? seconds : 5);

    [Fact]
    public async Task An_erp_that_is_down_gets_everything_once_it_is_up_again()
    {
        await using var rig = await Rig.StartAsync(FaultSetup.Of());
        var load = rig.StartLoad(perSecond: 50);
        await load.MoreAsync(30);

        await rig.Erp.GoDownAsync();
        var before = rig.Erp.Receipts.Count;
        var down = TimeProvider.System.GetTimestamp();
        await load.MoreAsync(50);
        await Until.TrueAsync("it was down long enough", () => TimeProvider.System.GetElapsedTime(down) >= Outage);
        Assert.Equal(before, rig.Erp.Receipts.Count);
        await AssertSomeAttemptFailedAsync(rig);
        await rig.Erp.ComeUpAsync();

        await load.MoreAsync(30);
        await rig.SettleAsync();
        var verdict = await Verdict.PassAsync(report, $"ERP down for {Outage.TotalSeconds:0} s", rig);
        Assert.Equal(verdict.Acknowledged, verdict.Delivered);
        report.Note($"The ERP was down for {Outage.TotalSeconds:0} s; {OutageVariable}=60 makes it a minute.");
    }

    [Fact]
    public async Task An_erp_that_comes_and_goes_gets_everything()
    {
        await using var rig = await Rig.StartAsync(FaultSetup.Of());
        var load = rig.StartLoad();
        for (var i = 0; i < 4; i++)
        {
            var taken = rig.Erp.Receipts.Count;
            await Until.TrueAsync("the ERP gets some", () => rig.Erp.Receipts.Count >= taken + 10);
            await rig.Erp.GoDownAsync();
            await load.MoreAsync(40);
            await rig.Erp.ComeUpAsync();
        }

        await AssertSomeAttemptFailedAsync(rig);
        await rig.SettleAsync();
        var verdict = await Verdict.PassAsync(report, "ERP flapping, 4 times down", rig);
        Assert.Equal(verdict.Acknowledged, verdict.Delivered);
    }

    [Fact]
    public async Task An_erp_that_takes_too_long_gets_everything_again_once_it_is_quick()
    {
        await using var rig = await Rig.StartAsync(FaultSetup.Of(timeoutSeconds: 1));
        rig.Erp.Answer = ErpAnswers.Slowly;
        var load = rig.StartLoad();

        await Until.TrueAsync("some are given up waiting for", async () => await FailedAttemptsAsync(rig) >= 4);
        rig.Erp.Answer = ErpAnswers.Take;

        await load.MoreAsync(50);
        await rig.SettleAsync();
        var verdict = await Verdict.PassAsync(report, "ERP answers after 30 s, time-out 1 s", rig);
        Assert.Equal(verdict.Acknowledged, verdict.Delivered);
        Assert.True(verdict.Duplicates > 0);
    }

    [Fact]
    public async Task Answers_that_break_off_lose_nothing()
    {
        await using var rig = await Rig.StartAsync(FaultSetup.Of());
        rig.Erp.Answer = ErpAnswers.BreakOff;
        var load = rig.StartLoad();

        await Until.TrueAsync("answers broke off", () => rig.Erp.Count(r => r.Status == 0) >= 8);
        await load.MoreAsync(100);
        rig.Erp.Answer = ErpAnswers.Take;

        await rig.SettleAsync();
        await AssertSomeAttemptFailedAsync(rig);
        var verdict = await Verdict.PassAsync(report, "ERP's answers break off", rig);
        Assert.Equal(verdict.Acknowledged, verdict.Delivered);
        Assert.True(verdict.Duplicates > 0);
    }

    [Fact]
    public async Task An_erp_that_asks_for_time_gets_everything_without_repeats()
    {
        await using var rig = await Rig.StartAsync(FaultSetup.Of());
        rig.Erp.Answer = ErpAnswers.Storm;
        var load = rig.StartLoad();

        await Until.TrueAsync("many were refused", () => rig.Erp.Count(r => r.Status == StatusCodes.Status429TooManyRequests) >= 8);
        await load.MoreAsync(100);
        rig.Erp.Answer = ErpAnswers.Take;

        await rig.SettleAsync();
        var verdict = await Verdict.PassAsync(report, "ERP answers 429 with Retry-After", rig);
        Assert.Equal(verdict.Acknowledged, verdict.Delivered);
        Assert.Equal(0, verdict.Duplicates);
    }

    [Fact]
    public async Task What_the_erp_refuses_for_good_is_failed_for_everyone_to_see()
    {
        await using var rig = await Rig.StartAsync(FaultSetup.Of());
        rig.Erp.Answer = (receipt, context) => receipt.Number % 5 == 0 ? ErpAnswers.Refuse(receipt, context) : ErpAnswers.Take(receipt, context);
        var load = rig.StartLoad();

        await load.MoreAsync(150);

        await rig.SettleAsync();
        var verdict = await Verdict.PassAsync(report, "ERP refuses every fifth (422)", rig);
        Assert.Equal(rig.Erp.Count(r => r.Status == StatusCodes.Status422UnprocessableEntity), verdict.FailedVisibly);
        Assert.True(verdict.FailedVisibly > 0);
        Assert.Equal(0, verdict.Duplicates);
    }

    private static async Task AssertSomeAttemptFailedAsync(Rig rig) => Assert.True(await FailedAttemptsAsync(rig) > 0);

    private static async Task<int> FailedAttemptsAsync(Rig rig) =>
        (await rig.Folder.Store.ReadAsync(db => db.DeliveryAttempts.Where(a => a.Outcome == AttemptOutcome.Transient).Select(a => a.Id))).Count;
}
