using System.Globalization;
using CommerceEventConsole.Components.Forms;
using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Jobs.Runs;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Components.Jobs;

/// <summary>Jobs in words for people who do not program.</summary>
public static class JobWords
{
    /// <summary>What can become of missed runs.</summary>
    public static IReadOnlyList<(MissedRuns Value, string Text)> Missed { get; } =
        [(MissedRuns.RunOnce, "are made up for by one run, as soon as possible"), (MissedRuns.Skip, "are left out")];

    /// <summary>When it runs, with the clock it goes by.</summary>
    public static string Schedule(JobTiming timing) =>
        timing.Cron is null ? CronWords.Of(null) : $"{CronWords.Of(timing.Cron)} ({timing.TimeZone})";

    /// <summary>What happens after a failure.</summary>
    public static string Retries(JobTiming timing) => timing.Retries switch
    {
        0 => "A run that failed is not tried again.",
        1 => $"A run that failed is tried again once, after {DurationText.Of(timing.RetryWait)}.",
        var times => string.Create(CultureInfo.InvariantCulture, $"A run that failed is tried again up to {times} times, each after {DurationText.Of(timing.RetryWait)}."),
    };

    /// <summary>What becomes of missed runs.</summary>
    public static string MissedText(JobTiming timing) => $"Missed runs {Missed.First(m => m.Value == timing.Missed).Text}.";

    /// <summary>Why a run began.</summary>
    public static string Trigger(JobRun run) => run.Trigger switch
    {
        JobTrigger.Person => $"started by {run.StartedBy}",
        JobTrigger.Retry => string.Create(CultureInfo.InvariantCulture, $"try {run.Attempt} after a failure"),
        JobTrigger.Missed => "made up for missed runs",
        JobTrigger.Recovery => "begun again after it was cut off",
        _ => "by schedule",
    };

    /// <summary>How a run stands, in a word or two.</summary>
    public static string Outcome(JobOutcome outcome) => outcome switch
    {
        JobOutcome.Succeeded => "done",
        JobOutcome.CutOff => "cut off",
        _ => outcome.ToString().ToLowerInvariant(),
    };

    /// <summary>What a word about a run means.</summary>
    public static string Meaning(JobOutcome outcome) => outcome switch
    {
        JobOutcome.Running => "Under way",
        JobOutcome.Succeeded => "Came to its end",
        JobOutcome.Failed => "Stopped by an error",
        JobOutcome.Interrupted => "Somebody ended it",
        JobOutcome.Stopped => "The console was stopped meanwhile",
        _ => "The process that ran it is gone: it crashed or was killed",
    };

    /// <summary>How long a run took.</summary>
    public static string Duration(TimeSpan? span) => span switch
    {
        null => "–",
        { TotalSeconds: < 10 } s => string.Create(CultureInfo.CurrentCulture, $"{s.TotalSeconds:0.0} s"),
        { TotalMinutes: < 2 } s => string.Create(CultureInfo.CurrentCulture, $"{s.TotalSeconds:0} s"),
        { TotalHours: < 2 } s => string.Create(CultureInfo.CurrentCulture, $"{s.TotalMinutes:0} min"),
        { } s => string.Create(CultureInfo.CurrentCulture, $"{s.TotalHours:0.0} h"),
    };

    /// <summary>How grave a line of a log is.</summary>
    public static string Level(byte level) => (LogLevel)level switch
    {
        LogLevel.Warning => "warning",
        LogLevel.Error or LogLevel.Critical => "error",
        _ => "",
    };
}
