using System.Collections.Concurrent;
using System.Globalization;
using CommerceEventConsole.EndToEnd.Tests.Processes;

namespace CommerceEventConsole.EndToEnd.Tests.Durability;

/// <summary>Invariants 1 and 2 against the real thing: a process that is killed while it takes events in.</summary>
public sealed class KilledDuringIntakeTests
{
    private const int Connections = 8;
    private const int AcknowledgedBeforeKill = 400;

    [Fact]
    public async Task Every_event_acknowledged_before_the_kill_is_stored_and_delivered_after_the_restart()
    {
        await using var sink = await Sink.StartAsync();
        using var folder = new ConsoleFolder();
        await folder.WriteSetupAsync(Shop.Setup(sink));
        var acknowledged = new ConcurrentQueue<string>();

        await using (var console = await ConsoleProcess.StartAsync(folder))
        {
            using var http = console.CreateClient();
            var senders = Enumerable.Range(0, Connections).Select(n => SendUntilRefusedAsync(http, n, acknowledged)).ToList();
            await Until.TrueAsync("events are acknowledged", () => acknowledged.Count >= AcknowledgedBeforeKill);
            await console.KillAsync();
            // All of them were still sending: the kill came in the middle.
            Assert.All(await Task.WhenAll(senders), Assert.True);
        }

        await using var restarted = await ConsoleProcess.StartAsync(folder, ("Delivery:LeaseMargin", "00:00:02"), ("Delivery:LeaseCheckInterval", "00:00:01"));

        var stored = await folder.Store.EventIdsAsync();
        Assert.Equal(stored.Count, stored.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(acknowledged.Except(stored, StringComparer.Ordinal));
        await Until.TrueAsync("everything is delivered", folder.Store.AllDeliveredAsync);
        Assert.Empty(acknowledged.Except(sink.Arrivals.Select(a => a.EventId), StringComparer.Ordinal));
    }

    /// <summary>Sends one event after the other; true once the connection broke, false if one was refused.</summary>
    private static async Task<bool> SendUntilRefusedAsync(HttpClient http, int sender, ConcurrentQueue<string> acknowledged)
    {
        try
        {
            for (var n = 0; ; n++)
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"event-{sender}-{n}");
                if (!await Shop.SendAsync(http, Shop.OrderSaved(id, id)))
                    return false;
                acknowledged.Enqueue(id);
            }
        }
        catch (HttpRequestException)
        {
            return true;
        }
    }
}
