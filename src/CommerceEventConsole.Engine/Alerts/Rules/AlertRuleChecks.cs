using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.Alerts.Rules;

/// <summary>What a rule must be like.</summary>
internal static class AlertRuleChecks
{
    /// <summary>Every rule is looked at every half minute: more than these are too many to look at, and to think of.</summary>
    public const int MaxRules = 100;

    /// <summary>The longest time that a rule waits, and that reminders are apart: two weeks.</summary>
    public const int MaxMinutes = 14 * 24 * 60;

    /// <summary>Every problem of a draft. <paramref name="others"/> are the rules beside it.</summary>
    public static List<ValidationProblem> Check(
        AlertRuleDraft draft, AlertRule? stored, IReadOnlyCollection<AlertRule> others, IReadOnlySet<int> channels)
    {
        var problems = new List<ValidationProblem>();
        if (stored is null && others.Count >= MaxRules)
            problems.Add("", $"There are {others.Count} rules already, as many as the console holds.");
        problems.CheckName(draft.Name, others, "rule");
        if (!Enum.IsDefined(draft.Kind))
            problems.Add("kind", "Choose what this rule watches.");
        if (AlertRule.HasMinutes(draft.Kind))
            problems.CheckRange("minutes", draft.Minutes, 1, MaxMinutes, "Minutes");
        if (draft.Kind == AlertKind.RegistrationAtRisk)
            problems.CheckRange("percent", draft.Percent, 1, 100, "The share");
        problems.CheckRange("reminderMinutes", draft.ReminderMinutes, 0, MaxMinutes, "Minutes between reminders");
        if (draft.Channels.Any(c => !channels.Contains(c)))
            problems.Add("channels", "A channel that you chose was deleted meanwhile. Choose again.");
        return problems;
    }
}
