using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Tests.Deliveries;

public sealed class LatestOnlyTests
{
    private static readonly RouteSending LatestOnly = new() { Order = RouteOrder.LatestOnly };

    [Fact]
    public async Task Fifty_saves_of_one_product_during_an_outage_become_one_request()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver) with { State = DestinationState.Paused });
        rig.Routing.Set(LatestOnly);
        var saves = new List<long>();
        for (var i = 0; i < 50; i++)
            saves.Add(await rig.StoreAsync("TENT-ARC-2", state: DeliveryState.Held));
        var other = await rig.StoreAsync("TENT-ARC-3", state: DeliveryState.Held);
        await rig.StartAsync();

        rig.Routing.Set(Rig.Erp(receiver));
        await rig.UntilAsync(saves[^1], DeliveryState.Delivered);
        await rig.UntilAsync(other, DeliveryState.Delivered);

        Assert.Equal(2, receiver.Requests.Count);
        await using var context = rig.Context();
        var newest = saves[^1];
        var older = await context.Deliveries.Where(d => saves.Contains(d.Id) && d.Id != newest).ToListAsync(TestContext.Current.CancellationToken);
        Assert.All(older, d => Assert.Equal((DeliveryState.Superseded, 0, (string?)null), (d.State, d.Attempts, d.LeaseOwner)));
    }

    [Fact]
    public async Task What_is_being_sent_is_not_superseded_by_what_comes_meanwhile()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var newerIsThere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await Receiver.StartAsync((_, number) =>
        {
            arrived.TrySetResult();
            return number == 1 ? newerIsThere.Task : Task.CompletedTask;
        });
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver));
        rig.Routing.Set(LatestOnly);
        await rig.StartAsync();
        var first = await rig.StoreAsync();
        await arrived.Task.WaitAsync(TestContext.Current.CancellationToken);

        var middle = await rig.StoreAsync();
        var last = await rig.StoreAsync();
        newerIsThere.SetResult();
        await rig.UntilAsync(last, DeliveryState.Delivered);

        Assert.Equal(
            (DeliveryState.Delivered, DeliveryState.Superseded), ((await rig.DeliveryAsync(first)).State, (await rig.DeliveryAsync(middle)).State));
    }

    [Fact]
    public async Task What_failed_makes_way_for_what_is_newer()
    {
        await using var receiver = await Receiver.AnsweringAsync(500, 200);
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver));
        rig.Routing.Set(LatestOnly);
        var older = await rig.StoreInStateAsync(DeliveryState.Retrying, "000000001");
        var newer = await rig.StoreAsync("000000001");

        await rig.StartAsync();
        await rig.UntilAsync(newer, DeliveryState.Delivered);

        Assert.Equal(DeliveryState.Superseded, (await rig.DeliveryAsync(older)).State);
    }

    [Fact]
    public async Task A_route_that_keeps_the_order_sends_every_one()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver));
        rig.Routing.Set(RouteSending.Default);
        for (var i = 0; i < 4; i++)
            await rig.StoreAsync();
        var last = await rig.StoreAsync();

        await rig.StartAsync();
        await rig.UntilAsync(last, DeliveryState.Delivered);

        Assert.Equal(5, receiver.Requests.Count);
    }
}
