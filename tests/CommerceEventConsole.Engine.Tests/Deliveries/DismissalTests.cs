using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Replays;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Tests.Deliveries;

public sealed class DismissalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DeliveryState.Failed, 5, DeliveryState.Failed)]
    [InlineData(DeliveryState.Retrying, 2, DeliveryState.Retrying)]
    [InlineData(DeliveryState.Pending, 0, DeliveryState.Pending)]
    [InlineData(DeliveryState.Held, 0, DeliveryState.Pending)]
    [InlineData(DeliveryState.Held, 3, DeliveryState.Retrying)]
    public async Task A_restored_delivery_is_what_it_was(DeliveryState state, int attempts, DeliveryState restored)
    {
        await using var rig = await Rig.CreateAsync();
        var due = rig.Time.GetUtcNow().AddHours(1);
        var id = await rig.StoreInStateAsync(state, due: due);
        await using (var context = rig.Context())
            await context.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.Attempts, attempts), Token);
        var before = await rig.DeliveryAsync(id);
        await rig.Actions.DismissAsync([id], "olga", Token);

        var result = await rig.Actions.RestoreAsync([id], "ben", Token);

        var after = await rig.DeliveryAsync(id);
        Assert.Equal(1, result.Changed);
        Assert.Equal((restored, attempts, before.DueAt), (after.State, after.Attempts, after.DueAt));
        Assert.Equal((null, null), (after.DismissalId, after.DismissedFrom));
        await using var db = rig.Context();
        Assert.Equal(
            [("olga", "delivery.dismissed"), ("ben", "delivery.restored")],
            await db.AuditEntries.OrderBy(e => e.Id).Select(e => ValueTuple.Create(e.Who, e.Action)).ToListAsync(Token));
    }

    [Fact]
    public async Task An_undo_restores_what_that_dismissal_dismissed_and_nothing_else()
    {
        await using var rig = await Rig.CreateAsync(options: o => o.ChunkSize = 2);
        var earlier = await rig.StoreInStateAsync(DeliveryState.Failed);
        await rig.Actions.DismissAsync([earlier], "olga", Token);
        var ids = new List<long>();
        for (var i = 0; i < 5; i++)
            ids.Add(await rig.StoreInStateAsync(DeliveryState.Failed));
        var delivered = await rig.StoreInStateAsync(DeliveryState.Delivered);
        var dismissed = await rig.Actions.DismissAsync([.. ids, earlier, delivered], "olga", Token);
        await rig.Actions.ReplayAsync([ids[0]], "olga", deliveredToo: false, Token);

        var undone = await rig.Actions.UndoDismissalAsync(dismissed.DismissalId!.Value, "olga", progress: null, Token);

        Assert.Equal((5, 4), (dismissed.Changed, undone.Changed));
        Assert.Equal(DeliveryState.Dismissed, (await rig.DeliveryAsync(earlier)).State);
        Assert.Equal(DeliveryState.Delivered, (await rig.DeliveryAsync(delivered)).State);
        Assert.Equal(DeliveryState.Pending, (await rig.DeliveryAsync(ids[0])).State);
        foreach (var id in ids.Skip(1))
            Assert.Equal(DeliveryState.Failed, (await rig.DeliveryAsync(id)).State);
        Assert.Equal(0, (await rig.Actions.UndoDismissalAsync(dismissed.DismissalId.Value, "olga", progress: null, Token)).Changed);
    }

    [Fact]
    public async Task A_dismissal_of_nothing_leaves_no_row_and_cannot_be_undone()
    {
        await using var rig = await Rig.CreateAsync();
        var id = await rig.StoreInStateAsync(DeliveryState.Delivered);

        var result = await rig.Actions.DismissAsync([id], "olga", Token);

        Assert.Equal((0, null), (result.Changed, result.DismissalId));
        await using var context = rig.Context();
        Assert.Equal((0, 0), (await context.Dismissals.CountAsync(Token), await context.AuditEntries.CountAsync(Token)));
    }

    [Fact]
    public async Task All_that_match_a_filter_are_dismissed_and_restored_with_their_progress_told()
    {
        await using var rig = await Rig.CreateAsync(options: o => o.ChunkSize = 2);
        for (var i = 0; i < 5; i++)
            await rig.StoreInStateAsync(DeliveryState.Failed);
        var elsewhere = await rig.StoreInStateAsync(DeliveryState.Failed, destinationId: 2);
        var waiting = await rig.StoreInStateAsync(DeliveryState.Retrying, due: rig.Time.GetUtcNow().AddHours(1));
        var progress = new Told();

        var result = await rig.Actions.DismissAsync(Failures(DeliveryState.Failed), "olga", progress, Token);

        Assert.Equal(5, result.Changed);
        Assert.Equal([2, 4, 5], progress.Changed.Take(3));
        Assert.Equal(DeliveryState.Failed, (await rig.DeliveryAsync(elsewhere)).State);
        Assert.Equal(DeliveryState.Retrying, (await rig.DeliveryAsync(waiting)).State);
        await using (var context = rig.Context())
            Assert.Equal(5, (await context.Dismissals.SingleAsync(Token)).Count);

        Assert.Equal(5, (await rig.Actions.RestoreAsync(Failures(DeliveryState.Dismissed), "olga", progress: null, Token)).Changed);
        Assert.Equal(5, (await rig.Queries.FailuresAsync(new FailureFilter { States = [DeliveryState.Failed], DestinationId = 1 }, null, 50, Token)).Rows.Count);
    }

    [Fact]
    public async Task A_dismissal_that_is_cancelled_between_two_chunks_can_be_undone()
    {
        await using var rig = await Rig.CreateAsync(options: o => o.ChunkSize = 2);
        for (var i = 0; i < 6; i++)
            await rig.StoreInStateAsync(DeliveryState.Failed);
        using var stop = new CancellationTokenSource();
        var progress = new Told(after: 1, stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => rig.Actions.DismissAsync(Failures(DeliveryState.Failed), "olga", progress, stop.Token));

        Assert.Equal(2, progress.Last!.Changed);
        Assert.Equal(2, (await rig.Actions.UndoDismissalAsync(progress.Last.DismissalId!.Value, "olga", progress: null, Token)).Changed);
    }

    [Fact]
    public async Task All_that_wait_are_tried_now()
    {
        await using var rig = await Rig.CreateAsync();
        var id = await rig.StoreInStateAsync(DeliveryState.Retrying, due: rig.Time.GetUtcNow().AddHours(1));

        Assert.Equal(1, (await rig.Actions.RetryNowAsync(Failures(DeliveryState.Retrying), "olga", progress: null, Token)).Changed);

        Assert.True((await rig.DeliveryAsync(id)).DueAt <= rig.Time.GetUtcNow());
    }

    [Fact]
    public async Task The_archive_names_who_dismissed()
    {
        await using var rig = await Rig.CreateAsync();
        var id = await rig.StoreInStateAsync(DeliveryState.Failed);
        await rig.Actions.DismissAsync([id], "olga", Token);

        var row = Assert.Single((await rig.Queries.FailuresAsync(new FailureFilter { States = [DeliveryState.Dismissed] }, null, 50, Token)).Rows);

        Assert.Equal(("olga", false), (row.DismissedBy, row.IsReplaced));
    }

    private static DeliveryScope Failures(DeliveryState state) => DeliveryScope.OfFailures(new FailureFilter { States = [state], DestinationId = 1 });

    // Told on the caller's thread, unlike Progress<T>.
    private sealed class Told(int after = 0, CancellationTokenSource? stop = null) : IProgress<DeliveryActionResult>
    {
        public List<int> Changed { get; } = [];

        public DeliveryActionResult? Last { get; private set; }

        public void Report(DeliveryActionResult value)
        {
            Changed.Add(value.Changed);
            Last = value;
            if (Changed.Count == after)
                stop?.Cancel();
        }
    }
}
