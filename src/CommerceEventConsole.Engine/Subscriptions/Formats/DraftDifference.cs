using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Subscriptions.Formats;

/// <summary>A part of a subscription that would be different.</summary>
/// <param name="Part">What part, e.g. <c>Fields</c>.</param>
/// <param name="Removed">What would go.</param>
/// <param name="Added">What would come.</param>
public sealed record DraftDifference(string Part, IReadOnlyList<string> Removed, IReadOnlyList<string> Added)
{
    /// <summary>Everything in which two drafts differ, but for their names and switches, which are no part of a revision.</summary>
    /// <param name="before">What is there.</param>
    /// <param name="after">What would be.</param>
    /// <param name="destinationName">The name of a destination.</param>
    public static IReadOnlyList<DraftDifference> Between(SubscriptionDraft before, SubscriptionDraft after, Func<int, string> destinationName)
    {
        var differences = new List<DraftDifference>();
        Compare("Event type", [before.EventType], [after.EventType]);
        Compare("Fields", before.Fields, after.Fields, inOrder: true);
        Compare("Conditions", [.. before.Rules.Select(RuleWords.Of)], [.. after.Rules.Select(RuleWords.Of)], inOrder: true);
        Compare("Destinations", [.. before.DestinationIds.Select(destinationName)], [.. after.DestinationIds.Select(destinationName)]);
        Compare("Sending", SendingWords.Of(before.Sending), SendingWords.Of(after.Sending));
        foreach (var id in before.DestinationIds.Union(after.DestinationIds).Order())
            Compare($"Stages of {destinationName(id)}", StagesOf(before, id), StagesOf(after, id));
        Compare("For Commerce alone", CommerceWords(before.Commerce), CommerceWords(after.Commerce));
        return differences;

        void Compare(string part, IReadOnlyList<string> old, IReadOnlyList<string> now, bool inOrder = false)
        {
            var removed = Without(old, now);
            var added = Without(now, old);
            if (removed.Count > 0 || added.Count > 0)
                differences.Add(new(part, removed, added));
            else if (inOrder && !old.SequenceEqual(now, StringComparer.Ordinal))
                differences.Add(new(part, [], ["the same ones, but in another order or another number of times"]));
        }
    }

    private static IReadOnlyList<string> StagesOf(SubscriptionDraft draft, int id) =>
        draft.DestinationIds.Contains(id) ? StageWords.Of(draft.StagesOf(id)) : [];

    private static List<string> Without(IReadOnlyList<string> all, IReadOnlyList<string> those) => [.. all.Except(those, StringComparer.Ordinal)];

    private static List<string> CommerceWords(CommerceSettings? settings)
    {
        if (settings is null)
            return [];
        var words = new List<string>();
        Add(settings.Name is not null, $"its name there is {settings.Name}");
        Add(settings.Parent is not null, $"derived from {settings.Parent}");
        Add(settings.Priority, "sent at once");
        Add(settings.Destination is not null, $"its destination there is {settings.Destination}");
        Add(settings.ProviderId is not null, $"event provider {settings.ProviderId}");
        Add(settings.HipaaAuditRequired, "access is logged for audits");
        foreach (var field in settings.Fields ?? [])
        {
            Add(field.Converter is not null, $"{field.Name} is converted by {field.Converter}");
            Add(field.Source is not null, $"{field.Name} comes from {field.Source}");
        }

        foreach (var processor in settings.Processors ?? [])
            words.Add(processor.Priority is { } place ? FormattableString.Invariant($"{processor.Class} adds to it, at place {place}") : $"{processor.Class} adds to it");
        return words;

        void Add(bool applies, string text)
        {
            if (applies)
                words.Add(text);
        }
    }
}
