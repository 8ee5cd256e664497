using CommerceEventConsole.EndToEnd.Tests.Processes;

namespace CommerceEventConsole.EndToEnd.Tests.Faults;

/// <summary>The store is in trouble.</summary>
public sealed class StoreFaultTests(FaultReport report)
{
    [Fact]
    public async Task While_another_process_has_the_database_locked_nothing_is_acknowledged_that_is_not_stored()
    {
        await using var rig = await Rig.StartAsync(FaultSetup.Of());
        var load = rig.StartLoad();
        await load.MoreAsync(50);

        await using (await StoreLock.TakeAsync(rig.Folder.Database))
        {
            // What had been committed just before is counted in a moment later.
            await Until.TrueAsync("the store is asked in vain", () => load.NotAcknowledged > 0);
        }

        await load.MoreAsync(50);
        await rig.SettleAsync();
        var verdict = await Verdict.PassAsync(report, "database locked until the console answers 503", rig);
        Assert.Equal(verdict.Acknowledged, verdict.Delivered);
    }
}
