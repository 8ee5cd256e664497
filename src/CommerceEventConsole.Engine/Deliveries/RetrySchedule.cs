using CommerceEventConsole.Engine.Destinations;

namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>
/// When a delivery is tried again: waits follow a curve from the first to the longest, each spread by chance over a quarter either way, so
/// that deliveries that failed together do not come back together.
/// </summary>
/// <param name="First">The wait after the first attempt.</param>
/// <param name="Longest">No wait is longer, also where the destination asks for more.</param>
/// <param name="Curve">How they grow.</param>
public readonly record struct RetrySchedule(TimeSpan First, TimeSpan Longest, RetryCurve Curve = RetryCurve.Exponential)
{
    private const double Spread = 0.25;

    // Two to this power times a second is longer than any wait; past it the doubling would only overflow.
    private const int MostDoublings = 40;

    /// <summary>The wait before the next attempt.</summary>
    /// <param name="attempts">Attempts made, at least 1.</param>
    /// <param name="chance">A random number from 0 to 1.</param>
    /// <param name="retryAfter">How long the destination asked to be left alone; never shortens the wait.</param>
    public TimeSpan Wait(int attempts, double chance, TimeSpan? retryAfter)
    {
        var seconds = Math.Min(First.TotalSeconds * Growth(attempts), Longest.TotalSeconds);
        seconds *= 1 - Spread + (2 * Spread * chance);
        if (retryAfter is { } asked)
            seconds = Math.Max(seconds, asked.TotalSeconds);
        return TimeSpan.FromSeconds(Math.Min(seconds, Longest.TotalSeconds));
    }

    private double Growth(int attempts) => Curve switch
    {
        RetryCurve.Constant => 1,
        RetryCurve.Linear => attempts,
        _ => Math.Pow(2, Math.Clamp(attempts - 1, 0, MostDoublings)),
    };
}
