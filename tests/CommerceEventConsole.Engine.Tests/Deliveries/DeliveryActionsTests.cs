using CommerceEventConsole.Engine.Audit;
using CommerceEventConsole.Engine.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Tests.Deliveries;

public sealed class DeliveryActionsTests
{
    [Fact]
    public async Task A_replayed_delivery_goes_again_with_its_id_and_its_history_goes_on()
    {
        await using var receiver = await Receiver.AnsweringAsync(422, 200);
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver));
        await rig.StartAsync();
        var id = await rig.StoreAsync();
        await rig.UntilAsync(id, DeliveryState.Failed);

        var result = await rig.Actions.ReplayAsync([id], "olga", deliveredToo: false, default);

        var delivery = await rig.UntilAsync(id, DeliveryState.Delivered);
        Assert.Equal(1, result.Changed);
        Assert.Equal(1, delivery.Attempts);
        Assert.Equal([1, 2], (await rig.AttemptsAsync(id)).Select(a => a.Number));
        Assert.Single(receiver.Requests.Select(r => r.Id).Distinct(StringComparer.Ordinal));
        var entry = Assert.Single(await AuditAsync(rig));
        Assert.Equal(("olga", "delivery.replayed", $"delivery {id}"), (entry.Who, entry.Action, entry.Subject));
    }

    [Fact]
    public async Task What_cannot_be_replayed_is_skipped_with_its_reason()
    {
        await using var rig = await Rig.CreateAsync();
        var failed = await rig.StoreInStateAsync(DeliveryState.Failed);
        var dismissed = await rig.StoreInStateAsync(DeliveryState.Dismissed);
        var sending = await rig.StoreInStateAsync(DeliveryState.Sending);
        var delivered = await rig.StoreInStateAsync(DeliveryState.Delivered);
        var held = await rig.StoreInStateAsync(DeliveryState.Held);

        var result = await rig.Actions.ReplayAsync([failed, failed, dismissed, sending, delivered, held, 999], "olga", deliveredToo: false, default);

        Assert.Equal(2, result.Changed);
        Assert.Equal(1, result.Skipped["being sent now"]);
        Assert.Equal(1, result.Skipped["delivered already"]);
        Assert.Equal(1, result.Skipped["waiting to be sent already"]);
        Assert.Equal(1, result.Skipped["no longer in the store"]);
        Assert.Equal(DeliveryState.Pending, (await rig.DeliveryAsync(failed)).State);
        Assert.Equal(DeliveryState.Sending, (await rig.DeliveryAsync(sending)).State);
    }

    [Fact]
    public async Task A_delivered_one_is_replayed_when_that_is_asked_for()
    {
        await using var rig = await Rig.CreateAsync();
        var id = await rig.StoreInStateAsync(DeliveryState.Delivered);
        Assert.Equal(1, (await rig.Actions.ReplayAsync([id], "olga", deliveredToo: true, default)).Changed);
    }

    [Fact]
    public async Task Retry_now_makes_due_what_waits()
    {
        await using var rig = await Rig.CreateAsync();
        var id = await rig.StoreInStateAsync(DeliveryState.Retrying, due: rig.Time.GetUtcNow().AddHours(1));
        var held = await rig.StoreInStateAsync(DeliveryState.Held);

        var result = await rig.Actions.RetryNowAsync([id, held], "olga", default);

        Assert.Equal(1, result.Changed);
        Assert.Equal(1, result.Skipped["held: its destination is not being sent to"]);
        Assert.True((await rig.DeliveryAsync(id)).DueAt <= rig.Time.GetUtcNow());
    }

    [Fact]
    public async Task Dismissing_the_older_one_lets_the_younger_go()
    {
        await using var receiver = await Receiver.AnsweringAsync(500, 200);
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver) with { FirstRetry = TimeSpan.FromMinutes(1) });
        await rig.StartAsync();
        var older = await rig.StoreAsync();
        var younger = await rig.StoreAsync();
        await rig.UntilAsync(older, DeliveryState.Retrying);

        await rig.Actions.DismissAsync([older], "olga", default);

        await rig.UntilAsync(younger, DeliveryState.Delivered);
        Assert.Equal(DeliveryState.Dismissed, (await rig.DeliveryAsync(older)).State);
    }

    [Fact]
    public async Task Many_are_changed_chunk_by_chunk_and_each_chunk_is_in_the_audit_log()
    {
        await using var rig = await Rig.CreateAsync(options: o => o.ChunkSize = 2);
        var ids = new List<long>();
        for (var i = 0; i < 5; i++)
            ids.Add(await rig.StoreInStateAsync(DeliveryState.Failed));

        Assert.Equal(5, (await rig.Actions.DismissAsync(ids, "olga", default)).Changed);

        Assert.Equal(3, (await AuditAsync(rig)).Count);
    }

    private static async Task<List<AuditEntry>> AuditAsync(Rig rig)
    {
        await using var context = rig.Context();
        return await context.AuditEntries.ToListAsync();
    }
}
