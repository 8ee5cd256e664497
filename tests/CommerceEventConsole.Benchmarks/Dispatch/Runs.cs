using System.Diagnostics;
using System.Net.Http.Headers;
using CommerceEventConsole.Benchmarks.Intake;

namespace CommerceEventConsole.Benchmarks.Dispatch;

/// <summary>A sink and a product that sends to it, and the runs that both benchmarks make of them.</summary>
internal sealed class Runs : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dispatch-benchmark-");
    private readonly HttpClient _http = new();
    private long _expected;

    private Runs(Sink sink) => Sink = sink;

    public Sink Sink { get; }

    public DispatchProduct Product { get; private set; } = null!;

    public Backlog Backlog { get; private set; } = null!;

    /// <summary>Bytes of the body that the product sends for one event.</summary>
    public int BodyBytes { get; private set; }

    /// <summary>Whether the sink got each delivery once, in every run.</summary>
    public bool Complete { get; private set; } = true;

    public static async Task<Runs> StartAsync(Workload workload)
    {
        var runs = new Runs(await Sink.StartAsync());
        runs.Product = await DispatchProduct.StartAsync(runs._folder, runs.Sink, workload);
        await runs.SendFirstEventAsync();
        runs.Backlog = new Backlog(runs.Product);
        return runs;
    }

    /// <param name="workload">How many, and how many at the same time.</param>
    /// <param name="answersAfter">How long the sink takes to answer, in milliseconds.</param>
    public async Task<Figure> BareAsync(Workload workload, int answersAfter)
    {
        await Sink.ResetAsync(answersAfter);
        var body = new byte[BodyBytes];
        Array.Fill(body, (byte)' ');
        var before = Environment.CpuUsage.TotalTime;
        var elapsed = await BareLoop.RunAsync(_http, Sink.Orders, body, workload.Concurrency, workload.Count);
        return new Figure(workload.Count, elapsed, Environment.CpuUsage.TotalTime - before);
    }

    /// <summary>From the first request at the sink until every attempt is recorded.</summary>
    public async Task<Figure> DispatchAsync(Workload workload, int answersAfter = 0)
    {
        await Sink.ResetAsync(answersAfter);
        await Backlog.MakeDueAsync(workload.Count, workload.Versions);
        var before = Product.Server.ProcessorTime;
        var end = await Product.FinishedAsync();
        var stats = await Sink.StatsAsync();
        Check(stats, workload.Count);
        return new Figure(workload.Count, Stopwatch.GetElapsedTime(stats.First, end), Product.Server.ProcessorTime - before);
    }

    /// <summary>Notes that so many more must be delivered now, and that the sink saw no others.</summary>
    public void Check(SinkStats stats, int count)
    {
        _expected += count;
        var delivered = Product.Delivered();
        if (stats.Requests == count && delivered == _expected)
            return;
        Complete = false;
        Console.WriteLine($"NOT once each: {count} to deliver, {stats.Requests} requests at the sink; {delivered} of {_expected} delivered in the store.");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Product.DisposeAsync();
        await Sink.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    // Makes the event type known, shows that all is set up, and tells how large a body is.
    private async Task SendFirstEventAsync()
    {
        var request = Requests.Unsigned(1, DispatchProduct.Slug)[0];
        using var content = new ByteArrayContent(request[(request.AsSpan().IndexOf("\r\n\r\n"u8) + 4)..]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json");
        using var answer = await _http.PostAsync(new Uri($"http://{Product.Server.Address}/intake/{DispatchProduct.Slug}"), content);
        answer.EnsureSuccessStatusCode();
        await Product.FinishedAsync();
        var stats = await Sink.StatsAsync();
        Check(stats, 1);
        BodyBytes = (int)stats.Bytes;
    }
}
