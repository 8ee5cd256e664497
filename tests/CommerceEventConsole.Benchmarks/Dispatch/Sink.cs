using System.Globalization;
using CommerceEventConsole.Benchmarks.Intake;

namespace CommerceEventConsole.Benchmarks.Dispatch;

/// <summary>What a sink has seen since it was reset.</summary>
/// <param name="Requests">Requests.</param>
/// <param name="Bytes">Bytes of their bodies.</param>
/// <param name="First">When the first came, by the stopwatch, which all processes of a machine share; 0 before.</param>
internal readonly record struct SinkStats(long Requests, long Bytes, long First);

/// <summary>The <see cref="SinkServer"/>, in a process of its own.</summary>
internal sealed class Sink : IAsyncDisposable
{
    private readonly ServerProcess _process;
    private readonly HttpClient _http = new();

    private Sink(ServerProcess process) => _process = process;

    public Uri Orders => new($"http://{_process.Address}/orders");

    public static async Task<Sink> StartAsync()
    {
        var address = ServerProcess.FreeAddress();
        return new Sink(await ServerProcess.StartAsync(typeof(Sink).Assembly.Location, ["serve-sink", $"http://{address}"], address));
    }

    /// <summary>Forgets what it has seen.</summary>
    /// <param name="answersAfter">How long it takes to answer from now on, in milliseconds.</param>
    public async Task ResetAsync(int answersAfter = 0)
    {
        using var answer = await _http.PostAsync(new Uri(Orders, string.Create(CultureInfo.InvariantCulture, $"/reset/{answersAfter}")), null);
        answer.EnsureSuccessStatusCode();
    }

    public async Task<SinkStats> StatsAsync()
    {
        var text = await _http.GetStringAsync(new Uri(Orders, "/stats"));
        var numbers = text.Split(' ').Select(n => long.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return new SinkStats(numbers[0], numbers[1], numbers[2]);
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _process.DisposeAsync();
    }
}
