using System.Security.Cryptography;
using System.Text.Json;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Subscriptions;

namespace CommerceEventConsole.Engine.Commerce.Drift;

/// <summary>Compares what the console has published with what Commerce is subscribed to.</summary>
public static class SubscriptionDrift
{
    /// <summary>Compares both sides.</summary>
    /// <param name="subscriptions">The console's subscriptions, with their published revisions.</param>
    /// <param name="inCommerce">Commerce's subscriptions.</param>
    /// <param name="offered">The events that Commerce offers; null where it does not say.</param>
    /// <param name="kind">The edition.</param>
    /// <param name="canonical">The canonical event type of a name in Commerce.</param>
    public static DriftReport Compare(
        IReadOnlyList<Subscription> subscriptions,
        IReadOnlyList<CommerceSubscription> inCommerce,
        IReadOnlyList<string>? offered,
        CommerceKind kind,
        Func<string, string> canonical)
    {
        var names = offered?.ToHashSet(StringComparer.Ordinal);
        var wanted = WantedSubscriptions.Of(subscriptions, kind, out var elsewhere);
        var rest = inCommerce.DistinctBy(s => s.Name, StringComparer.Ordinal).ToList();
        var items = new List<DriftItem>();
        foreach (var here in wanted)
        {
            var there = Counterpart(here, rest, canonical);
            if (there is not null)
                rest.Remove(there);
            items.Add(Item(here.EventType, here, there, names, kind));
        }

        var drafts = subscriptions.Where(s => s.Published() is null && s.Draft() is not null)
            .DistinctBy(s => s.Draft()!.EventType, StringComparer.Ordinal).ToDictionary(s => s.Draft()!.EventType, s => s.Id, StringComparer.Ordinal);
        foreach (var there in rest)
        {
            var item = Item(canonical(there.Name), here: null, there, names, kind);
            items.Add(drafts.TryGetValue(item.EventType, out var draft) ? item with { DraftId = draft } : item);
        }

        return new DriftReport([.. items.OrderBy(i => i.EventType, StringComparer.Ordinal).ThenBy(i => i.Key, StringComparer.Ordinal)], elsewhere);
    }

    // Several names can stand for one event type. The plain one is the console's own way of writing it.
    private static CommerceSubscription? Counterpart(WantedSubscription here, List<CommerceSubscription> inCommerce, Func<string, string> canonical) =>
        inCommerce.Where(s => canonical(s.Name) == here.EventType)
            .OrderByDescending(s => s.Name == here.Content.Name)
            .ThenByDescending(s => s.Parent == here.Content.Parent)
            .ThenBy(s => s.Name, StringComparer.Ordinal)
            .FirstOrDefault();

    private static DriftItem Item(
        string eventType, WantedSubscription? here, CommerceSubscription? there, HashSet<string>? offered, CommerceKind kind)
    {
        // What is in Commerce already keeps the name that it has there. A prefixed one such as erp.observer.x is derived from the event
        // itself, which makes no difference.
        if (here is not null && there is not null && here.Content.Name != there.Name)
            here = here with { Content = here.Content with { Name = there.Name, Parent = here.Content.Parent ?? there.Parent } };
        var differences = here is null || there is null ? [] : Differences(here, there);
        var state = (here, there) switch
        {
            (_, null) => DriftState.OnlyHere,
            (null, _) => DriftState.OnlyThere,
            _ => differences.Count == 0 ? DriftState.Same : DriftState.Different,
        };
        var (name, parent) = (there?.Name ?? here!.Content.Name, there?.Parent ?? here?.Content.Parent);
        return new DriftItem
        {
            Key = name,
            EventType = eventType,
            State = state,
            Here = here,
            There = there,
            Differences = differences,
            IsOffered = offered is null ? null : offered.Contains(name) || (parent is not null && offered.Contains(parent)),
            NeedsModule = kind == CommerceKind.PaaS && (CommerceNames.IsPlugin(name) || CommerceNames.IsPlugin(parent)),
            Fingerprint = Fingerprint(here, there),
        };
    }

    /// <summary>What a subscription in Commerce lacks, and what it has too much of.</summary>
    internal static List<DriftDifference> Differences(WantedSubscription here, CommerceSubscription there)
    {
        var differences = new List<DriftDifference>();
        AddFields(differences, here.Content.Fields, there.Fields is [] ? [new CommerceField("*")] : there.Fields);
        AddRules(differences, here, there);
        if (here.Content.Parent != there.Parent)
            differences.Add(new(DriftAspect.Parent, here.Content.Parent ?? "no other event", there.Parent ?? "no other event"));
        if (here.Content.Priority != there.Priority)
            differences.Add(new(DriftAspect.Priority, Speed(here.Content.Priority), Speed(there.Priority)));
        // Commerce names the default provider and destination where the console says nothing (spec 6.11).
        if (here.Content.ProviderId is { } provider && provider != there.ProviderId)
            differences.Add(new(DriftAspect.Provider, provider, there.ProviderId ?? "the default one"));
        if (here.Content.Destination is { } destination && destination != (there.Destination ?? "default"))
            differences.Add(new(DriftAspect.Destination, destination, there.Destination ?? "default"));
        if (here.Content.HipaaAuditRequired != there.HipaaAuditRequired)
            differences.Add(new(DriftAspect.Hipaa, Switch(here.Content.HipaaAuditRequired), Switch(there.HipaaAuditRequired)));
        return differences;
    }

    private static void AddFields(List<DriftDifference> differences, IReadOnlyList<CommerceField> here, IReadOnlyList<CommerceField> there)
    {
        var sent = there.DistinctBy(f => f.Name, StringComparer.Ordinal).ToDictionary(f => f.Name, StringComparer.Ordinal);
        foreach (var field in here)
        {
            if (!sent.Remove(field.Name, out var found))
                differences.Add(new(DriftAspect.FieldMissing, DriftDifference.Words(field), ""));
            else if (found != field)
                differences.Add(new(DriftAspect.FieldTreatment, DriftDifference.Words(field), DriftDifference.Words(found)));
        }

        differences.AddRange(sent.Values.Select(f => new DriftDifference(DriftAspect.FieldExtra, "", DriftDifference.Words(f))));
    }

    // Rules that every subscription here has too hold nothing back that is wanted.
    private static void AddRules(List<DriftDifference> differences, WantedSubscription here, CommerceSubscription there)
    {
        differences.AddRange(here.Content.Rules.Except(there.Rules).Select(r => new DriftDifference(DriftAspect.RuleMissing, DriftDifference.Words(r), "")));
        differences.AddRange(there.Rules.Except(here.SharedRules).Select(r => new DriftDifference(DriftAspect.RuleExtra, "", DriftDifference.Words(r))));
    }

    private static string Speed(bool priority) => priority ? "at once" : "with the next batch";

    private static string Switch(bool on) => on ? "on" : "off";

    private static string Fingerprint(WantedSubscription? here, CommerceSubscription? there) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { here?.Content, here?.SharedRules, there })));
}
