using CommerceEventConsole.Engine.Alerts.Conditions;
using CommerceEventConsole.Engine.Alerts.Rules;

namespace CommerceEventConsole.Engine.Alerts.Running;

/// <summary>What changes by one look at all rules.</summary>
/// <param name="Opened">New alerts, not in the store yet.</param>
/// <param name="Resolved">Alerts that are over.</param>
/// <param name="Ended">Alerts whose rule was deleted, switched off or watches something else now: nobody is told that they are over.</param>
/// <param name="Reminded">Alerts that go on, and are told again.</param>
internal sealed record AlertChanges(
    IReadOnlyList<Alert> Opened, IReadOnlyList<Alert> Resolved, IReadOnlyList<Alert> Ended, IReadOnlyList<Alert> Reminded)
{
    public bool IsEmpty => Opened.Count + Resolved.Count + Ended.Count + Reminded.Count == 0;
}

/// <summary>Compares what rules find with the alerts that are there. Knows neither store nor clock.</summary>
internal static class AlertEvaluator
{
    /// <summary>What has to change.</summary>
    /// <param name="rules">Every enabled rule.</param>
    /// <param name="findings">What they found, by rule; a rule that could not look is missing, and its alerts stay as they are.</param>
    /// <param name="active">Every alert that is not over.</param>
    /// <param name="now">The moment of the look.</param>
    public static AlertChanges Evaluate(
        IReadOnlyList<AlertRule> rules, IReadOnlyDictionary<int, AlertFindings> findings, IReadOnlyList<Alert> active, DateTimeOffset now)
    {
        var byId = rules.ToDictionary(r => r.Id);
        var known = active.Select(a => (a.RuleId, a.Subject)).ToHashSet();
        var opened = rules.Where(r => findings.ContainsKey(r.Id)).SelectMany(r => findings[r.Id].All
            .DistinctBy(f => f.Subject, StringComparer.Ordinal).Where(f => !known.Contains((r.Id, f.Subject))).Select(f => Open(r, f, now))).ToList();
        List<Alert> resolved = [], ended = [], reminded = [];
        foreach (var alert in active)
        {
            if (!byId.TryGetValue(alert.RuleId, out var rule) || rule.Kind != alert.Kind)
                ended.Add(alert);
            else if (IsOver(alert, findings.GetValueOrDefault(rule.Id)))
                resolved.Add(alert);
            else if (rule.ReminderMinutes > 0 && alert.AcknowledgedAt is null && now >= alert.ToldAt.AddMinutes(rule.ReminderMinutes))
                reminded.Add(alert);
        }

        return new AlertChanges(opened, resolved, ended, reminded);
    }

    private static bool IsOver(Alert alert, AlertFindings? findings) =>
        findings is { IsComplete: true } && !findings.All.Any(f => f.Subject.Equals(alert.Subject, StringComparison.Ordinal));

    private static Alert Open(AlertRule rule, AlertFinding finding, DateTimeOffset now) => new()
    {
        RuleId = rule.Id,
        RuleName = rule.Name,
        Kind = rule.Kind,
        Subject = finding.Subject,
        IsCritical = rule.IsCritical,
        Title = AlertWords.Line(finding.Title, AlertModel.MaxTitle),
        Text = AlertWords.Line(finding.Text, AlertModel.MaxText),
        Path = finding.Path,
        Since = finding.Since,
        OpenedAt = now,
        ToldAt = now,
    };
}
