using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Commerce.Drift;

/// <summary>Works out what Commerce should be subscribed to from what the console has published.</summary>
internal static class WantedSubscriptions
{
    /// <summary>
    /// One for each event type of Commerce that a published subscription that is switched on asks for. <paramref name="others"/> counts the
    /// subscriptions to events from elsewhere.
    /// </summary>
    public static IReadOnlyList<WantedSubscription> Of(IEnumerable<Subscription> subscriptions, CommerceKind kind, out int others)
    {
        var published = subscriptions
            .Where(s => s.Enabled && s.Published() is not null)
            .Select(s => (s.Id, Draft: SubscriptionDraft.From(s)))
            .ToList();
        var commerce = published.FindAll(s => CommerceNames.IsCommerce(s.Draft.EventType) || s.Draft.Commerce?.Parent is not null);
        others = published.Count - commerce.Count;
        return
        [
            .. commerce.GroupBy(s => s.Draft.EventType, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => Unite(g.Key, [.. g.OrderBy(s => s.Id)], kind)),
        ];
    }

    private static WantedSubscription Unite(string eventType, List<(int Id, SubscriptionDraft Draft)> group, CommerceKind kind)
    {
        var drafts = group.ConvertAll(s => s.Draft);
        var settings = drafts.Select(d => d.Commerce).OfType<CommerceSettings>().ToList();
        var shared = SharedRules(drafts);
        var parent = settings.Select(s => s.Parent).FirstOrDefault(p => p is not null && p != eventType);
        var content = new CommerceSubscription
        {
            Name = CommerceNames.Of(eventType, kind),
            Parent = parent,
            Fields = WantedFields.Of(drafts),
            // Only an event with a name of its own carries rules (spec 6.6). On an event itself they would also keep it from whoever else
            // listens; the console checks its own rules anyway.
            Rules = parent is null ? [] : shared,
            Destination = settings.Select(s => s.Destination).FirstOrDefault(d => d is not null),
            Priority = settings.Any(s => s.Priority),
            HipaaAuditRequired = settings.Any(s => s.HipaaAuditRequired),
            ProviderId = settings.Select(s => s.ProviderId).FirstOrDefault(p => p is not null),
        };
        return new WantedSubscription(eventType, content, shared, drafts.ConvertAll(d => d.Name), group.ConvertAll(s => s.Id));
    }

    // There is no OR between rules: what is not common to all must not be checked in Commerce.
    private static IReadOnlyList<CommerceRule> SharedRules(List<SubscriptionDraft> drafts)
    {
        var shared = Rules(drafts[0]);
        foreach (var draft in drafts.Skip(1))
            shared.IntersectWith(Rules(draft));
        return [.. shared.OrderBy(r => r.Field, StringComparer.Ordinal).ThenBy(r => r.Operator, StringComparer.Ordinal).ThenBy(r => r.Value, StringComparer.Ordinal)];
    }

    private static HashSet<CommerceRule> Rules(SubscriptionDraft draft) =>
        [.. draft.Rules.Select(r => new CommerceRule(r.Field, RuleOperatorNames.Format(r.Operator), r.Value))];
}
