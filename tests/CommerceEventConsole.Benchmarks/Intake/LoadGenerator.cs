using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CommerceEventConsole.Benchmarks.Intake;

/// <summary>What one round measured.</summary>
/// <param name="Requests">Requests answered.</param>
/// <param name="Acknowledged">Of those, the ones answered 2xx.</param>
/// <param name="Elapsed">From the first request to the last answer.</param>
/// <param name="Latencies">Of each request, in stopwatch ticks, sorted.</param>
internal sealed record Round(int Requests, int Acknowledged, TimeSpan Elapsed, long[] Latencies)
{
    public double PerSecond => Requests / Elapsed.TotalSeconds;

    public double Percentile(double p) =>
        Latencies[Math.Clamp((int)(Latencies.Length * p), 0, Latencies.Length - 1)] * 1000.0 / Stopwatch.Frequency;
}

/// <summary>Keeps a number of connections busy, each with one request at a time. Plain sockets: the generator shares the machine with the server.</summary>
internal static class LoadGenerator
{
    public static async Task<Round> RunAsync(IPEndPoint server, int connections, IReadOnlyList<byte[]> requests, int first, int count)
    {
        var next = first - 1;
        var end = first + count;
        var acknowledged = 0;
        var latencies = new long[count];
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(ConnectionAsync)));
        var elapsed = Stopwatch.GetElapsedTime(started);
        Array.Sort(latencies);
        return new Round(count, acknowledged, elapsed, latencies);

        async Task ConnectionAsync()
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(server);
            var buffer = new byte[16 * 1024];
            int i;
            while ((i = Interlocked.Increment(ref next)) < end)
            {
                var sent = Stopwatch.GetTimestamp();
                await socket.SendAsync(requests[i]);
                if (await ReadStatusAsync(socket, buffer) is >= 200 and < 300)
                    Interlocked.Increment(ref acknowledged);
                latencies[i - first] = Stopwatch.GetTimestamp() - sent;
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
