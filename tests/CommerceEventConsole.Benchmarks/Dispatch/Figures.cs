using System.Globalization;
using System.Runtime.InteropServices;

namespace CommerceEventConsole.Benchmarks.Dispatch;

/// <summary>What one round of one contender measured.</summary>
/// <param name="Count">Deliveries, or requests.</param>
/// <param name="Elapsed">How long they took.</param>
/// <param name="Processor">Processor time of the sender meanwhile, without the sink's; null where it is not known.</param>
internal sealed record Figure(int Count, TimeSpan Elapsed, TimeSpan? Processor = null)
{
    public double PerSecond => Count / Elapsed.TotalSeconds;
}

/// <summary>The rounds of all contenders, and how they are printed.</summary>
internal sealed class Figures
{
    private readonly Dictionary<char, (string Name, List<Figure> Rounds)> _contenders = [];

    public static void PrintMachine(Workload workload) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}; {workload.Concurrency} requests in flight, {workload.Rounds} rounds of {workload.Count} deliveries each, {workload.Versions} to an entity"));

    public void Add(char letter, string name, Figure figure)
    {
        if (!_contenders.TryGetValue(letter, out var contender))
            _contenders[letter] = contender = (name, []);
        contender.Rounds.Add(figure);
    }

    public void Print(params ReadOnlySpan<(char Above, char Below)> ratios)
    {
        Console.WriteLine();
        Console.WriteLine($"{"",-46}{"deliveries/s",14}{"seconds",9}{"cpu us",9}");
        foreach (var (letter, (name, rounds)) in _contenders.OrderBy(c => c.Key))
        {
            var cpu = Median(rounds.Where(r => r.Processor is not null).Select(r => r.Processor!.Value.TotalMicroseconds / r.Count));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{letter}  {name,-43}{Median(rounds.Select(r => r.PerSecond)),14:N0}{Median(rounds.Select(r => r.Elapsed.TotalSeconds)),9:F2}{(cpu is { } us ? us.ToString("F0", CultureInfo.InvariantCulture) : ""),9}"));
        }

        Console.WriteLine();
        foreach (var (above, below) in ratios)
        {
            if (!_contenders.TryGetValue(above, out var upper) || !_contenders.TryGetValue(below, out var lower))
                continue;
            // Round by round: both stood under the same weather.
            var each = upper.Rounds.Zip(lower.Rounds, (x, y) => x.PerSecond / y.PerSecond).Order().ToArray();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{above}/{below}  {each[each.Length / 2]:F2}   (rounds: {string.Join(", ", each.Select(r => r.ToString("F2", CultureInfo.InvariantCulture)))})"));
        }
    }

    private static double? Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? null : sorted[sorted.Length / 2];
    }
}
