using System.Globalization;
using CommerceEventConsole.EndToEnd.Tests.Processes;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Resync.Runs;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.EndToEnd.Tests.ShopDay;

/// <summary>
/// A day in the shop, played in minutes against a console and a sandbox in processes of their own: orders, an article that the ERP does not
/// know, an outage of the ERP, one of Commerce, stock counts, a price update of the whole catalogue, shipments, cancellations and a return. In
/// the evening both sides agree on everything.
/// </summary>
public sealed class ShopDayTests
{
    [Fact]
    public async Task After_a_day_with_two_outages_shop_and_erp_agree_on_every_order_stock_level_and_price()
    {
        var size = DaySize.Asked;
        await using var rig = await DayRig.StartAsync(size, SandboxErp.At);
        var day = new Day(rig, size);
        try
        {
            await day.PlayAsync();
            await day.CheckAsync();
        }
        finally
        {
            await day.Report.PrintAsync("shop-day.txt");
        }
    }
}
