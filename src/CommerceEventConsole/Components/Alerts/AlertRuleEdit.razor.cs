using CommerceEventConsole.Engine.Alerts.Channels;
using CommerceEventConsole.Engine.Alerts.Rules;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Sources;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Alerts;

/// <summary>Sets a rule up.</summary>
public partial class AlertRuleEdit
{
    private AlertRuleEntry _entry = new();
    private AlertRule? _rule;
    private AlertNames _names = new(new Dictionary<int, string>(), new Dictionary<int, string>());
    private IReadOnlyList<AlertChannel> _channels = [];

    /// <inheritdoc />
    protected override string ListPath => "alerts/rules";

    /// <inheritdoc />
    protected override string Noun => "rule";

    private string Title => Id is null ? "New alert rule" : _rule?.Name ?? "Alert rule";

    private string MinutesLabel => _entry.Kind switch
    {
        AlertKind.Unreachable => "Unreachable for",
        AlertKind.Backlog => "The oldest waits for",
        _ => "Nothing for",
    };

    private string KindHint => _entry.Kind switch
    {
        AlertKind.GroupOpened => "It is over when somebody looks after the failure group, snoozes or settles it.",
        AlertKind.Unreachable => "A destination that somebody paused is left out.",
        AlertKind.Backlog => "Whatever the reason: paused, unreachable, slow, or failing and tried again.",
        AlertKind.Silence => "Only for sources that are switched on and have sent before. Choose a time that is longer than the shop's quiet hours.",
        AlertKind.PromiseBroken => "Promises are on the page Freshness, each with its limit. Without a destination those about resyncs and jobs are watched, too.",
        _ => "The console sees its own answers only. The state of the registration is in the Adobe Developer Console.",
    };

    private EventCallback DeleteCallback => _rule is { } rule ? EventCallback.Factory.Create(this, () => AskAndDeleteAsync(rule.Name)) : default;

    [Inject]
    private AlertRuleStore Store { get; set; } = null!;

    [Inject]
    private AlertChannelStore Channels { get; set; } = null!;

    [Inject]
    private DestinationStore Destinations { get; set; } = null!;

    [Inject]
    private SourceStore Sources { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        _names = await AlertRulesPage.NamesAsync(Destinations, Sources, cancellationToken);
        _channels = await Channels.ListAsync(cancellationToken);
        _rule = Id is { } id ? await Store.GetAsync(id, cancellationToken) : null;
        _entry = _rule is null ? new AlertRuleEntry() : AlertRuleEntry.From(AlertRuleDraft.From(_rule));
        return Id is null || _rule is not null;
    }

    /// <inheritdoc />
    protected override Task<ChangeResult<AlertRule>> SaveAsync(string who, CancellationToken cancellationToken) => _rule is { } row
        ? Store.UpdateAsync(row.Id, row.Version, _entry.ToDraft(), who, cancellationToken)
        : Store.CreateAsync(_entry.ToDraft(), who, cancellationToken);

    /// <inheritdoc />
    protected override Task<ChangeResult<AlertRule>> DeleteAsync(string who, CancellationToken cancellationToken) =>
        Store.DeleteAsync(_rule!.Id, who, cancellationToken);
}
