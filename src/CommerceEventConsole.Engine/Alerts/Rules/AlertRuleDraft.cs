namespace CommerceEventConsole.Engine.Alerts.Rules;

/// <summary>What a person asks a rule to be: as typed, not yet checked.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Kind">What it watches.</param>
public sealed record AlertRuleDraft(string Name, AlertKind Kind)
{
    /// <summary>Whether it is looked at.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whether channels may be used for it in their quiet hours.</summary>
    public bool IsCritical { get; init; }

    /// <summary>How long something has to last, in minutes; not used by kinds that have no such time.</summary>
    public int Minutes { get; init; } = 30;

    /// <summary>The share of failed requests in percent; used by <see cref="AlertKind.RegistrationAtRisk"/> alone.</summary>
    public int Percent { get; init; } = 50;

    /// <summary>The only destination that it watches; null for all.</summary>
    public int? DestinationId { get; init; }

    /// <summary>The only source that it watches; null for all.</summary>
    public int? SourceId { get; init; }

    /// <summary>Its channels beside the bell.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [];

    /// <summary>Minutes between reminders; 0 for none.</summary>
    public int ReminderMinutes { get; init; }

    /// <summary>Whether the end of an alert is told too.</summary>
    public bool TellsEnd { get; init; } = true;

    /// <summary>The draft that changes nothing of a rule.</summary>
    public static AlertRuleDraft From(AlertRule rule) => new(rule.Name, rule.Kind)
    {
        Enabled = rule.Enabled,
        IsCritical = rule.IsCritical,
        Minutes = AlertRule.HasMinutes(rule.Kind) ? rule.Minutes : 30,
        Percent = rule.Kind == AlertKind.RegistrationAtRisk ? rule.Percent : 50,
        DestinationId = rule.DestinationId,
        SourceId = rule.SourceId,
        Channels = rule.ChannelList(),
        ReminderMinutes = rule.ReminderMinutes,
        TellsEnd = rule.TellsEnd,
    };
}
