using System.Globalization;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Subscriptions.Formats;

/// <summary>Compares what files describe with what the console holds. Changes nothing.</summary>
internal sealed class ImportPlanner
{
    private readonly EventTypeResolver _eventTypes;
    private readonly IReadOnlyList<Subscription> _stored;
    private readonly ILookup<string, int> _destinationIds;
    private readonly Dictionary<int, string> _destinationNames;
    private readonly ILookup<string, string> _namesByType;
    private readonly List<(Subscription Row, SubscriptionDraft Draft)> _free;
    private readonly ImportNames _names;

    public ImportPlanner(EventTypeResolver eventTypes, IReadOnlyList<Subscription> stored, IReadOnlyList<Destination> destinations)
    {
        _eventTypes = eventTypes;
        _stored = stored;
        _destinationIds = destinations.ToLookup(d => d.Name, d => d.Id, StringComparer.OrdinalIgnoreCase);
        _destinationNames = destinations.ToDictionary(d => d.Id, d => d.Name);
        _free = [.. stored.Select(s => (s, SubscriptionDraft.WorkingCopy(s)))];
        _namesByType = _free.ToLookup(f => f.Draft.EventType, f => f.Row.Name, StringComparer.Ordinal);
        _names = new ImportNames(stored.Select(s => s.Name));
    }

    public ImportPlan Plan(ImportedFiles files) => new([.. files.Subscriptions.Select(Plan)], files.Findings);

    private ImportItem Plan(ImportedSubscription imported)
    {
        var notes = new List<string>();
        var said = imported.Draft;
        said = said with
        {
            Name = said.Name.Trim(),
            EventType = said.EventType.Trim() is { Length: > 0 } type ? _eventTypes.Resolve(type).Name : "",
            Fields = [.. said.Fields.Select(f => f.Trim())],
            DestinationIds = Destinations(imported, notes),
            Stages = Stages(imported, notes),
        };
        if (imported.Problems.Count > 0)
            return Refused(imported, Named(imported, said), imported.Problems, notes);
        if (Match(imported, said, notes) is { } match)
            return Changed(imported, match.Row, match.Draft, said, notes);
        if (!imported.IsCommerce && !_names.Take(said.Name) && said.Name.Length > 0)
            return Refused(imported, said, ["The files name this subscription more than once."], notes);
        said = Named(imported, said);
        if (said.DestinationIds.Count == 0)
            notes.Add("It goes nowhere until you choose destinations.");
        return Checked(imported, ImportAction.Create, said, null, [], notes);
    }

    private SubscriptionDraft Named(ImportedSubscription imported, SubscriptionDraft said) =>
        imported.IsCommerce ? said with { Name = _names.For(said) } : said;

    private int[] Destinations(ImportedSubscription imported, List<string> notes)
    {
        var ids = new SortedSet<int>();
        foreach (var name in imported.Destinations ?? [])
        {
            if (_destinationIds[name.Trim()].Select(id => (int?)id).FirstOrDefault() is { } id)
                ids.Add(id);
            else
                notes.Add($"There is no destination “{name}” here. It is left out.");
        }

        return [.. ids];
    }

    private Dictionary<int, RouteStages>? Stages(ImportedSubscription imported, List<string> notes)
    {
        if (imported.Stages is null)
            return null;
        var stages = new Dictionary<int, RouteStages>();
        foreach (var (name, some) in imported.Stages)
        {
            if (_destinationIds[name.Trim()].Select(id => (int?)id).FirstOrDefault() is { } id)
                stages[id] = some;
        }

        if (stages.Values.Any(s => s.Enrich.Any(e => e.InstanceId is not null) || s.WriteBack.Any(w => w.InstanceId is not null)))
            notes.Add("Its stages name a Commerce instance by its number: check that it is the right one here.");
        return stages;
    }

