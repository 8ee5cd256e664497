using System.Globalization;
using CommerceEventConsole.Components.Events;
using CommerceEventConsole.Engine.Replays;

namespace CommerceEventConsole.Components.Subscriptions.History;

/// <summary>How far back past events are sent.</summary>
public enum BackfillRange
{
    /// <summary>The last hour.</summary>
    Hour,

    /// <summary>The last 24 hours.</summary>
    Day,

    /// <summary>The last 7 days.</summary>
    Week,

    /// <summary>The last 30 days.</summary>
    Month,

    /// <summary>From one time to another.</summary>
    Custom,
}

/// <summary>Ranges and what came of counting them, in words.</summary>
internal static class BackfillTimes
{
    public static IReadOnlyList<(BackfillRange Value, string Text)> Choices { get; } =
    [
        (BackfillRange.Hour, "last hour"),
        (BackfillRange.Day, "last 24 hours"),
        (BackfillRange.Week, "last 7 days"),
        (BackfillRange.Month, "last 30 days"),
        (BackfillRange.Custom, "time from … to …"),
    ];

    /// <summary>How far back a range goes; not for <see cref="BackfillRange.Custom"/>.</summary>
    public static TimeSpan Length(BackfillRange range) => range switch
    {
        BackfillRange.Hour => TimeSpan.FromHours(1),
        BackfillRange.Day => TimeSpan.FromDays(1),
        BackfillRange.Week => TimeSpan.FromDays(7),
        BackfillRange.Month => TimeSpan.FromDays(30),
        _ => throw new ArgumentOutOfRangeException(nameof(range), range, "It has no length of its own."),
    };

    /// <summary>What would be sent.</summary>
    public static string Sentence(BackfillEstimate estimate)
    {
        if (estimate.Examined == 0)
            return "No event of this type came in that time.";
        if (estimate.Matching == 0)
            return $"None of {EventWords.Count(estimate.Examined, "event")} in that time matches.";
        var matching = string.Create(
            CultureInfo.CurrentCulture, $"{estimate.Matching:N0} of {EventWords.Count(estimate.Examined, "event")} in that time {(estimate.Matching == 1 ? "matches" : "match")}.");
        if (estimate.Destinations > 1)
            matching += string.Create(CultureInfo.CurrentCulture, $" For {estimate.Destinations:N0} destinations that makes {(long)estimate.Matching * estimate.Destinations:N0} deliveries.");
        return estimate switch
        {
            { ToCreate: 0 } => $"{matching} All of them were sent already.",
            { AlreadyThere: 0 } => $"{matching} None of them was sent yet.",
            _ => $"{matching} {Were(estimate.AlreadyThere)} sent already, {Were(estimate.ToCreate)} not.",
        };
    }

    private static string Were(int count) => string.Create(CultureInfo.CurrentCulture, $"{count:N0} {(count == 1 ? "was" : "were")}");
}
