using CommerceEventConsole.Components.Subscriptions.Stages;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Components.Subscriptions;

/// <summary>A subscription as it is being entered.</summary>
internal sealed class SubscriptionEntry
{
    public string Name { get; set; } = "";

    public string EventType { get; set; } = "";

    public IReadOnlyList<string> Fields { get; set; } = [];

    public List<RuleEntry> Rules { get; } = [];

    public HashSet<int> Destinations { get; } = [];

    public RouteOrder Order { get; set; }

    public int BatchSize { get; set; } = 1;

    public int BatchSeconds { get; set; }

    // By destination; those of one that was taken out stay here in case it comes back before saving.
    public Dictionary<int, StagesEntry> Stages { get; } = [];

    // Not edited here: kept as they came, so that saving loses nothing.
    private bool Enabled { get; init; } = true;

    private CommerceSettings? Commerce { get; init; }

    private string CameWithType { get; init; } = "";

    // Commerce's own name and parent are those of the event that it came with.
    private CommerceSettings? CommerceNow => EventType == CameWithType ? Commerce : Commerce is null ? null : Commerce with { Name = null, Parent = null };

    public static SubscriptionEntry From(SubscriptionDraft draft)
    {
        var entry = new SubscriptionEntry
        {
            Name = draft.Name,
            EventType = draft.EventType,
            Fields = draft.Fields,
            Order = draft.Sending.Order,
            BatchSize = draft.Sending.BatchSize,
            BatchSeconds = draft.Sending.BatchSeconds,
            Enabled = draft.Enabled,
            Commerce = draft.Commerce,
            CameWithType = draft.EventType,
        };
        entry.Rules.AddRange(draft.Rules.Select(r => new RuleEntry { Field = r.Field, Operator = r.Operator, Value = r.Value }));
        entry.Destinations.UnionWith(draft.DestinationIds);
        foreach (var (id, stages) in draft.Stages ?? new Dictionary<int, RouteStages>())
            entry.Stages[id] = StagesEntry.From(stages);
        return entry;
    }

    private Dictionary<int, RouteStages>? StagesNow
    {
        get
        {
            var some = Stages.Where(s => Destinations.Contains(s.Key)).Select(s => (s.Key, Stages: s.Value.ToStages())).Where(s => !s.Stages.IsNone).ToDictionary(s => s.Key, s => s.Stages);
            return some.Count == 0 ? null : some;
        }
    }

    private RouteSending Sending => new() { Order = Order, BatchSize = BatchSize, BatchSeconds = BatchSeconds };

    public SubscriptionDraft ToDraft() => new(
        Name, EventType, Fields, [.. Rules.Select(r => r.ToRule())], [.. Destinations.Order()], Sending, Enabled, CommerceNow, StagesNow);

    public SubscriptionDefinition ToDefinition() => new(EventType, Fields, [.. Rules.Select(r => r.ToRule())]);
}
