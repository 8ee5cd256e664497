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
    public static string Sentence(FreshnessPromise promise, PromiseNames names)
    {
        var limit = Limit(promise.Minutes);
        return promise.Kind switch
        {
            PromiseKind.Delivered => $"{Things(promise)} are in {Destination(promise, names)} within {limit}.",
            PromiseKind.Resync => $"{Resync(promise, names)} came to its end no longer than {limit} ago.",
            _ => $"{Job(promise, names)} succeeded no longer than {limit} ago.",
        };
    }

    /// <summary>What breaks a promise, in sentences: the oldest offender, how many more there are, and why; null where it is not broken.</summary>
    public static string? Offence(FreshnessPromise promise)
    {
        if (!promise.IsBroken)
            return null;
        if (promise.Kind != PromiseKind.Delivered)
            return promise.Why;
        var more = promise.Late - 1;
        var others = more switch
        {
            0 => "",
            1 => " 1 more is late.",
            >= LateDeliveries.MaxLooked - 1 => string.Create(CultureInfo.InvariantCulture, $" {LateDeliveries.MaxLooked:N0} or more are late."),
            _ => string.Create(CultureInfo.InvariantCulture, $" {more:N0} more are late."),
        };
        return $"{Oldest(promise)} has not arrived. {promise.Why}{others}";
    }

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
        DeliveryState.Failed => late.LastError is { } error ? $"It was given up: {error}" : "It was given up.",
        DeliveryState.Retrying => late.LastError is { } error ? $"It failed so far and is tried again: {error}" : "It failed so far and is tried again.",
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

    private static string Things(FreshnessPromise promise) => promise.EventType is { } type
        ? $"Events “{EventCatalogue.Default.Find(type)?.Title ?? type}”"
        : Plural(promise.EntityKind ?? EntityKind.None);

    private static string Destination(FreshnessPromise promise, PromiseNames names) =>
        names.Destinations.GetValueOrDefault(promise.DestinationId ?? 0) ?? "a destination that is gone";

    private static string Resync(FreshnessPromise promise, PromiseNames names) =>
        names.Resyncs.GetValueOrDefault(promise.ResyncId ?? 0) is { } name ? $"The resync “{name}”" : "A resync that is gone";

    private static string Job(FreshnessPromise promise, PromiseNames names) =>
        names.Jobs.GetValueOrDefault(promise.Job ?? "") is { } title ? $"The job “{title}”" : "A job that is gone";

    private static string Count(int number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number} {unit}{(number == 1 ? "" : "s")}");
}
