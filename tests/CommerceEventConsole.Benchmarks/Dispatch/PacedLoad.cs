using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CommerceEventConsole.Benchmarks.Intake;

namespace CommerceEventConsole.Benchmarks.Dispatch;

/// <summary>
/// Sends requests at a given rate, whether or not the server keeps up. Each is timed from when it should have been sent, so that a server
/// which stands still is charged for all that would have come in meanwhile.
/// </summary>
internal static class PacedLoad
{
    public static async Task<Round> RunAsync(IPEndPoint server, int connections, IReadOnlyList<byte[]> requests, int perSecond)
    {
        var next = -1;
        var acknowledged = 0;
        var latencies = new long[requests.Count];
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(ConnectionAsync)));
        var elapsed = Stopwatch.GetElapsedTime(started);
        Array.Sort(latencies);
        return new Round(requests.Count, acknowledged, elapsed, latencies);

        async Task ConnectionAsync()
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(server);
            var buffer = new byte[16 * 1024];
            int i;
            while ((i = Interlocked.Increment(ref next)) < requests.Count)
            {
                var due = started + (long)((double)i / perSecond * Stopwatch.Frequency);
                var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
                if (wait > TimeSpan.Zero)
                    await Task.Delay(wait, TimeProvider.System);
                await socket.SendAsync(requests[i]);
                if (await ReadStatusAsync(socket, buffer) is >= 200 and < 300)
                    Interlocked.Increment(ref acknowledged);
                latencies[i] = Math.Max(0, Stopwatch.GetTimestamp() - due);
            }
        }
    }

    private static async Task<int> ReadStatusAsync(Socket socket, byte[] buffer)
    {
        var length = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length));
            if (read == 0)
                throw new IOException("The server closed the connection.");
            length += read;
            if (Response.TryParse(buffer.AsSpan(0, length), out var status, out var total) && length >= total)
                return status;
        }
    }
}
