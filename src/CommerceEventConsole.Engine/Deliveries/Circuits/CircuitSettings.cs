using CommerceEventConsole.Engine.Destinations;

namespace CommerceEventConsole.Engine.Deliveries.Circuits;

/// <summary>When a destination counts as unreachable, and how it is probed then.</summary>
public sealed record CircuitSettings
{
    // From one probe to the next, while they fail.
    private const double Growth = 1.5;

    // Growth to this power is past the longest wait from any first one.
    private const int MostSteps = 30;

    /// <summary>Failures in a row that open it.</summary>
    public int Failures { get; init; } = 5;

    /// <summary>The share of failures within <see cref="Window"/> that opens it, from 0 to 1.</summary>
    public double Share { get; init; } = 0.5;

    /// <summary>The time over which the share is taken.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Attempts within the window below which the share says nothing.</summary>
    public int Minimum { get; init; } = 20;

    /// <summary>What is asked whether the system is well; null where the oldest held delivery tells.</summary>
    public Uri? HealthUrl { get; init; }

    /// <summary>The wait before the first probe.</summary>
    public TimeSpan FirstProbe { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait between probes.</summary>
    public TimeSpan LongestProbe { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Probes that must succeed in a row to close it.</summary>
    public int ProbesToClose { get; init; } = 1;

    /// <summary>The wait before the next probe after so many that failed.</summary>
    /// <param name="failed">Probes that failed.</param>
    /// <param name="retryAfter">How long the destination asks to be left alone; never makes the wait longer than the longest.</param>
    public TimeSpan ProbeWait(int failed, TimeSpan? retryAfter = null)
    {
        var seconds = FirstProbe.TotalSeconds * Math.Pow(Growth, Math.Clamp(failed, 0, MostSteps));
        if (retryAfter is { } asked)
            seconds = Math.Max(seconds, asked.TotalSeconds);
        return TimeSpan.FromSeconds(Math.Min(seconds, LongestProbe.TotalSeconds));
    }

    /// <summary>The settings of a destination.</summary>
    internal static CircuitSettings Of(Destination row) => new()
    {
        Failures = row.CircuitFailures,
        Share = row.CircuitPercent / 100.0,
        Window = TimeSpan.FromSeconds(row.CircuitWindowSeconds),
        Minimum = row.CircuitMinimum,
        HealthUrl = Uri.TryCreate(row.HealthUrl, UriKind.Absolute, out var url) ? url : null,
        FirstProbe = TimeSpan.FromSeconds(row.ProbeSeconds),
        LongestProbe = TimeSpan.FromSeconds(row.MaxProbeSeconds),
        ProbesToClose = row.ProbesToClose,
    };
}
