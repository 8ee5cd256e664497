using System.Globalization;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Subscriptions.Formats.Xml;

/// <summary>
/// Makes one subscription of all that files say about one event. Fields are united, as Commerce does over modules (spec 6.6; 9.6, check 84);
/// where the files contradict each other, the first one holds and the contradiction is a finding.
/// </summary>
internal sealed class EventUnion(EventTypeResolver eventTypes, FindingLog findings)
{
    public IReadOnlyList<ImportedSubscription> Unite(IEnumerable<XmlEvent> events)
    {
        var united = events.GroupBy(e => EventTypeName.WithoutCommercePrefix(e.Name).ToString(), StringComparer.Ordinal)
            .Select(g => (First: g.First(), Subscription: Unite(g.Key, [.. g]))).ToList();
        foreach (var alike in united.GroupBy(u => u.Subscription.Draft.EventType, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            Warn(alike.Last().First, $"{string.Join(" and ", alike.Select(u => CommerceNames.Of(u.Subscription.Draft)))} are one event type here, {alike.Key}: each of the subscriptions gets the events of all of them.");
        }

        return [.. united.Select(u => u.Subscription)];
    }

    private ImportedSubscription Unite(string name, List<XmlEvent> parts)
    {
        var first = parts[0];
        var eventType = eventTypes.Resolve(name).Name;
        var fields = Fields(parts);
        var rules = Rules(parts);
        var commerce = new CommerceSettings(
            First(parts, e => e.Parent, "parent"),
            parts.Any(e => e.Priority),
            First(parts, e => e.Destination, "destination"),
            First(parts, e => e.ProviderId, "provider"),
            parts.Any(e => e.HipaaAuditRequired),
            [.. fields.Where(f => f.Converter is not null || f.Source is not null)],
            [.. parts.SelectMany(e => e.Processors).Select(p => p.Value).Distinct()],
            name == CommerceNames.Usual(eventType) ? null : name);
        var draft = new SubscriptionDraft(
            "", eventType, [.. fields.Select(f => f.Name)], rules, [], RouteSending.Default, parts.TrueForAll(e => e.Enabled), Tidy(commerce));
        // Of one that is refused, the reasons are enough.
        if (parts.TrueForAll(e => e.Problems.Count == 0))
            CheckWhole(first, draft);
        return new(draft, null, [.. parts.Select(Place)], [.. parts.SelectMany(e => e.Problems)]);
    }

    private static CommerceSettings? Tidy(CommerceSettings settings)
    {
        settings = settings with
        {
            Fields = settings.Fields is [] ? null : settings.Fields,
            Processors = settings.Processors is [] ? null : settings.Processors,
        };
        return settings.IsEmpty ? null : settings;
    }

    private List<CommerceField> Fields(List<XmlEvent> parts)
    {
        var united = new Dictionary<string, int>(StringComparer.Ordinal);
        var fields = new List<CommerceField>();
        foreach (var part in parts)
        {
            foreach (var (field, line) in part.Fields)
            {
                if (united.TryAdd(field.Name, fields.Count))
                {
                    fields.Add(field);
                    continue;
                }

                var known = fields[united[field.Name]];
                if ((field.Converter ?? known.Converter) != (known.Converter ?? field.Converter) || (field.Source ?? known.Source) != (known.Source ?? field.Source))
                    findings.Warning(part.File, line, $"The field {field.Name} has another converter or source elsewhere. The first one holds.");
                fields[united[field.Name]] = known with { Converter = known.Converter ?? field.Converter, Source = known.Source ?? field.Source };
            }
        }

        return fields;
    }

    private List<Rule> Rules(List<XmlEvent> parts)
    {
        var rules = parts.SelectMany(e => e.Rules).Select(r => r.Value).Distinct().ToList();
        if (parts.Find(e => e.Rules.Count > 0 && !e.Rules.Select(r => r.Value).ToHashSet().SetEquals(rules)) is { } less)
            Warn(less, $"{less.Name} has other conditions elsewhere. All of them are taken together, so that it is sent only when every one holds.");
        else if (rules.Count > 0 && parts.Find(e => e.Rules.Count == 0) is { } without)
            Warn(without, $"{without.Name} has no conditions here, but has some elsewhere. They are taken.");
        return rules;
    }

    private string? First(List<XmlEvent> parts, Func<XmlEvent, string?> part, string what)
    {
        var value = parts.Select(part).FirstOrDefault(v => v is not null);
        if (parts.Find(e => part(e) is { } other && other != value) is { } differs)
            Warn(differs, $"{differs.Name} has the {what} {part(differs)} here and {value} elsewhere. {value} holds.");
        return value;
    }

    private void CheckWhole(XmlEvent first, SubscriptionDraft draft)
    {
        var name = CommerceNames.Of(draft);
        if (draft.Commerce?.Parent is null && !name.StartsWith("observer.", StringComparison.Ordinal) && !name.StartsWith("plugin.", StringComparison.Ordinal))
            Warn(first, $"{name} begins neither with observer. nor with plugin., and has no parent: Commerce does not take it.");
        if (draft.Fields.Count == 0)
            Warn(first, $"{name} names no fields. Commerce asks for some; here everything that arrives is taken.");
        var missing = draft.Rules.SelectMany(FieldEntries.ReadBy).Where(p => !FieldEntries.Covers(draft.Fields, p)).Distinct(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            Warn(first, $"Conditions of {name} ask for {string.Join(", ", missing)}, which Commerce does not send with it. The console checks conditions again and would "
                + "take no event: ask Commerce for these fields too, or take the conditions out of the draft.");
        }
    }

    private void Warn(XmlEvent at, string message) => findings.Warning(at.File, at.Line, message);

    private static string Place(XmlEvent read) => string.Create(CultureInfo.InvariantCulture, $"{read.File}:{read.Line}");
}
