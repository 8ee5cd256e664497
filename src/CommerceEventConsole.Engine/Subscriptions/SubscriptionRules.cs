using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Subscriptions;

/// <summary>What a subscription must be like.</summary>
internal static class SubscriptionRules
{
    private const int MaxEventType = 200;
    private const int MaxFields = 500;
    private const int MaxRules = 100;

    /// <summary>Every problem of a draft. <paramref name="others"/> are the subscriptions beside it, <paramref name="destinations"/> the names of those that there are.</summary>
    public static List<ValidationProblem> Check(
        SubscriptionDraft draft, bool isNew, IReadOnlyCollection<Subscription> others, IReadOnlyDictionary<int, string> destinations)
    {
        var problems = new List<ValidationProblem>();
        problems.CheckRoom(isNew, others.Count, "subscriptions");
        problems.CheckName(draft.Name, others, "subscription");
        if (draft.EventType.Length > MaxEventType || draft.EventType.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
            problems.Add("eventType", $"An event type is at most {MaxEventType} characters without blanks, such as observer.sales_order_save_commit_after.");
        problems.CheckRange("fields", draft.Fields.Count, 0, MaxFields, "The number of fields");
        problems.CheckRange("rules", draft.Rules.Count, 0, MaxRules, "The number of rules");
        if (draft.DestinationIds.Any(id => !destinations.ContainsKey(id)))
            problems.Add("destinations", "One of the destinations is not there any more. Choose again.");

        problems.CheckRange("batchSize", draft.Sending.BatchSize, 1, RouteSending.MaxBatchSize, "The number of events in one request");
        problems.CheckRange("batchSeconds", draft.Sending.BatchSeconds, 0, RouteSending.MaxBatchSeconds, "The wait for a request to fill");
        _ = CompiledSubscription.Compile(new SubscriptionDefinition(draft.EventType, draft.Fields, draft.Rules), out var found);
        problems.AddRange(found.Select(ToProblem));
        problems.AddRange(StageRules.Check(draft, destinations));
        return problems;
    }

    // "rules[0] 'grand_total': ..." or "eventType: ...": the field comes first.
    private static ValidationProblem ToProblem(string text)
    {
        var end = text.AsSpan().IndexOfAny(' ', ':');
        return end <= 0 ? new("", text) : new(text[..end], text[end..].TrimStart(' ', ':'));
    }
}
