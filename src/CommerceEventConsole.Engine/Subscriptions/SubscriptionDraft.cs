using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Subscriptions;

/// <summary>What a person asks a subscription to be: as typed, not yet checked.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="EventType">The event type, with any prefix or alias that it is known by.</param>
/// <param name="Fields">The field filter (spec 6.7); none sends the whole payload.</param>
/// <param name="Rules">Conditions that must all hold (spec 6.8).</param>
/// <param name="DestinationIds">Where matching events go.</param>
/// <param name="InOrder">Whether events about one entity are delivered one at a time, in their order.</param>
/// <param name="Enabled">Whether it matches anything.</param>
public sealed record SubscriptionDraft(
    string Name,
    string EventType,
    IReadOnlyList<string> Fields,
    IReadOnlyList<Rule> Rules,
    IReadOnlyList<int> DestinationIds,
    bool InOrder,
    bool Enabled)
{
    /// <summary>The draft that changes nothing of a subscription as <see cref="SubscriptionStore"/> returns it.</summary>
    public static SubscriptionDraft From(Subscription subscription)
    {
        var definition = subscription.Published() is { } revision ? RevisionContent.Read(revision) : new("", [], []);
        Route[] routes = [.. subscription.Routes.Where(r => !r.Removed)];
        return new(
            subscription.Name,
            definition.EventType,
            definition.Fields,
            definition.Rules,
            [.. routes.Select(r => r.DestinationId).Order()],
            InOrder: routes.Length == 0 || routes.All(r => r.InOrder),
            subscription.Enabled);
    }
}
