using CommerceEventConsole.Engine.Deliveries;

namespace CommerceEventConsole.Engine.Replays;

/// <summary>
/// A replay that feels its way: 1 delivery, then 10, then 100, each looked at before the next; after that the rest, looked at as it goes.
/// What was judged once is not judged again, so that a person who lets it go on after it stopped is not stopped by the same failures.
/// </summary>
internal static class ReplayCanary
{
    // So many outcomes of the rest are a sample.
    private const int Sample = 100;

    // What has been sent at the end of each stage.
    private static readonly int[] Ends = [1, 11, 111];

    /// <summary>What comes next.</summary>
    /// <param name="MaySend">Deliveries that may be sent now; null for any number, 0 while the outcome of a stage is waited for.</param>
    /// <param name="Judged">What was judged, to be stored; null where nothing was.</param>
    /// <param name="JudgedFailed">How many of that have failed.</param>
    /// <param name="Stop">Why it stops; null where it goes on.</param>
    public readonly record struct Verdict(int? MaySend, int? Judged, int JudgedFailed, string? Stop);

    /// <summary>Whether all stages are behind it.</summary>
    public static bool IsPast(Replay replay) => replay.Judged >= Ends[^1];

    /// <summary>Looks at a replay.</summary>
    /// <param name="replay">As it stands.</param>
    /// <param name="maxFailedPercent">How many of a hundred may fail.</param>
    /// <param name="outcomes">Its deliveries by state.</param>
    public static Verdict Of(Replay replay, int maxFailedPercent, ScopeCounts outcomes)
    {
        var failed = outcomes.In(DeliveryState.Failed, DeliveryState.Retrying);
        var finished = failed + outcomes.In(DeliveryState.Delivered);
        var end = Array.FindLast(Ends, e => e <= replay.Created);
        if (end > replay.Judged)
        {
            // Deliveries that somebody set aside or sent anew meanwhile have no outcome here, and are not waited for.
            var waiting = outcomes.In(DeliveryState.Pending, DeliveryState.Sending, DeliveryState.Held);
            return waiting > 0 ? new Verdict(0, null, 0, null) : Judge(replay, maxFailedPercent, replay.Created - replay.Judged, replay.Created, failed);
        }

        if (Array.Find(Ends, e => e > replay.Created) is > 0 and var next) return new Verdict(next - replay.Created, null, 0, null);
        return finished - replay.Judged < Sample
            ? new Verdict(null, null, 0, null)
            : Judge(replay, maxFailedPercent, finished - replay.Judged, finished, failed);
    }

    private static Verdict Judge(Replay replay, int maxFailedPercent, int sent, int judged, int failed)
    {
        var fresh = Math.Clamp(failed - replay.JudgedFailed, 0, sent);
        var stop = fresh * 100L > (long)maxFailedPercent * sent
            ? $"It stopped by itself: {fresh:N0} of the last {sent:N0} failed, more than {maxFailedPercent} in a hundred."
            : null;
        var next = Array.Find(Ends, e => e > replay.Created);
        return new Verdict(stop is not null ? 0 : next > 0 ? next - replay.Created : null, judged, failed, stop);
    }
}
