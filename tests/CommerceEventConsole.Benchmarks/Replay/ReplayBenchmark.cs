using System.Diagnostics;
using System.Globalization;
using CommerceEventConsole.Benchmarks.Dispatch;

namespace CommerceEventConsole.Benchmarks.Replay;

/// <summary>
/// In turn, to one sink: (b) the dispatcher on pending deliveries, as in the benchmark <c>dispatch</c>, and (r) as many failed ones, from
/// the click that confirms their replay until the last attempt is recorded. Then (e) how long it takes to count a scope of many failed.
/// </summary>
internal static class ReplayBenchmark
{
    private const int Counts = 5;
    private const double EstimateLimit = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var workload = Workload.Parse(args, "bre");
        Figures.PrintMachine(workload);
        await using var runs = await Runs.StartAsync(workload);
        await using IReplayCall call = new ResendReplay(runs.Product);
        var figures = new Figures();
        for (var round = -1; round < workload.Rounds; round++)
        {
            // The first is shorter, and does not count: compiled code is then what it stays.
            var measured = round >= 0 ? workload : workload with { Count = Math.Min(workload.Count, 10_000) };
            var dispatch = workload.Runs('b') ? await runs.DispatchAsync(measured) : null;
            var replay = workload.Runs('r') ? await ReplayAsync(runs, call, measured) : null;
            if (round < 0)
                continue;
            if (dispatch is not null)
                figures.Add('b', "product, pending until recorded", dispatch);
            if (replay is not null)
                figures.Add('r', call.Name, replay);
        }

        figures.Print(('r', 'b'));
        if (workload.Runs('e'))
            await EstimateAsync(runs, call, workload);
        Console.WriteLine(runs.Complete ? "Each was delivered once." : "NOT each was delivered once.");
        return runs.Complete ? 0 : 2;
    }

    private static async Task<Figure> ReplayAsync(Runs runs, IReplayCall call, Workload workload)
    {
        await runs.Backlog.MakeFailedAsync(workload.Count, workload.Versions);
        await runs.Sink.ResetAsync();
        var before = runs.Product.Server.ProcessorTime;
        var confirmed = Stopwatch.GetTimestamp();
        await call.ConfirmAsync(CancellationToken.None);
        var end = await runs.Product.NothingFailedAsync();
        runs.Check(await runs.Sink.StatsAsync(), workload.Count);
        var took = Stopwatch.GetElapsedTime(confirmed, end) - await call.UnnoticedAsync(CancellationToken.None);
        return new Figure(workload.Count, took, runs.Product.Server.ProcessorTime - before);
    }

    private static async Task EstimateAsync(Runs runs, IReplayCall call, Workload workload)
    {
        await runs.Backlog.MakeFailedAsync(workload.Failed, workload.Versions, small: true);
        var times = new List<double>();
        long counted = 0;
        for (var i = 0; i < Counts; i++)
        {
            var started = Stopwatch.GetTimestamp();
            counted = await call.EstimateAsync(CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"e  a scope of {counted} failed deliveries is counted in {times[0]:F2} s at first, then {times.Skip(1).Order().ElementAt(Counts / 2):F2} s (limit {EstimateLimit:F0})"));
        if (counted != workload.Failed)
            throw new InvalidOperationException($"Counted {counted} of {workload.Failed} failed deliveries.");
    }
}
