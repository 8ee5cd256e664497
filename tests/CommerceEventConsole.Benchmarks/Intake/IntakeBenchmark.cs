using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CommerceEventConsole.Benchmarks.Intake;

/// <summary>
/// Five servers, each a process of its own on loopback, in turn under the same load: (a) reads the body, (b) commits it as one bare row
/// with a unique id, (c) the product, unsigned and without a matching subscription, (w) the same while it watches for echoes of what it
/// wrote to every fourth order, (d) the product with Adobe's signatures and three matching subscriptions. Several rounds in turn, so that a
/// noisy neighbour hits all of them; the medians are quoted.
/// </summary>
internal static class IntakeBenchmark
{
    private const int Connections = 64;

    // Until compiled code is what it stays, and the keys are fetched. These are stored and counted, but not timed.
    private const int WarmUpRounds = 3;

    public static async Task<int> RunAsync(string[] args)
    {
        var count = Option(args, "--requests", 20_000);
        var rounds = Option(args, "--rounds", 9);
        var only = Array.IndexOf(args, "--only") is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : "abcwd";
        var folder = Directory.CreateTempSubdirectory("intake-benchmark-");
        try
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}; {Connections} connections, {rounds} rounds of {count} requests each"));
            using var keys = new SigningKeys();
            Console.WriteLine("Preparing requests (each with an id and signatures of its own) ...");
            var total = count * (rounds + WarmUpRounds);
            var unsigned = Requests.Unsigned(total, "open");
            byte[][] signed = !only.Contains('d', StringComparison.Ordinal) ? [] : Requests.Signed(total, "adobe", keys.First, keys.Second);
            Console.WriteLine($"Body: {unsigned[0].Length - unsigned[0].AsSpan().IndexOf("\r\n\r\n"u8) - 4} bytes");

            var self = typeof(IntakeBenchmark).Assembly.Location;
            var a = ServerProcess.FreeAddress();
            await using var reads = await ServerProcess.StartAsync(self, ["serve-floor", $"http://{a}"], a);
            var b = ServerProcess.FreeAddress();
            await using var commits = await ServerProcess.StartAsync(self, ["serve-floor", $"http://{b}", Path.Combine(folder.FullName, "floor.db")], b);
            await using var plain = await Product.StartAsync(folder, "plain", keys, subscriptions: 0);
            await using var watching = await Product.StartAsync(folder, "watching", keys, subscriptions: 0, watched: Math.Min(total / 4, 50_000));
            await using var full = await Product.StartAsync(folder, "full", keys, subscriptions: 3);
            Contender[] contenders =
            [
                new("a  reads the body", reads, unsigned),
                new("b  + one row, unique id, group commit", commits, unsigned),
                new("c  product, unsigned, no match", plain.Server, unsigned),
                new("w  product as c, echoes watched for", watching.Server, unsigned),
                new("d  product, signed, 3 deliveries", full.Server, signed),
            ];

            for (var round = 0; round < WarmUpRounds + rounds; round++)
            {
                foreach (var contender in contenders.Where(x => only.Contains(x.Name[0], StringComparison.Ordinal)))
                {
                    var before = contender.Server.ProcessorTime;
                    var measured = await LoadGenerator.RunAsync(contender.Server.Address, Connections, contender.Requests, round * count, count);
                    contender.Acknowledged += measured.Acknowledged;
                    if (round >= WarmUpRounds)
                        contender.Rounds.Add((measured, contender.Server.ProcessorTime - before));
                }
            }

            Report([.. contenders.Where(x => x.Rounds.Count > 0)], total);
            var c = plain.Count();
            var d = full.Count();
            var w = watching.Count();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"c: {contenders[2].Acknowledged} acknowledged, {c.Events} events stored; d: {contenders[4].Acknowledged} acknowledged, {d.Events} events and {d.Deliveries} deliveries stored"));
            var complete = c.Events == contenders[2].Acknowledged && w.Events == contenders[3].Acknowledged && d.Events == contenders[4].Acknowledged && d.Deliveries == 3 * d.Events;
            Console.WriteLine(complete ? "All that was acknowledged is there." : "NOT all that was acknowledged is there.");
            return complete ? 0 : 2;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Report(Contender[] contenders, int sent)
    {
        Console.WriteLine();
        Console.WriteLine($"{"",-38}{"requests/s",12}{"p50 ms",9}{"p99 ms",9}{"cpu us",9}{"2xx",10}");
        foreach (var c in contenders)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{c.Name,-38}{c.PerSecond,12:N0}{c.Percentile(0.50),9:F1}{c.Percentile(0.99),9:F1}{c.Cost,9:F0}{c.Acknowledged,10}{(c.Acknowledged == sent ? "" : $" of {sent}")}"));
        }

        Console.WriteLine();
        foreach (var (above, below) in new[] { ('b', 'a'), ('c', 'b'), ('w', 'c'), ('d', 'b') })
        {
            if (Array.Find(contenders, c => c.Name[0] == above) is not { } upper || Array.Find(contenders, c => c.Name[0] == below) is not { } lower)
                continue;
            // Round by round: both stood under the same weather.
            var ratios = upper.Rounds.Zip(lower.Rounds, (x, y) => x.Load.PerSecond / y.Load.PerSecond).Order().ToArray();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{above}/{below}  {ratios[ratios.Length / 2]:F2}   (rounds: {string.Join(", ", ratios.Select(r => r.ToString("F2", CultureInfo.InvariantCulture)))})"));
        }
    }

    private static int Option(string[] args, string name, int otherwise)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
    }

    private sealed record Contender(string Name, ServerProcess Server, byte[][] Requests)
    {
        public List<(Round Load, TimeSpan Processor)> Rounds { get; } = [];

        public int Acknowledged { get; set; }

        public double PerSecond => Median(r => r.Load.PerSecond);

        /// <summary>Microseconds of processor time that the server used for a request.</summary>
        public double Cost => Median(r => r.Processor.TotalMicroseconds / r.Load.Requests);

        public double Percentile(double p) => Median(r => r.Load.Percentile(p));

        private double Median(Func<(Round Load, TimeSpan Processor), double> value)
        {
            var sorted = Rounds.Select(value).Order().ToArray();
            return sorted[sorted.Length / 2];
        }
    }
}
