using CommerceEventConsole.Engine.Subscriptions.Matching;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Subscriptions;

/// <summary>What a person asks a subscription to be: as typed, not yet checked.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="EventType">The event type, with any prefix or alias that it is known by.</param>
/// <param name="Fields">The field filter (spec 6.7); none sends the whole payload.</param>
/// <param name="Rules">Conditions that must all hold (spec 6.8).</param>
/// <param name="DestinationIds">Where matching events go.</param>
/// <param name="Sending">In what order, and how many in one request.</param>
/// <param name="Enabled">Whether it matches anything.</param>
/// <param name="Commerce">What it says to Commerce alone; null for nothing.</param>
/// <param name="Stages">What its routes do beside sending, by the id of the destination; those of a destination that is not chosen are not kept.</param>
public sealed record SubscriptionDraft(
    string Name,
    string EventType,
    IReadOnlyList<string> Fields,
    IReadOnlyList<Rule> Rules,
    IReadOnlyList<int> DestinationIds,
    RouteSending Sending,
    bool Enabled,
    CommerceSettings? Commerce = null,
    IReadOnlyDictionary<int, RouteStages>? Stages = null)
{
    /// <summary>What is in force of a subscription as <see cref="SubscriptionStore"/> returns it: the draft that changes nothing.</summary>
    public static SubscriptionDraft From(Subscription subscription) => From(subscription, subscription.Published());

    /// <summary>What is being worked on; what is in force where nothing is.</summary>
    public static SubscriptionDraft WorkingCopy(Subscription subscription) =>
        From(subscription, subscription.Draft() ?? subscription.Published());

    /// <summary>The content of one of its revisions.</summary>
    public static SubscriptionDraft From(Subscription subscription, SubscriptionRevision? revision)
    {
        if (revision is null)
            return new(subscription.Name, "", [], [], [], RouteSending.Default, subscription.Enabled);
        var definition = RevisionContent.Read(revision);
        return new(
            subscription.Name,
            definition.EventType,
            definition.Fields,
            definition.Rules,
            RevisionContent.ReadDestinations(revision),
            revision.Sending,
            subscription.Enabled,
            RevisionContent.ReadCommerce(revision),
            RevisionContent.ReadStages(revision));
    }

    /// <summary>What the route to a destination does beside sending.</summary>
    public RouteStages StagesOf(int destinationId) => Stages?.GetValueOrDefault(destinationId) ?? RouteStages.None;
}
