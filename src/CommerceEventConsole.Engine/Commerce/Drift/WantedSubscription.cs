using CommerceEventConsole.Engine.Commerce.Api;

namespace CommerceEventConsole.Engine.Commerce.Drift;

/// <summary>What Commerce should be subscribed to, so that the console's published subscriptions of one event type get all they need.</summary>
/// <param name="EventType">The canonical event type.</param>
/// <param name="Content">The subscription that Commerce should have.</param>
/// <param name="SharedRules">The rules that all of them have in common, word by word; Commerce may check them too without losing anything.</param>
/// <param name="Names">What the console's subscriptions are called.</param>
/// <param name="SubscriptionIds">Their ids, in the same order.</param>
public sealed record WantedSubscription(
    string EventType,
    CommerceSubscription Content,
    IReadOnlyList<CommerceRule> SharedRules,
    IReadOnlyList<string> Names,
    IReadOnlyList<int> SubscriptionIds);
