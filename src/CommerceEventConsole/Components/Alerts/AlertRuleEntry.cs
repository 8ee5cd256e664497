using CommerceEventConsole.Engine.Alerts.Rules;

namespace CommerceEventConsole.Components.Alerts;

/// <summary>A rule as it is being entered.</summary>
internal sealed class AlertRuleEntry
{
    public string Name { get; set; } = "";

    public AlertKind Kind { get; set; } = AlertKind.Unreachable;

    public bool Enabled { get; set; } = true;

    public bool IsCritical { get; set; }

    public int Minutes { get; set; } = 30;

    public int Percent { get; set; } = 50;

    public int? DestinationId { get; set; }

    public int? SourceId { get; set; }

    public HashSet<int> Channels { get; } = [];

    public int ReminderMinutes { get; set; }

    public bool TellsEnd { get; set; } = true;

    public static AlertRuleEntry From(AlertRuleDraft draft)
    {
        var entry = new AlertRuleEntry
        {
            Name = draft.Name,
            Kind = draft.Kind,
            Enabled = draft.Enabled,
            IsCritical = draft.IsCritical,
            Minutes = draft.Minutes,
            Percent = draft.Percent,
            DestinationId = draft.DestinationId,
            SourceId = draft.SourceId,
            ReminderMinutes = draft.ReminderMinutes,
            TellsEnd = draft.TellsEnd,
        };
        entry.Channels.UnionWith(draft.Channels);
        return entry;
    }

    public AlertRuleDraft ToDraft() => new(Name, Kind)
    {
        Enabled = Enabled,
        IsCritical = IsCritical,
        Minutes = Minutes,
        Percent = Percent,
        DestinationId = DestinationId,
        SourceId = SourceId,
        Channels = [.. Channels],
        ReminderMinutes = ReminderMinutes,
        TellsEnd = TellsEnd,
    };
}
