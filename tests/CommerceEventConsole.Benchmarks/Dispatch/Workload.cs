namespace CommerceEventConsole.Benchmarks.Dispatch;

/// <summary>What a benchmark of deliveries is asked to do.</summary>
/// <param name="Count">Deliveries in a round.</param>
/// <param name="Rounds">Rounds that count.</param>
/// <param name="Concurrency">Requests in flight: of the bare loop, and as the destination's limit.</param>
/// <param name="Versions">Deliveries about the same entity, which go one after the other.</param>
/// <param name="Seconds">How long the mixed run lasts.</param>
/// <param name="Rate">Events that come in each second of it.</param>
/// <param name="Failed">Failed deliveries whose scope is counted.</param>
/// <param name="AnswerMs">How long a sink takes that does not answer at once, in milliseconds.</param>
/// <param name="Only">The letters of the contenders to run.</param>
/// <param name="Settings">Settings of the product, handed on as they are: <c>--Section:Name value</c>.</param>
internal sealed record Workload(
    int Count, int Rounds, int Concurrency, int Versions, int Seconds, int Rate, int Failed, int AnswerMs, string Only, IReadOnlyList<string> Settings)
{
    public static Workload Parse(string[] args, string all)
    {
        var count = Number(args, "--count", 100_000);
        return new Workload(
            count,
            Number(args, "--rounds", 5),
            Number(args, "--concurrency", 64),
            Number(args, "--versions", 1),
            Number(args, "--seconds", 20),
            Number(args, "--rate", 1_000),
            Number(args, "--failed", count * 10),
            Number(args, "--answer-ms", 5),
            Text(args, "--only") ?? all,
            [.. args.Where((a, i) => IsSetting(a) || (i > 0 && IsSetting(args[i - 1])))]);
    }

    public bool Runs(char letter) => Only.Contains(letter, StringComparison.Ordinal);

    private static bool IsSetting(string argument) => argument.StartsWith("--", StringComparison.Ordinal) && argument.Contains(':', StringComparison.Ordinal);

    private static int Number(string[] args, string name, int otherwise) =>
        Text(args, name) is { } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : otherwise;

    private static string? Text(string[] args, string name) =>
        Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}
