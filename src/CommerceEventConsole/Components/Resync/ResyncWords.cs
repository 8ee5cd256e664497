using System.Globalization;
using CommerceEventConsole.Components.Events;
using CommerceEventConsole.Components.Forms;
using CommerceEventConsole.Components.Jobs;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Resync.Comparing;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Resync.Runs;

namespace CommerceEventConsole.Components.Resync;

/// <summary>How resyncs are spoken of on screens.</summary>
internal static class ResyncWords
{
    /// <summary>The name of the jobs that start resyncs; the parameter is the resync's number.</summary>
    public const string JobName = "resync";

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

    /// <summary>Which way a resync goes, in a few words.</summary>
    public static string Way(ResyncDirection direction, string commerce, string system) => direction == ResyncDirection.ToCommerce
        ? $"from {system} to {commerce}"
        : $"from {commerce} to {system}";

    /// <summary>The fields that are compared where nobody names others, in words.</summary>
    public static string UsualFields(RecordKind kind) => FieldRule.UsualOf(kind) is { Count: > 0 } rules
        ? string.Join(", ", rules.Select(r => r.Path))
        : "none, only whether it is there";

    /// <summary>When a resync runs by itself, with the hours in which it stands still.</summary>
    public static string When(JobTiming timing, string? blackout)
    {
        var when = JobWords.Schedule(timing);
        return timing.Cron is null || string.IsNullOrEmpty(blackout) ? when : $"{when}, not {Hours(blackout)}";
    }

    /// <summary>Blackout hours in words.</summary>
    public static string Hours(string blackout) => string.Join(
        ", ", blackout.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(h => $"{h.Replace("-", " to ", StringComparison.Ordinal)}"));

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
        if (!draft.Enabled || draft.Schedule.Trim().Length == 0)
            yield return "Runs only when somebody starts it.";
        else
            yield return $"Runs by itself: {Small(CronWords.Of(draft.Schedule.Trim()))} ({draft.TimeZone}).";
        if (draft.Blackout.Trim().Length > 0)
            yield return $"Stands still from {Hours(draft.Blackout)} ({draft.TimeZone}).";
        if (draft.CallBudget > 0)
            yield return $"Ends after {EventWords.Count(draft.CallBudget, "request")}; the next run goes on from there.";
    }

    /// <summary>A state in a few words.</summary>
    public static string State(ResyncRun run) => run.State switch
    {
        ResyncState.Running when run.Waiting is not null => "waiting",
        ResyncState.CutOff => "cut off",
        ResyncState.Finished when run.Failed > 0 => "finished, some failed",
        _ => run.State.ToString().ToLowerInvariant(),
    };

    /// <summary>How a run went, in words.</summary>
    public static string Result(ResyncRun run)
    {
        if (run.Compared == 0)
            return run.IsUnfinished ? run.Waiting ?? "Nothing compared yet." : run.Unreadable > 0 ? $"{EventWords.Count(run.Unreadable, "record")} could not be read." : "There was nothing to compare.";
        var parts = new List<string> { $"{EventWords.Count(run.Compared, "record")} compared" };
        var different = Different(run);
        parts.Add(different > 0 ? EventWords.Count(different, "difference") : run.State == ResyncState.Finished ? "both sides agree" : "no difference so far");
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

    /// <summary>Records that differ, or that one side lacks.</summary>
    public static long Different(ResyncRun run) => run.Changed + run.MissingHere + run.MissingThere;

    /// <summary>Why a list of differences is empty.</summary>
    public static string NoDifference(ResyncRun run) => run switch
    {
        { IsUnfinished: true } => "None up to now.",
        { Compared: 0, Unreadable: > 0 } => "None: nothing could be read.",
        { Compared: 0 } => "None: there was nothing to compare.",
        { State: ResyncState.Finished } => "None: both sides agree.",
        _ => $"None among the {EventWords.Count(run.Compared, "record")} compared until it ended.",
    };

    /// <summary>Records that a repair of a dry run would change: what is only told is left alone.</summary>
    public static long Repairable(ResyncRun run, ResyncPlan plan) =>
        plan.ReportOnly ? 0 : run.Changed + (plan.CreatesMissing ? Math.Max(0, run.MissingHere + run.MissingThere - run.Extra) : 0);

    /// <summary>What is to be done about a difference.</summary>
    /// <param name="action">The action.</param>
    /// <param name="target">What the side is called that is made to agree.</param>
    public static string Action(ResyncAction action, string target) => action switch
    {
        ResyncAction.Update => $"change it in {target}",
        ResyncAction.Create => $"make it in {target}",
        ResyncAction.Deliver => "send its event again",
        _ => "none, only told",
    };

    /// <summary>What became of a difference.</summary>
    public static string Outcome(ResyncOutcome outcome) => outcome switch
    {
        ResyncOutcome.Found => "found",
        ResyncOutcome.Writing => "being written",
        ResyncOutcome.Repaired => "repaired",
        ResyncOutcome.Handed => "sent as an event",
        _ => "failed",
    };

    /// <summary>An outcome as a heading over those that have it.</summary>
    public static string Tab(ResyncOutcome outcome) => outcome switch
    {
        ResyncOutcome.Found => "Found",
        ResyncOutcome.Writing => "Being written",
        ResyncOutcome.Repaired => "Repaired",
        ResyncOutcome.Handed => "Sent as events",
        _ => "Failed",
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

    /// <summary>How many requests a run made, and how many it saved.</summary>
    public static string Calls(ResyncRun run) => run.CallsSaved == 0 || run.NaiveCalls == 0 ? Number(run.Calls)
        : string.Create(CultureInfo.CurrentCulture, $"{run.Calls:N0} instead of {run.NaiveCalls:N0}");

    /// <summary>What was read, and with how many requests, as sentences.</summary>
    public static string Reading(ResyncRun run, string commerce, string system)
    {
        var text = $"{EventWords.Count(run.ReadHere, "record")} read in {commerce} and {Number(run.ReadThere)} in {system}, with {EventWords.Count(run.Calls, "request")} altogether.";
        return run.CallsSaved == 0 || run.NaiveCalls == 0 ? text : $"{text} One by one it would have taken {Number(run.NaiveCalls)}.";
    }

    /// <summary>How long a run still takes, roughly; null while that is not known.</summary>
    /// <param name="run">The run.</param>
    /// <param name="pace">What is left at the pace of the last minute; null where it was not watched for long enough.</param>
    /// <param name="now">The time.</param>
    public static string? Left(ResyncRun run, TimeSpan? pace, DateTimeOffset now)
    {
        if (run is not { State: ResyncState.Running, Waiting: null, StartedAt: { } started, Compared: > 0 } || run.Total <= run.Compared) return null;
        var left = pace ?? (now - started) * ((double)(run.Total - run.Compared) / run.Compared);
        return $"about {DurationText.Of(left)} left";
    }

    /// <summary>How long a run took, or has taken up to now.</summary>
    public static string Took(ResyncRun run, DateTimeOffset now) => JobWords.Duration(run.StartedAt is { } started ? (run.FinishedAt ?? now) - started : null);

    // In the middle of a sentence; what begins with a name of a day or an expression stays as it is.
    private static string Small(string words) => words.StartsWith("Every", StringComparison.Ordinal) || words.StartsWith("By", StringComparison.Ordinal) || words.StartsWith("On", StringComparison.Ordinal)
        ? char.ToLowerInvariant(words[0]) + words[1..]
        : words;

    /// <summary>A number.</summary>
    public static string Number(long count) => count.ToString("N0", CultureInfo.CurrentCulture);
}
