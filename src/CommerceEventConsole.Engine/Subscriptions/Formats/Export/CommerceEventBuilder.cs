using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Subscriptions.Formats.Export;

/// <summary>
/// Makes one event of the subscriptions about it. Commerce knows an event once: their fields are united, and conditions stay only where
/// all of them have the same, because what Commerce holds back is lost to everybody.
/// </summary>
internal sealed class CommerceEventBuilder(string name, IReadOnlyList<ExportedSubscription> subscriptions, ExportOptions options)
{
    private const string Everything = "*";

    private readonly List<string> _notes = [];

    private IEnumerable<SubscriptionDraft> Drafts => subscriptions.Select(s => s.Draft);

    public CommerceEvent Build()
    {
        var settings = Settings();
        var rules = Rules();
        var fields = Fields(settings, rules);
        Remark(settings, rules);
        return new(name, settings.Parent, fields, rules, settings, _notes);
    }

    private CommerceSettings Settings()
    {
        var all = Drafts.Select(d => d.Commerce ?? new CommerceSettings()).ToList();
        return new(
            First(all, s => s.Parent, "parents"),
            all.Exists(s => s.Priority),
            First(all, s => s.Destination, "destinations in Commerce"),
            First(all, s => s.ProviderId, "event providers"),
            all.Exists(s => s.HipaaAuditRequired),
            [.. all.SelectMany(s => s.Fields ?? []).DistinctBy(f => f.Name, StringComparer.Ordinal)],
            [.. all.SelectMany(s => s.Processors ?? []).Distinct()]);
    }

    private string? First(List<CommerceSettings> all, Func<CommerceSettings, string?> part, string what)
    {
        var values = all.Select(part).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (values.Count > 1)
            _notes.Add($"{Names()} name different {what}: {string.Join(", ", values)}. The first one is written.");
        return values.FirstOrDefault();
    }

    private IReadOnlyList<Rule> Rules()
    {
        var first = subscriptions[0].Draft.Rules;
        if (Drafts.All(d => d.Rules.ToHashSet().SetEquals(first)))
            return [.. first.Distinct()];
        _notes.Add($"{Names()} have different conditions, but Commerce knows this event once. No condition is written: Commerce sends every such event, and the console chooses.");
        return [];
    }

    private List<CommerceField> Fields(CommerceSettings settings, IReadOnlyList<Rule> rules)
    {
        var details = (settings.Fields ?? []).ToDictionary(f => f.Name, StringComparer.Ordinal);
        var paths = new List<string>();
        foreach (var draft in Drafts)
        {
            if (draft.Fields.Count == 0)
                _notes.Add($"“{draft.Name}” takes everything; Commerce is asked for {Everything}, which leaves previous values out.");
            var wanted = draft.Fields.Count == 0 ? [Everything] : draft.Fields.Select(FieldEntries.PathOf);
            paths.AddRange(wanted.Where(p => !paths.Contains(p, StringComparer.Ordinal)));
        }

        if (paths.Contains(Everything, StringComparer.Ordinal))
            _notes.Add($"{Everything} asks for all of the event: card data may be among it, and Commerce never sends an event larger than 64 KB.");
        var missing = Drafts.SelectMany(d => d.Rules).SelectMany(FieldEntries.ReadBy)
            .Where(p => !FieldEntries.Covers(paths, p)).Distinct(StringComparer.Ordinal).ToList();
        if (missing.Count > 0 && options.AddRuleFields)
        {
            _notes.Add($"Commerce is also asked for {string.Join(", ", missing)}: the console needs {(missing.Count == 1 ? "it" : "them")} to check the conditions.");
            paths.AddRange(missing);
        }
        else if (missing.Count > 0)
        {
            _notes.Add($"The conditions need {string.Join(", ", missing)}, which Commerce is not asked for: the console will take none of these events.");
        }

        return [.. paths.Select(p => details.TryGetValue(p, out var field) ? field : new CommerceField(p))];
    }

    private void Remark(CommerceSettings settings, IReadOnlyList<Rule> rules)
    {
        if (rules.Count > 0)
            _notes.Add("Commerce does not send events that fail the conditions: they are lost to the console for good.");
        if (IsPlugin(name) || IsPlugin(settings.Parent))
            _notes.Add("After subscribing to a plugin event run bin/magento events:generate:module and bin/magento setup:di:compile.");
        if (rules.Count > 0 && settings.Parent is null)
            _notes.Add("It has conditions but no parent. Commerce documents conditions only for an event with a name of its own and a parent, and may refuse it.");
        foreach (var subscription in subscriptions)
        {
            var renamed = subscription.Draft.Fields.Select(FieldEntry.Parse).Where(f => f.As is not null).Select(f => f.ToString()).ToList();
            if (renamed.Count > 0)
                _notes.Add($"“{subscription.Draft.Name}” renames {string.Join(", ", renamed)}. The console does that; Commerce is asked for the fields by their own names.");
            if (subscription.Destinations.Count > 0)
                _notes.Add($"“{subscription.Draft.Name}” goes to {string.Join(", ", subscription.Destinations)}. Only the console knows that.");
            if (!subscription.Draft.Enabled)
                _notes.Add($"“{subscription.Draft.Name}” is switched off in the console. Commerce would send its events all the same.");
        }
    }

    private static bool IsPlugin(string? eventName) => eventName?.StartsWith("plugin.", StringComparison.Ordinal) == true;

    private string Names() => string.Join(" and ", Drafts.Select(d => $"“{d.Name}”"));
}
