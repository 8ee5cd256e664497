using System.Globalization;
using CommerceEventConsole.Components.Events;
using CommerceEventConsole.Components.Forms;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Resync.Runs;

namespace CommerceEventConsole.Components.Resync;

/// <summary>How resyncs are spoken of on screens.</summary>
internal static class ResyncWords
{
    /// <summary>The kinds that can be chosen.</summary>
    public static IReadOnlyList<(RecordKind Value, string Text)> Kinds { get; } = [.. UsualDirections.Kinds.Select(k => (k, Title(k)))];

    /// <summary>How much a run looks at.</summary>
    public static IReadOnlyList<(ResyncMode Value, string Text)> Modes { get; } =
    [
        (ResyncMode.Full, "Everything"),
        (ResyncMode.Incremental, "What changed since the last run"),
    ];

    /// <summary>A kind as a heading.</summary>
    public static string Title(RecordKind kind) => kind switch
    {
        RecordKind.OrderStatus => "Order status",
        RecordKind.BasePrice => "Base prices",
        RecordKind.ListPrice => "Prices of price lists",
        RecordKind.Stock => "Stock",
        RecordKind.Company => "Companies",
        _ => kind + "s",
    };

    /// <summary>What the key of a record is.</summary>
    public static string Key(RecordKind kind) => kind switch
    {
        RecordKind.Order or RecordKind.OrderStatus => "Order",
        RecordKind.Shipment => "Shipment",
        RecordKind.Return => "Return",
        RecordKind.Customer or RecordKind.Company => "E-mail address",
        _ => "SKU",
    };

    /// <summary>Which way a resync goes, with the names of both sides.</summary>
    public static string Direction(ResyncDirection direction, string commerce, string system) => direction == ResyncDirection.ToCommerce
        ? $"{system} is right: {commerce} is made to agree"
        : $"{commerce} is right: {system} is made to agree";

    /// <summary>What a resync does, in a few sentences.</summary>
    public static IEnumerable<string> Summary(ResyncDraft draft, string commerce, string system, string? destination)
    {
        var what = Title(draft.Kind).ToLower(CultureInfo.CurrentCulture);
        var much = draft.Mode == ResyncMode.Full ? draft.Kind == RecordKind.Order ? $"the {what} of the last {EventWords.Count(draft.OrderDays, "day")}" : $"all {what}" : $"the {what} that changed since the last run";
        var (right, other) = draft.Direction == ResyncDirection.ToCommerce ? (system, commerce) : (commerce, system);
        yield return $"Compares {much} of {right} with {other}.";
        if (draft.ReportOnly)
            yield return "Differences are listed, and nothing is changed.";
        else if (destination is not null && draft.Kind == RecordKind.Order)
            yield return $"An order that {other} lacks goes to the destination {destination} again, by its stored event; one without a stored event is written into {other}.";
        else
            yield return draft.CreatesMissing ? $"What differs in {other}, or is missing there, is written there." : $"What differs in {other} is written there; what is missing there is only listed.";
        if (draft.FindsExtra && draft.Mode == ResyncMode.Full)
            yield return $"What only {other} has is listed, and left alone.";
        yield return draft is { Enabled: true, Schedule.Length: > 0 } ? $"Runs by itself: {draft.Schedule} ({draft.TimeZone})." : "Runs only when somebody starts it.";
        if (draft.Blackout.Length > 0)
            yield return $"Stands still from {draft.Blackout.Replace("-", " to ", StringComparison.Ordinal)} ({draft.TimeZone}).";
        if (draft.CallBudget > 0)
            yield return $"Ends after {EventWords.Count(draft.CallBudget, "request")}; the next run goes on from there.";
    }

    /// <summary>A state in a word.</summary>
    public static string State(ResyncRun run) => run.State switch
    {
        ResyncState.Running when run.Waiting is not null => "waiting",
        ResyncState.CutOff => "cut off",
        _ => run.State.ToString().ToLowerInvariant(),
    };

    /// <summary>How a run went, in words.</summary>
    public static string Result(ResyncRun run)
    {
        if (run.Compared == 0 && run.IsUnfinished) return run.Waiting ?? "Nothing compared yet.";
        var parts = new List<string> { $"{EventWords.Count(run.Compared, "record")} compared" };
        var different = run.Changed + run.MissingHere + run.MissingThere;
        parts.Add(different == 0 ? "both sides agree" : $"{EventWords.Count(different, "difference")}");
        if (run.Written > 0) parts.Add($"{Number(run.Written)} repaired");
        if (run.Handed > 0) parts.Add($"{Number(run.Handed)} sent as events");
        if (run.Failed > 0) parts.Add($"{Number(run.Failed)} failed");
        if (run.Unreadable > 0) parts.Add($"{Number(run.Unreadable)} not readable");
        return string.Join(", ", parts) + ".";
    }

    /// <summary>Why a run was started.</summary>
    public static string Trigger(ResyncRun run) => run.Trigger switch
    {
        ResyncTrigger.Schedule => "by its schedule",
        ResyncTrigger.Repair => $"by {run.StartedBy}, to repair what another run listed",
        ResyncTrigger.Retry => $"by {run.StartedBy}, to try again what failed",
        _ => $"by {run.StartedBy}",
    };

    /// <summary>What is to be done about a difference.</summary>
    public static string Action(ResyncAction action, ResyncDirection direction) => action switch
    {
        ResyncAction.Update => direction == ResyncDirection.ToCommerce ? "change Commerce" : "change the system",
        ResyncAction.Create => direction == ResyncDirection.ToCommerce ? "make it in Commerce" : "make it in the system",
        ResyncAction.Deliver => "send its event again",
        _ => "none, only told",
    };

    /// <summary>What became of a difference.</summary>
    public static string Outcome(ResyncOutcome outcome) => outcome switch
    {
        ResyncOutcome.Found => "found",
        ResyncOutcome.Writing => "being written",
        ResyncOutcome.Repaired => "repaired",
        ResyncOutcome.Handed => "handed to a delivery",
        _ => "failed",
    };

    /// <summary>The tone of an outcome's badge.</summary>
    public static string Tone(ResyncOutcome outcome) => outcome switch
    {
        ResyncOutcome.Repaired => "success",
        ResyncOutcome.Handed => "info",
        ResyncOutcome.Failed => "danger",
        ResyncOutcome.Writing => "held",
        _ => "quiet",
    };

    /// <summary>How much of the requests a run saved.</summary>
    public static string Calls(ResyncRun run) => run.CallsSaved == 0 || run.NaiveCalls == 0 ? Number(run.Calls)
        : string.Create(CultureInfo.CurrentCulture, $"{run.Calls:N0} instead of {run.NaiveCalls:N0}");

    /// <summary>How long a run still takes, roughly; null while that is not known.</summary>
    public static string? Left(ResyncRun run, DateTimeOffset now)
    {
        if (run is not { State: ResyncState.Running, Waiting: null, StartedAt: { } started, Compared: > 0 } || run.Total <= run.Compared) return null;
        var left = (now - started) * ((double)(run.Total - run.Compared) / run.Compared);
        return $"about {DurationText.Of(left)} left";
    }

    /// <summary>A number.</summary>
    public static string Number(long count) => count.ToString("N0", CultureInfo.CurrentCulture);
}
