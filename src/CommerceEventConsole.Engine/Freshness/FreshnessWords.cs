using System.Globalization;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Freshness.Running;

namespace CommerceEventConsole.Engine.Freshness;

/// <summary>Promises, and what breaks them, as people say them.</summary>
public static class FreshnessWords
{
    private const int HourMinutes = 60;
    private const int DayMinutes = 24 * HourMinutes;

    /// <summary>A promise as a sentence: "Orders are in ERP within 5 minutes.".</summary>
    public static string Sentence(FreshnessPromise promise, PromiseNames names) => Sentence(FreshnessDraft.From(promise), names);

    /// <summary>What a draft promises, as a sentence.</summary>
    public static string Sentence(FreshnessDraft draft, PromiseNames names)
    {
        var limit = Limit(draft.Minutes);
        return draft.Kind switch
        {
            PromiseKind.Delivered => $"{Things(draft)} are in {Destination(draft, names)} within {limit}.",
            PromiseKind.Resync => $"{Resync(draft, names)} came to its end no longer than {limit} ago.",
            _ => $"{Job(draft, names)} succeeded no longer than {limit} ago.",
        };
    }

    /// <summary>What breaks a promise, in sentences: the oldest offender, how many more there are, and why; null where it is not broken.</summary>
    public static string? Offence(FreshnessPromise promise)
    {
        if (!promise.IsBroken)
            return null;
        return promise.Kind == PromiseKind.Delivered
            ? string.Join(' ', new[] { $"{Oldest(promise)} has not arrived.", promise.Why, More(promise.Late) }.Where(s => s is not null))
            : promise.Why;
    }

    /// <summary>How many more are late than the oldest one, a sentence; null where none is.</summary>
    public static string? More(int late) => late switch
    {
        <= 1 => null,
        2 => "1 more is late.",
        >= LateDeliveries.MaxLooked => string.Create(CultureInfo.InvariantCulture, $"{LateDeliveries.MaxLooked:N0} or more are late."),
        _ => string.Create(CultureInfo.InvariantCulture, $"{late - 1:N0} more are late."),
    };

    /// <summary>The oldest offender by name: "Order 000000012"; "An event" where it names nothing.</summary>
    public static string Oldest(FreshnessPromise promise) => promise switch
    {
        { OldestKey: { } key } => $"{promise.OldestKind.DisplayName()} {EntityText.Show(key)}",
        _ => "An event",
    };

    /// <summary>A limit: "1 minute", "90 minutes", "24 hours", "7 days".</summary>
    public static string Limit(int minutes) => minutes switch
    {
        >= 2 * DayMinutes when minutes % DayMinutes == 0 => Count(minutes / DayMinutes, "day"),
        >= HourMinutes when minutes % HourMinutes == 0 => Count(minutes / HourMinutes, "hour"),
        _ => Count(minutes, "minute"),
    };

    /// <summary>Several of a kind: "Orders", "Stock levels".</summary>
    public static string Plural(EntityKind kind) => kind switch
    {
        EntityKind.Stock => "Stock levels",
        EntityKind.Category => "Categories",
        EntityKind.Company => "Companies",
        _ => kind.DisplayName() + "s",
    };

    /// <summary>Why a delivery has not arrived, a sentence.</summary>
    internal static string Why(LateDelivery late, string destination, DestinationState state) => late.State switch
    {
        DeliveryState.Failed => late.LastError is { } error ? $"It was given up: {Ended(error)}" : "It was given up.",
        DeliveryState.Retrying => late.LastError is { } error ? $"It failed so far and is tried again: {Ended(error)}" : "It failed so far and is tried again.",
        DeliveryState.Held => state switch
        {
            DestinationState.Paused => $"It is held: {destination} is paused.",
            DestinationState.Unreachable => $"It is held: {destination} is unreachable.",
            _ => $"It was held, and goes as soon as {destination} takes it.",
        },
        DeliveryState.Sending => "It is being sent.",
        _ => "It waits to be sent.",
    };

    /// <summary>What is to be said where the last good run is too long ago.</summary>
    internal static string Why(LastRun last) =>
        (last.At is { } at ? string.Create(CultureInfo.InvariantCulture, $"The last good run ended on {at.UtcDateTime:d MMM yyyy, HH:mm} (UTC).") : "No run came to a good end.")
        + (last.Since is { } since ? " " + since : "");

    /// <summary>A foreign text as the end of a sentence.</summary>
    internal static string Ended(string text) => text.Length > 0 && text[^1] is ('.' or '!' or '?' or '…') ? text : text + ".";

    private static string Things(FreshnessDraft draft) => draft.EventType is { } type
        ? $"Events “{EventCatalogue.Default.Find(type)?.Title ?? type}”"
        : Plural(draft.EntityKind ?? EntityKind.None);

    private static string Destination(FreshnessDraft draft, PromiseNames names) =>
        names.Destinations.GetValueOrDefault(draft.DestinationId ?? 0) ?? "a destination that is gone";

    private static string Resync(FreshnessDraft draft, PromiseNames names) =>
        names.Resyncs.GetValueOrDefault(draft.ResyncId ?? 0) is { } name ? $"The resync “{name}”" : "A resync that is gone";

    private static string Job(FreshnessDraft draft, PromiseNames names) =>
        names.Jobs.GetValueOrDefault(draft.Job ?? "") is { } title ? $"The job “{title}”" : "A job that is gone";

    private static string Count(int number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number} {unit}{(number == 1 ? "" : "s")}");
}
