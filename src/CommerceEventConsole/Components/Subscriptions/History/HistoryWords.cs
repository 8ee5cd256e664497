using System.Globalization;
using CommerceEventConsole.Components.Events;
using CommerceEventConsole.Engine.Subscriptions.History;

namespace CommerceEventConsole.Components.Subscriptions.History;

/// <summary>What the time machine found, in words.</summary>
internal static class HistoryWords
{
    /// <summary>What the draft would change, in one sentence.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="days">How far back it looked.</param>
    /// <param name="hasPublished">Whether something is in force.</param>
    public static string Sentence(HistoryResult result, int days, bool hasPublished)
    {
        if (result.Examined == 0)
            return string.Create(CultureInfo.CurrentCulture, $"No event of this type came in the last {days} days.");
        var of = string.Create(CultureInfo.CurrentCulture, $"Of {EventWords.Count(result.Examined, "event")} of the last {days} days ");
        if (!hasPublished)
            return of + (result.Gained == 0 ? "none would be sent." : string.Create(CultureInfo.CurrentCulture, $"{result.Gained:N0} would be sent."));
        return of + (result.Gained, result.Lost) switch
        {
            (0, 0) => "none would be treated differently.",
            (_, 0) => string.Create(CultureInfo.CurrentCulture, $"{result.Gained:N0} more would be sent."),
            (0, _) => string.Create(CultureInfo.CurrentCulture, $"{result.Lost:N0} fewer would be sent."),
            _ => string.Create(CultureInfo.CurrentCulture, $"{result.Gained:N0} more would be sent and {result.Lost:N0} fewer."),
        };
    }

    /// <summary>How much would be sent altogether.</summary>
    public static string Volume(HistoryResult result, bool hasPublished) => hasPublished
        ? $"Each destination would get {Size(result.DraftBytes)}; with what is in force it is {Size(result.PublishedBytes)}."
        : $"Each destination would get {Size(result.DraftBytes)}.";

    /// <summary>Where a run that was stopped stood.</summary>
    public static string Stopped(HistoryProgress progress) => string.Create(
        CultureInfo.CurrentCulture,
        $"Stopped after {progress.Examined:N0} of {EventWords.Count(progress.Estimated, "event")}: up to there {progress.Gained:N0} more would be sent and {progress.Lost:N0} fewer.");

    /// <summary>How far a run is.</summary>
    public static string Running(HistoryProgress? progress) => progress is null
        ? "Counting events…"
        : string.Create(
            CultureInfo.CurrentCulture,
            $"{progress.Examined:N0} of {EventWords.Count(progress.Estimated, "event")}, {progress.Gained:N0} more and {progress.Lost:N0} fewer so far, {progress.Elapsed.TotalSeconds:N0} s");

    private static string Size(long bytes) => bytes switch
    {
        < 1024 => EventWords.Count(bytes, "byte"),
        < 1024 * 1024 => string.Create(CultureInfo.CurrentCulture, $"{bytes / 1024d:N1} kB"),
        _ => string.Create(CultureInfo.CurrentCulture, $"{bytes / (1024d * 1024d):N1} MB"),
    };
}
