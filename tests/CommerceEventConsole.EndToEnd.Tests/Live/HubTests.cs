using System.Net.WebSockets;
using CommerceEventConsole.EndToEnd.Tests.Processes;

namespace CommerceEventConsole.EndToEnd.Tests.Live;

public sealed class HubTests
{
    // "Within a second" with room for a busy machine: what polled, or waited for a click, would take far longer.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_client_that_is_signed_in_is_told_of_an_event_soon_after_it_was_taken_in()
    {
        using var folder = new ConsoleFolder();
        await folder.WriteSetupAsync(Shop.Setup());
        await using var console = await ConsoleProcess.StartWithAdministratorAsync(folder);
        using var visitor = new Visitor(console);
        await visitor.SignInAsync();
        using var hub = await HubClient.ConnectAsync(console, visitor);
        using var http = console.CreateClient();

        // More than one: the first says that the feed runs, the last that it goes on.
        foreach (var id in new[] { "first", "second" })
        {
            Assert.True(await Shop.SendAsync(http, Shop.OrderSaved(id, "000001001")));
            var told = await hub.NextEventsAsync().WaitAsync(Soon, TestContext.Current.CancellationToken);

            var item = Assert.Single(told)!;
            Assert.Equal(id, (string?)item["eventId"]);
            Assert.Equal("observer.sales_order_save_commit_after", (string?)item["eventType"]);
            Assert.Equal("000001001", (string?)item["entityKey"]);
        }
    }

    [Fact]
    public async Task A_client_that_is_not_signed_in_is_refused()
    {
        using var folder = new ConsoleFolder();
        await using var console = await ConsoleProcess.StartWithAdministratorAsync(folder);
        using var stranger = new Visitor(console);
        await Assert.ThrowsAsync<WebSocketException>(() => HubClient.ConnectAsync(console, stranger));
    }
}