    // A set goes by name. Adobe's files know none: they go by what Commerce calls the event.
    private (Subscription Row, SubscriptionDraft Draft)? Match(ImportedSubscription imported, SubscriptionDraft said, List<string> notes)
    {
        var alike = imported.IsCommerce
            ? _free.FindAll(f => f.Draft.EventType == said.EventType && CommerceNames.Of(f.Draft) == CommerceNames.Of(said))
            : _free.FindAll(f => f.Row.Name.Equals(said.Name, StringComparison.OrdinalIgnoreCase));
        var same = alike.Find(f => Differences(f.Draft, Merge(imported, f.Draft, said)).Count == 0);
        var chosen = same.Row is not null ? same : alike.Count == 1 ? alike[0] : default;
        if (chosen.Row is not null)
        {
            _free.Remove(chosen);
            return chosen;
        }

        var others = _namesByType[said.EventType].ToList();
        if (imported.IsCommerce && others.Count > 0)
            notes.Add($"There {(others.Count == 1 ? "is" : "are")} already {string.Join(", ", others)} about the same event type. This makes another one beside.");
        return null;
    }

    /// <summary>What the file says, with what it cannot say taken from the subscription that is there.</summary>
    private static SubscriptionDraft Merge(ImportedSubscription imported, SubscriptionDraft there, SubscriptionDraft said)
    {
        if (!imported.IsCommerce)
            return said with { Name = there.Name, Enabled = there.Enabled };
        var wanted = said.Fields.ToHashSet(StringComparer.Ordinal);
        var kept = there.Fields.Where(f => wanted.Contains(FieldEntries.PathOf(f))).ToList();
        var known = kept.Select(FieldEntries.PathOf).ToHashSet(StringComparer.Ordinal);
        return there with
        {
            Fields = [.. kept, .. said.Fields.Where(f => !known.Contains(f))],
            Rules = there.Rules.ToHashSet().SetEquals(said.Rules) ? there.Rules : said.Rules,
            Commerce = said.Commerce,
        };
    }

    private ImportItem Changed(ImportedSubscription imported, Subscription row, SubscriptionDraft there, SubscriptionDraft said, List<string> notes)
    {
        var draft = Merge(imported, there, said);
        if (said.Enabled != there.Enabled && !imported.IsCommerce)
            notes.Add($"The file has it switched {(said.Enabled ? "on" : "off")}, here it is switched {(there.Enabled ? "on" : "off")}. An import leaves the switch as it is.");
        if (imported.IsCommerce && !said.Enabled)
            notes.Add("The file has it switched off in Commerce.");
        var differences = Differences(there, draft);
        if (differences.Count == 0)
            return new(ImportAction.Same, draft, row.Id, row.Version, [], notes, [], imported.Places);
        if (row.Draft() is { } working)
            notes.Add($"It has a draft that {working.CreatedBy} changed last. That draft is replaced; it is what the changes are compared with.");
        return Checked(imported, ImportAction.Change, draft, row, differences, notes);
    }

    private IReadOnlyList<DraftDifference> Differences(SubscriptionDraft before, SubscriptionDraft after) =>
        DraftDifference.Between(before, after, id => _destinationNames.GetValueOrDefault(id, "(deleted)"));

    private ImportItem Checked(
        ImportedSubscription imported, ImportAction action, SubscriptionDraft draft, Subscription? row, IReadOnlyList<DraftDifference> differences, List<string> notes)
    {
        var others = _stored.Where(s => s != row).ToList();
        var problems = SubscriptionRules.Check(draft, row is null, others, _destinationNames);
        return problems.Count > 0
            ? Refused(imported, draft, [.. problems.Select(p => p.Field.Length == 0 ? p.Message : string.Create(CultureInfo.InvariantCulture, $"{p.Field}: {p.Message}"))], notes)
            : new(action, draft, row?.Id, row?.Version ?? 0, differences, notes, [], imported.Places);
    }

    private static ImportItem Refused(ImportedSubscription imported, SubscriptionDraft draft, IReadOnlyList<string> problems, List<string> notes) =>
        new(ImportAction.Refuse, draft, null, 0, [], notes, problems, imported.Places);
}
