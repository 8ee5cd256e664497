using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Resync.Comparing;
using CommerceEventConsole.Engine.Resync.Schedules;
using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.Resync.Definitions;

/// <summary>What a resync must be like.</summary>
internal static class ResyncChecks
{
    /// <summary>Definitions that the console holds.</summary>
    public const int MaxDefinitions = 100;

    private const int MaxSchedule = 100;
    private const int MaxFields = 4_000;
    private const int MinutesOfAMonth = 44_640;

    /// <summary>Every problem of a trimmed draft. <paramref name="others"/> are the definitions beside it.</summary>
    public static List<ValidationProblem> Check(ResyncDraft draft, bool isNew, IReadOnlyCollection<ResyncDefinition> others, ICronSyntax cron)
    {
        var problems = new List<ValidationProblem>();
        if (isNew && others.Count >= MaxDefinitions)
            problems.Add("", $"There are {others.Count} resyncs already, as many as the console holds.");
        problems.CheckName(draft.Name, others, "resync");
        if (!UsualDirections.Kinds.Contains(draft.Kind))
            problems.Add("kind", "Choose what is compared.");
        else if (!Enum.IsDefined(draft.Direction) || !UsualDirections.Allows(draft.Kind, draft.Direction))
            problems.Add("direction", "This goes the other way only: orders are placed in Commerce, and what becomes of them is known in the back office.");
        if (draft.CommerceId == 0)
            problems.Add("commerceId", "Choose a Commerce instance.");
        if (draft.SystemId == 0)
            problems.Add("systemId", "Choose a back-office system.");
        if (!Enum.IsDefined(draft.Mode))
            problems.Add("mode", "Choose how much a run looks at.");
        CheckTimes(problems, draft, cron);
        CheckNumbers(problems, draft);
        if (draft.Fields.Length > MaxFields)
            problems.Add("fields", $"The fields are longer than the {MaxFields:N0} characters that fit.");
        else if (!FieldRule.TryParse(draft.Fields, out _, out var problem))
            problems.Add("fields", problem);
        return problems;
    }

    private static void CheckTimes(List<ValidationProblem> problems, ResyncDraft draft, ICronSyntax cron)
    {
        if (draft.Schedule.Length > MaxSchedule || (draft.Schedule.Length > 0 && !cron.IsValid(draft.Schedule)))
            problems.Add("schedule", "Write the schedule as five fields (minute, hour, day of month, month, day of week), for example 30 2 * * * for every night at half past two. Leave it empty for none.");
        if (TimeZones.Find(draft.TimeZone) is not { } zone)
            problems.Add("timeZone", "This machine knows no time zone of this name. Write it as Europe/Berlin or UTC.");
        else if (!BlackoutHours.TryParse(draft.Blackout, zone, out var hours))
            problems.Add("blackout", $"Write hours as 08:00-18:00, with commas between several; at most {BlackoutHours.MaxStretches}.");
        else if (hours.IsAlways)
            problems.Add("blackout", "These hours leave no minute of the day in which it could run.");
    }

    private static void CheckNumbers(List<ValidationProblem> problems, ResyncDraft draft)
    {
        problems.CheckRange("pageSize", draft.PageSize, 1, 1_000, "The records in a page");
        problems.CheckRange("callBudget", draft.CallBudget, 0, 10_000_000, "The requests of one run");
        problems.CheckRange("overlapMinutes", draft.OverlapMinutes, 0, MinutesOfAMonth, "The overlap");
        problems.CheckRange("settleMinutes", draft.SettleMinutes, 0, MinutesOfAMonth, "The time to arrive");
        problems.CheckRange("orderDays", draft.OrderDays, 1, 3_660, "The days of orders");
    }
}
