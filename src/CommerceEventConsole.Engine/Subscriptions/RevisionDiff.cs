using CommerceEventConsole.Engine.Subscriptions.Matching;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Subscriptions;

/// <summary>What became of one part of a subscription.</summary>
public enum RevisionChangeKind
{
    /// <summary>It is there now and was not before.</summary>
    Added,

    /// <summary>It was there and is no more.</summary>
    Removed,

    /// <summary>It is another now.</summary>
    Changed,
}

/// <summary>One difference between two revisions.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Text">A clause without a full stop, such as <c>field grand_total</c> or <c>event: Order placed → Order saved</c>.</param>
public readonly record struct RevisionChange(RevisionChangeKind Kind, string Text);

/// <summary>How event types and destinations are called for people.</summary>
/// <param name="EventType">The title of an event type.</param>
/// <param name="Destination">The name of a destination.</param>
public sealed record RevisionNames(Func<string, string> EventType, Func<int, string> Destination);

/// <summary>What one revision of a subscription does differently from another, in words. Name and switch are no part of a revision.</summary>
public static class RevisionDiff
{
    /// <summary>The differences, in the order of the editor: event, rules, fields, destinations, order, stages, Commerce.</summary>
    /// <param name="before">The earlier content; null where there was none.</param>
    /// <param name="after">The later content.</param>
    /// <param name="names">What people call the parts.</param>
    public static IReadOnlyList<RevisionChange> Between(SubscriptionDraft? before, SubscriptionDraft after, RevisionNames names)
    {
        var changes = new List<RevisionChange>();
        EventType(before, after, names, changes);
        changes.AddRange(RuleDiff.Between(before?.Rules ?? [], after.Rules));
        changes.AddRange(FieldDiff.Between(before?.Fields, after.Fields));
        Destinations(before?.DestinationIds ?? [], after.DestinationIds, names, changes);
        if (before is not null)
            changes.AddRange(SendingWords.Of(after.Sending).Except(SendingWords.Of(before.Sending), StringComparer.Ordinal).Select(w => new RevisionChange(RevisionChangeKind.Changed, w)));
        Stages(before, after, names, changes);
        if (RevisionContent.WriteCommerce(before?.Commerce) != RevisionContent.WriteCommerce(after.Commerce))
            changes.Add(new(RevisionChangeKind.Changed, "settings that only Commerce uses"));
        return changes;
    }

    private static void EventType(SubscriptionDraft? before, SubscriptionDraft after, RevisionNames names, List<RevisionChange> changes)
    {
        if (before is null or { EventType.Length: 0 })
        {
            if (after.EventType.Length > 0)
                changes.Add(new(RevisionChangeKind.Added, $"event: {names.EventType(after.EventType)}"));
        }
        else if (!before.EventType.Equals(after.EventType, StringComparison.Ordinal))
        {
            var now = after.EventType.Length == 0 ? "none" : names.EventType(after.EventType);
            changes.Add(new(RevisionChangeKind.Changed, $"event: {names.EventType(before.EventType)} → {now}"));
        }
    }

    // Of destinations that are still there: what went with a destination need not be told twice.
    private static void Stages(SubscriptionDraft? before, SubscriptionDraft after, RevisionNames names, List<RevisionChange> changes)
    {
        foreach (var id in after.DestinationIds.Order())
        {
            var wasThere = before?.DestinationIds.Contains(id) == true;
            var old = wasThere ? StageWords.Of(before!.StagesOf(id)) : [];
            var now = StageWords.Of(after.StagesOf(id));
            var count = changes.Count;
            changes.AddRange(now.Except(old, StringComparer.Ordinal).Select(w => new RevisionChange(RevisionChangeKind.Added, $"for {names.Destination(id)}: {w}")));
            changes.AddRange(old.Except(now, StringComparer.Ordinal).Select(w => new RevisionChange(RevisionChangeKind.Removed, $"for {names.Destination(id)}: {w}")));

            // What no clause tells: a sample, the text of a template, an instance, another order.
            if (changes.Count == count && StageJson.Write(before?.Stages, wasThere ? [id] : []) != StageJson.Write(after.Stages, [id]))
                changes.Add(new(RevisionChangeKind.Changed, $"for {names.Destination(id)}: details of its stages"));
        }
    }

    private static void Destinations(IReadOnlyList<int> before, IReadOnlyList<int> after, RevisionNames names, List<RevisionChange> changes)
    {
        changes.AddRange(after.Except(before).Select(id => new RevisionChange(RevisionChangeKind.Added, $"destination {names.Destination(id)}")));
        changes.AddRange(before.Except(after).Select(id => new RevisionChange(RevisionChangeKind.Removed, $"destination {names.Destination(id)}")));
    }
}
