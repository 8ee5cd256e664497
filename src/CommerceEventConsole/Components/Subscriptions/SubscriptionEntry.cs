using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Components.Subscriptions;

/// <summary>A subscription as it is being entered.</summary>
internal sealed class SubscriptionEntry
{
    public string Name { get; set; } = "";

    public string EventType { get; set; } = "";

    public IReadOnlyList<string> Fields { get; set; } = [];

    public List<RuleEntry> Rules { get; } = [];

    public HashSet<int> Destinations { get; } = [];

    public bool InOrder { get; set; } = true;

    public bool Enabled { get; set; } = true;

    public static SubscriptionEntry From(SubscriptionDraft draft)
    {
        var entry = new SubscriptionEntry
        {
            Name = draft.Name,
            EventType = draft.EventType,
            Fields = draft.Fields,
            InOrder = draft.InOrder,
            Enabled = draft.Enabled,
        };
        entry.Rules.AddRange(draft.Rules.Select(r => new RuleEntry { Field = r.Field, Operator = r.Operator, Value = r.Value }));
        entry.Destinations.UnionWith(draft.DestinationIds);
        return entry;
    }

    public SubscriptionDraft ToDraft() => new(
        Name, EventType, Fields, [.. Rules.Select(r => r.ToRule())], [.. Destinations.Order()], InOrder, Enabled);

    public SubscriptionDefinition ToDefinition() => new(EventType, Fields, [.. Rules.Select(r => r.ToRule())]);
}
