using System.Globalization;
using CommerceEventConsole.Benchmarks.Intake;

namespace CommerceEventConsole.Benchmarks.Dispatch;

/// <summary>
/// Two senders in turn to one sink, each of the three a process of its own: (a) a bare loop of an HttpClient, (b) the product's dispatcher,
/// from the first request until every attempt is recorded. The sink answers at once, as no destination does; (c) and (d) are the same to one
/// that takes a few milliseconds. Then (m) events come in at a steady rate while the dispatcher works.
/// </summary>
internal static class DispatchBenchmark
{
    private const int Connections = 64;
    private const double P99Limit = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    public static async Task<int> RunAsync(string[] args)
    {
        var workload = Workload.Parse(args, "abcdm");
        Figures.PrintMachine(workload);
        await using var runs = await Runs.StartAsync(workload);
        Console.WriteLine($"Body: {runs.BodyBytes} bytes");
        var figures = new Figures();
        for (var round = -1; round < workload.Rounds; round++)
        {
            // The first is shorter, and does not count: compiled code is then what it stays.
            var measured = round >= 0 ? workload : workload with { Count = Math.Min(workload.Count, 10_000) };
            var kept = round >= 0 ? figures : new Figures();
            await PairAsync(runs, measured, kept, ('a', 'b'), 0);
            await PairAsync(runs, measured, kept, ('c', 'd'), workload.AnswerMs);
        }

        figures.Print(('b', 'a'), ('d', 'c'));
        if (workload.Runs('m'))
            await MixedAsync(runs, workload);
        Console.WriteLine(runs.Complete ? "Each was delivered once." : "NOT each was delivered once.");
        return runs.Complete ? 0 : 2;
    }

    // One after the other to the same sink: both stand under the same weather.
    private static async Task PairAsync(Runs runs, Workload workload, Figures figures, (char Bare, char Product) letters, int answersAfter)
    {
        var sink = answersAfter == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; answer takes {answersAfter} ms");
        if (workload.Runs(letters.Bare))
            figures.Add(letters.Bare, "bare loop" + sink, await runs.BareAsync(workload, answersAfter));
        if (workload.Runs(letters.Product))
            figures.Add(letters.Product, "product, until recorded" + sink, await runs.DispatchAsync(workload, answersAfter));
    }

    private static async Task MixedAsync(Runs runs, Workload workload)
    {
        var count = workload.Rate * workload.Seconds;
        // The first one's event is in the store already.
        var requests = Requests.Unsigned(count + 1, DispatchProduct.Slug)[1..];
        await runs.Sink.ResetAsync();
        await runs.Backlog.MakeDueAsync(workload.Count, workload.Versions);
        while ((await runs.Sink.StatsAsync()).Requests == 0)
            await Task.Delay(Interval, TimeProvider.System);
        var before = await runs.Sink.StatsAsync();
        var intake = await PacedLoad.RunAsync(runs.Product.Server.Address, Connections, requests, workload.Rate);
        var after = await runs.Sink.StatsAsync();
        var left = runs.Product.Backlog();
        await runs.Product.FinishedAsync();
        runs.Check(await runs.Sink.StatsAsync(), workload.Count + count);
        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"m  intake beside {workload.Count} pending deliveries: {intake.PerSecond:N0} events/s for {intake.Elapsed.TotalSeconds:F0} s, p50 {intake.Percentile(0.50):F1} ms, p99 {intake.Percentile(0.99):F1} ms (limit {P99Limit:F0}), longest {intake.Percentile(1):F1} ms; {intake.Acknowledged} of {count} acknowledged; {(after.Requests - before.Requests) / intake.Elapsed.TotalSeconds:N0} deliveries/s meanwhile, {left} left at its end"));
        if (left == 0)
            Console.WriteLine("   (The dispatcher had caught up before the end: give --count more.)");
    }
}
