using System.Globalization;
using CommerceEventConsole.EndToEnd.Tests.Processes;
using CommerceEventConsole.Engine.Deliveries;

namespace CommerceEventConsole.EndToEnd.Tests.Durability;

/// <summary>Invariants 2 and 5 against the real thing: a process that is killed with requests in flight and hundreds to go.</summary>
public sealed class KilledDuringDispatchTests
{
    private const int Orders = 30;
    private const int EventsPerOrder = 10;
    private const int AnsweredBeforeKill = 40;

    [Fact]
    public async Task After_the_restart_all_is_delivered_in_order_and_repeats_carry_the_same_id()
    {
        await using var sink = await Sink.StartAsync(AnsweredBeforeKill);
        using var folder = new ConsoleFolder();
        await folder.WriteSetupAsync(Shop.Setup(sink));

        await using (var console = await ConsoleProcess.StartAsync(folder))
        {
            await SendAllAsync(console);
            await Until.TrueAsync("requests are in flight", () => sink.Holding > 0);
            await console.KillAsync();
        }

        var states = await folder.Store.StatesAsync();
        Assert.InRange(states.GetValueOrDefault(DeliveryState.Delivered), 0, AnsweredBeforeKill);
        Assert.Equal(Orders * EventsPerOrder, states.Values.Sum());
        sink.Release();

        await using var restarted = await ConsoleProcess.StartAsync(folder, ("Delivery:LeaseMargin", "00:00:02"), ("Delivery:LeaseCheckInterval", "00:00:01"));
        await Until.TrueAsync("everything is delivered", folder.Store.AllDeliveredAsync);

        var arrivals = sink.Arrivals;
        var byEvent = arrivals.GroupBy(a => a.EventId, StringComparer.Ordinal).ToList();
        Assert.Equal(Orders * EventsPerOrder, byEvent.Count);
        Assert.Contains(byEvent, repeats => repeats.Count() > 1);
        Assert.All(byEvent, repeats => Assert.Single(repeats.Select(a => a.WebhookId).Distinct(StringComparer.Ordinal)));
        Assert.Equal(byEvent.Count, arrivals.Select(a => a.WebhookId).Distinct(StringComparer.Ordinal).Count());
        Assert.All(arrivals.GroupBy(a => a.Order, StringComparer.Ordinal), AssertInOrder);
    }

    private static async Task SendAllAsync(ConsoleProcess console)
    {
        using var http = console.CreateClient();
        for (var n = 0; n < EventsPerOrder; n++)
        {
            foreach (var order in Enumerable.Range(1, Orders).Select(o => o.ToString("D9", CultureInfo.InvariantCulture)))
                Assert.True(await Shop.SendAsync(http, Shop.OrderSaved($"{order}-{n}", order)));
        }
    }

    /// <summary>A repeat may follow itself, but never an event that came after it.</summary>
    private static void AssertInOrder(IEnumerable<Arrival> ofOneOrder)
    {
        var numbers = ofOneOrder.Select(a => a.EventId).ToList();
        Assert.Equal(numbers.Order(StringComparer.Ordinal), numbers, StringComparer.Ordinal);
    }
}
