using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Failures;
using CommerceEventConsole.Engine.Tests.Deliveries;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Tests.Failures;

/// <summary>From a real answer to the group, through sender and store.</summary>
public sealed class FailureMarkTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Orders_that_fail_alike_share_a_group_whose_message_names_none_of_them()
    {
        await using var receiver = await Receiver.StartAsync(async (context, number) =>
        {
            context.Response.StatusCode = 422;
            await context.Response.WriteAsJsonAsync(new { message = $"Order 00000000{number} of Jane: article new-mug is not known" }, Token);
        });
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver));
        await rig.StartAsync();

        var first = await rig.UntilAsync(await rig.StoreAsync(body: Body("000000001")), DeliveryState.Failed);
        var second = await rig.UntilAsync(await rig.StoreAsync(body: Body("000000002")), DeliveryState.Failed);

        await using var context = rig.Context();
        var group = await context.FailureGroups.AsNoTracking().SingleAsync(Token);
        Assert.Equal((group.Id, group.Id), (first.FailureGroupId, second.FailureGroupId));
        Assert.Equal((1, FailureClass.Refused, 422), (group.DestinationId, group.Class, group.StatusCode));
        Assert.Equal("Order … of …: article … is not known", group.Message);
        Assert.Equal((FailureGroupState.Open, 2), (group.State, group.Attempts));
        Assert.Equal((EntityKind.Order, 999_500L, "EUR"), (first.StakeKind, first.StakeValue, first.StakeCurrency));
        Assert.NotEqual(first.StakeKey, second.StakeKey);
    }

    [Fact]
    public async Task A_destination_that_cannot_be_reached_has_a_group_of_that_class()
    {
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(new Uri("http://127.0.0.1:1/")) with { MaxAttempts = 1 });
        await rig.StartAsync();

        await rig.UntilAsync(await rig.StoreAsync(), DeliveryState.Failed);

        await using var context = rig.Context();
        var group = await context.FailureGroups.AsNoTracking().SingleAsync(Token);
        Assert.Equal((FailureClass.Unreachable, null, "could not be reached: no connection"), (group.Class, group.StatusCode, group.Message));
    }

    [Fact]
    public async Task What_arrives_in_the_end_keeps_the_group_of_its_last_failure()
    {
        await using var receiver = await Receiver.AnsweringAsync(503, 200);
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver));
        await rig.StartAsync();

        var delivery = await rig.UntilAsync(await rig.StoreAsync(), DeliveryState.Delivered);

        Assert.NotNull(delivery.FailureGroupId);
    }

    private static string Body(string order) =>
        $$$"""{"specversion":"1.0","data":{"value":{"increment_id":"{{{order}}}","customer_firstname":"Jane","grand_total":"99.95","order_currency_code":"EUR","items":[{"sku":"NEW-MUG"}]} } }""";
}
