using System.Net.Sockets;
using System.Text;

namespace CommerceEventConsole.EndToEnd.Tests.Intake;

/// <summary>Requests that no well-behaved client sends.</summary>
public sealed class RawRequestTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    [Fact]
    public async Task A_client_that_leaves_midway_leaves_nothing_and_harms_nobody()
    {
        var source = TestSource.Open(host);
        for (var i = 0; i < 5; i++)
        {
            using var client = await ConnectAsync();
            await client.SendAsync(Encoding.ASCII.GetBytes(Head(source, "Content-Length: 1000") + Events.Plain("half")));
            client.LingerState = new LingerOption(enable: i % 2 == 0, seconds: 0);
        }

        (await source.PostAsync(Events.Plain("whole"))).IsTaken(1);
        Assert.Equal("whole", Assert.Single(await source.EventsAsync()).EventId);
        Assert.Empty(await source.RejectedAsync());
    }

    [Fact]
    public async Task A_client_that_leaves_before_the_answer_harms_nobody_and_its_event_is_stored_once()
    {
        var source = TestSource.Open(host);
        host.Committer.Hold();
        using (var client = await ConnectAsync())
        {
            var body = Events.Plain("left");
            await client.SendAsync(Encoding.ASCII.GetBytes(Head(source, $"Content-Length: {body.Length}") + body));
            await host.Committer.Waiting;
        }

        var next = source.PostAsync(Events.Plain("next"));
        host.Committer.Release();

        (await next).IsTaken(1);
        (await source.PostAsync(Events.Plain("left"))).IsTaken(0, 1);
        Assert.Equal(["left", "next"], (await source.EventsAsync()).ConvertAll(e => e.EventId));
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked", "zz\r\nnot a chunk")]
    [InlineData("Content-Length: minus one", "")]
    [InlineData("ce-id: a\0b", "")]
    public async Task What_is_not_http_is_answered_400(string header, string body)
    {
        var source = TestSource.Open(host);

        Assert.StartsWith("HTTP/1.1 400", await ExchangeAsync(Head(source, header) + body), StringComparison.Ordinal);
        await source.NothingIsKeptAsync();
    }

    [Fact]
    public async Task Two_lengths_that_contradict_each_other_store_nothing()
    {
        var source = TestSource.Open(host);
        var body = Events.Plain("smuggled");

        var answer = await ExchangeAsync(Head(source, $"Content-Length: {body.Length}\r\nContent-Length: 5") + body);

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        await source.NothingIsKeptAsync();
    }

    [Fact]
    public async Task A_body_in_many_small_pieces_is_one_event()
    {
        var source = TestSource.Open(host);
        var body = Events.Plain("pieces");
        var chunks = string.Concat(body.Select(c => $"1\r\n{c}\r\n")) + "0\r\n\r\n";

        Assert.StartsWith("HTTP/1.1 200", await ExchangeAsync(Head(source, "Transfer-Encoding: chunked") + chunks), StringComparison.Ordinal);

        Assert.Equal(Encoding.ASCII.GetBytes(body), Assert.Single(await source.EventsAsync()).Body);
    }

    private static string Head(TestSource source, string header) =>
        $"POST {source.Path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n{header}\r\n\r\n";

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(host.Address.Host, host.Address.Port);
        return socket;
    }

    private async Task<string> ExchangeAsync(string request)
    {
        using var socket = await ConnectAsync();
        await socket.SendAsync(Encoding.ASCII.GetBytes(request));
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
