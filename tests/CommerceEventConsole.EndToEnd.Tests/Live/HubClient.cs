using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using CommerceEventConsole.EndToEnd.Tests.Processes;

namespace CommerceEventConsole.EndToEnd.Tests.Live;

/// <summary>A client of the live feed without a SignalR library: the JSON protocol over a WebSocket, records ended by 0x1E.</summary>
internal sealed class HubClient : IDisposable
{
    private const byte RecordEnd = 0x1E;
    private const int Invocation = 1;

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly List<byte> _unread = [];

    /// <summary>Connects and shakes hands.</summary>
    public static async Task<HubClient> ConnectAsync(ConsoleProcess console, Visitor visitor)
    {
        var client = new HubClient();
        client._socket.Options.Cookies = visitor.Cookies;
        var address = new UriBuilder(console.Url) { Scheme = "ws", Path = "/hubs/events" }.Uri;
        await client._socket.ConnectAsync(address, TestContext.Current.CancellationToken);
        await client._socket.SendAsync(
            Encoding.UTF8.GetBytes("""{"protocol":"json","version":1}""" + (char)RecordEnd), WebSocketMessageType.Text, endOfMessage: true,
            TestContext.Current.CancellationToken);
        Assert.Equal("{}", await client.ReadRecordAsync());
        // The first batch is empty: from here on, nothing is missed.
        Assert.Empty(await client.NextEventsAsync());
        return client;
    }

    /// <summary>The events of the next batch; what else is said is passed over.</summary>
    public async Task<JsonArray> NextEventsAsync()
    {
        while (true)
        {
            var record = JsonNode.Parse(await ReadRecordAsync())!;
            if ((int?)record["type"] == Invocation && (string?)record["target"] is "EventsReceived")
                return record["arguments"]![0]!["items"]!.AsArray();
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task<string> ReadRecordAsync()
    {
        int end;
        while ((end = _unread.IndexOf(RecordEnd)) < 0)
        {
            var read = await Until.EndedAsync("the hub says something", _socket.ReceiveAsync(_buffer.AsMemory(), TestContext.Current.CancellationToken).AsTask());
            Assert.NotEqual(WebSocketMessageType.Close, read.MessageType);
            _unread.AddRange(_buffer.AsSpan(0, read.Count));
        }

        var record = Encoding.UTF8.GetString([.. _unread[..end]]);
        _unread.RemoveRange(0, end + 1);
        return record;
    }
}
