using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Console.Tests.Access;

public sealed class EventsHubTests : IAsyncDisposable
{
    private readonly ConsoleApp _app = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_signed_in_client_is_told_of_an_event_once_it_is_stored()
    {
        using var socket = await ConnectAsync();
        await StoreAsync("event-1");
        var told = await ReceiveAsync(socket, "EventsReceived");
        var batch = told.GetProperty("arguments")[0];
        var item = Assert.Single(batch.GetProperty("items").EnumerateArray());
        Assert.Equal("event-1", item.GetProperty("eventId").GetString());
        Assert.Equal("observer.test", item.GetProperty("eventType").GetString());
        Assert.Equal("order", item.GetProperty("entityKind").GetString());
        Assert.True(item.GetProperty("hasWarnings").GetBoolean());
        Assert.Equal(0, batch.GetProperty("missed").GetInt64());
    }

    [Fact]
    public async Task The_feed_keeps_the_newest_events_and_tells_subscribers()
    {
        var feed = _app.Services.GetRequiredService<LiveFeed>();
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (feed.Subscribe(() => changed.TrySetResult()))
        {
            await StoreAsync("event-1", "event-2", "event-3");
            await changed.Task.WaitAsync(TimeSpan.FromSeconds(20), Token);
        }

        Assert.Equal(["event-3", "event-2"], feed.Latest(2).Select(e => e.EventId), StringComparer.Ordinal);
        var first = feed.Latest(3)[2].Seq;
        Assert.Equal(["event-2", "event-3"], feed.Since(first, 10, out var missed).Select(e => e.EventId), StringComparer.Ordinal);
        Assert.Equal(0, missed);
        Assert.Equal("event-3", Assert.Single(feed.Since(first, 1, out missed)).EventId);
        Assert.Equal(1, missed);
        Assert.Empty(feed.Since(feed.LastSeq, 10, out missed));
        Assert.Equal(0, missed);
    }

    private async Task StoreAsync(params string[] ids)
    {
        await using var context = await _app.Services.GetRequiredService<IDbContextFactory<ConsoleDbContext>>().CreateDbContextAsync(Token);
        var type = new EventType { Name = "observer.test" };
        context.EventTypes.Add(type);
        await context.SaveChangesAsync(Token);
        await _app.Services.GetRequiredService<StoreWriter>().StoreAsync([.. ids.Select(id => new NewEvent
        {
            Row = new StoredEvent
            {
                SourceId = 1,
                EventTypeId = type.Id,
                IdentityHash = SHA256.HashData(Encoding.UTF8.GetBytes(id))[..16],
                EventId = id,
                ReceivedAt = TimeProvider.System.Now(),
                EntityKind = EntityKind.Order,
                EntityKey = "000000001",
                Warnings = "Something is odd.",
                Body = "{}"u8.ToArray(),
            },
        })], []);
    }

    private async Task<WebSocket> ConnectAsync()
    {
        using var signedIn = await _app.Browse().SignInAsync("admin@example.com", ConsoleApp.Password);
        var cookies = string.Join("; ", signedIn.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]));
        var client = _app.Server.CreateWebSocketClient();
        client.ConfigureRequest = request => request.Headers.Cookie = cookies;
        var socket = await client.ConnectAsync(new Uri("ws://localhost/hubs/events"), Token);
        await socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e"), WebSocketMessageType.Text, endOfMessage: true, Token);
        var first = await ReceiveAsync(socket, "EventsReceived");
        Assert.Empty(first.GetProperty("arguments")[0].GetProperty("items").EnumerateArray());
        return socket;
    }

    private static async Task<JsonElement> ReceiveAsync(WebSocket socket, string target)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, patience.Token);
            foreach (var text in Encoding.UTF8.GetString(buffer, 0, received.Count).Split('\u001e', StringSplitOptions.RemoveEmptyEntries))
            {
                var message = JsonElement.Parse(text);
                if (message.TryGetProperty("target", out var to) && to.ValueEquals(target))
                    return message;
            }
        }
    }
}
