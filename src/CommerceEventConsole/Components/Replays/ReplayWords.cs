using System.Globalization;
using CommerceEventConsole.Components.Events;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Replays;

namespace CommerceEventConsole.Components.Replays;

/// <summary>How replays are spoken of on screens.</summary>
internal static class ReplayWords
{
    /// <summary>A number of deliveries.</summary>
    public static string Deliveries(long count) =>
        string.Create(CultureInfo.CurrentCulture, $"{count:N0} {(count == 1 ? "delivery" : "deliveries")}");

    /// <summary>How far it has looked.</summary>
    public static string Looked(Replay replay)
    {
        var total = Math.Max(replay.Estimated, replay.Examined);
        var of = replay.Kind is ReplayKind.Backfill ? EventWords.Count(total, "event") : Deliveries(total);
        return string.Create(CultureInfo.CurrentCulture, $"{replay.Examined:N0} of {of}");
    }

    /// <summary>The options that differ from sending as it was, to where it was to go, as fast as can be.</summary>
    public static IEnumerable<string> Options(ResendOptions options, Func<int, string> destination)
    {
        if (options.NewestOnly) yield return "only the newest of each order, product or customer";
        if (options.CurrentRevision) yield return "with the subscription as it is now";
        if (options.DestinationId is { } id) yield return $"to {destination(id)}";
        if (options.DeliveredToo) yield return "also what had arrived";
        if (options.SetAsideToo) yield return "also what was dismissed or superseded";
        if (options.PerMinute is { } speed) yield return string.Create(CultureInfo.CurrentCulture, $"at most {speed:N0} a minute");
        if (options.Canary) yield return $"1, 10, 100, then the rest, unless more than {options.MaxFailedPercent} in a hundred fail";
    }

    /// <summary>How long it still takes, roughly.</summary>
    public static string Remaining(TimeSpan left) => left switch
    {
        { TotalSeconds: < 60 } => "less than a minute left",
        { TotalMinutes: < 90 } => $"about {EventWords.Count((long)Math.Ceiling(left.TotalMinutes), "minute")} left",
        { TotalHours: < 48 } => $"about {EventWords.Count((long)Math.Ceiling(left.TotalHours), "hour")} left",
        _ => $"about {EventWords.Count((long)Math.Ceiling(left.TotalDays), "day")} left",
    };

    /// <summary>What is said before one is cancelled.</summary>
    public static string CancelQuestion(Replay replay) => replay.Kind is ReplayKind.Backfill
        ? $"It cannot be resumed. {EventWords.Count(replay.Created, "event")} up to now stay sent or go on being sent."
        : $"It cannot be resumed. Of the {Deliveries(replay.Created)} sent up to now, those that failed before and were not tried again yet go back to failed; what was made for another destination and not tried yet is dismissed.";

    /// <summary>The outcomes shown, and the words for them.</summary>
    public static IReadOnlyList<(string Name, DeliveryState[] States)> Outcomes { get; } =
    [
        ("Delivered", [DeliveryState.Delivered]),
        ("Failed", [DeliveryState.Failed]),
        ("Retrying", [DeliveryState.Retrying]),
        ("Held", [DeliveryState.Held]),
        ("Waiting", [DeliveryState.Pending]),
        ("On their way", [DeliveryState.Sending]),
        ("Superseded since", [DeliveryState.Superseded]),
        ("Dismissed since", [DeliveryState.Dismissed]),
    ];
}
