using System.Collections.Immutable;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Subscriptions.Formats.Export;
using CommerceEventConsole.Engine.Subscriptions.Formats.Sets;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Subscriptions.Formats;

/// <summary>Writes subscriptions for Commerce and for other consoles: what is in force of them, or the draft of one that never was.</summary>
public sealed class SubscriptionExport(SubscriptionStore subscriptions, DestinationStore destinations)
{
    /// <summary>The subscriptions with these ids, by name; all of them where none is named.</summary>
    public async Task<IReadOnlyList<ExportedSubscription>> ReadAsync(IReadOnlyCollection<int> ids, CancellationToken cancellationToken)
    {
        var names = (await destinations.ListAsync(cancellationToken)).ToDictionary(d => d.Id, d => d.Name);
        var rows = await subscriptions.ListAsync(cancellationToken);
        var wanted = ids.ToImmutableHashSet();
        return [.. rows.Where(r => wanted.IsEmpty || wanted.Contains(r.Id)).Select(Export)];

        ExportedSubscription Export(Subscription row)
        {
            var draft = SubscriptionDraft.From(row, row.Published() ?? row.Draft());
            return new(draft, [.. draft.DestinationIds.Where(names.ContainsKey).Select(id => names[id]).Order(StringComparer.OrdinalIgnoreCase)], row.Id)
            {
                Stages = (draft.Stages ?? new Dictionary<int, RouteStages>()).Where(s => names.ContainsKey(s.Key))
                    .ToImmutableSortedDictionary(s => names[s.Key], s => s.Value, StringComparer.OrdinalIgnoreCase),
            };
        }
    }

    /// <summary>As Commerce's <c>io_events.xml</c>; what it cannot say stands in its comments and in the notes.</summary>
    public static ExportedText ToXml(IEnumerable<ExportedSubscription> chosen, ExportOptions options) => EventXmlWriter.Write(chosen, options);

    /// <summary>As commands for Commerce's command line, one a line.</summary>
    public static ExportedText ToCommands(IEnumerable<ExportedSubscription> chosen, ExportOptions options) => EventCommandWriter.Write(chosen, options);

    /// <summary>As a set that a console reads back whole.</summary>
    public static string ToSet(IEnumerable<ExportedSubscription> chosen) => SubscriptionSetFile.Write(chosen.Select(s => new SetSubscription(
        s.Draft.Name,
        s.Draft.EventType,
        s.Draft.Fields,
        [.. s.Draft.Rules.Select(r => new SetRule(r.Field, RuleOperatorNames.Format(r.Operator), r.Value))],
        s.Destinations,
        s.Draft.Sending,
        s.Draft.Enabled,
        s.Draft.Commerce,
        s.Stages.Count == 0 ? null : s.Stages)));
}
