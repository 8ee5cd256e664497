using CommerceEventConsole.EndToEnd.Tests.Processes;
using CommerceEventConsole.Engine.Deliveries;

namespace CommerceEventConsole.EndToEnd.Tests.Story;

/// <summary>What a newcomer sees within the first minute, without a browser.</summary>
public sealed class FirstMinuteTests
{
    [Fact]
    public async Task Signed_orders_arrive_by_themselves_and_reach_the_erp()
    {
        await using var minute = await FirstMinute.StartAsync(("Sandbox:OrdersPerMinute", "600"));

        await Until.TrueAsync("events are stored", async () => (await minute.Folder.Store.EventIdsAsync()).Count > 5);
        await Until.TrueAsync("some are delivered", async () => (await minute.Folder.Store.StatesAsync()).GetValueOrDefault(DeliveryState.Delivered) > 5);
        await Until.TrueAsync("one fails", async () => (await minute.Folder.Store.StatesAsync()).ContainsKey(DeliveryState.Failed));
    }

    [Fact]
    public async Task An_order_with_an_article_that_the_erp_does_not_know_fails_with_the_reason_it_gave()
    {
        await using var minute = await FirstMinute.StartAsync(("Sandbox:AutoPlay", "false"));

        var order = await minute.PlaceOrderAsync(FirstMinute.UnknownSku);

        var failed = await Until.FoundAsync("the delivery fails", async () => (await minute.Folder.Store.ReadAsync(
            db => db.Deliveries.Where(d => d.State == DeliveryState.Failed))).FirstOrDefault());
        Assert.Equal(422, failed.LastStatusCode);
        Assert.Contains("unknown SKU " + FirstMinute.UnknownSku, failed.LastError, StringComparison.Ordinal);
        Assert.Equal(1, failed.Attempts);
        Assert.Equal("refused", (string?)Assert.Single(await minute.ErpReceiptsAsync(order))["outcome"]);
    }
}
