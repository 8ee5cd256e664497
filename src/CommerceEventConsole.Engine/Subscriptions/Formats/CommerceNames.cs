using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Subscriptions.Formats;

/// <summary>What Commerce calls an event type of the console (spec 6.1).</summary>
public static class CommerceNames
{
    private const string Plugin = "plugin.";
    private const string PaasPlugin = "plugin.magento.";

    /// <summary>The name in Commerce of what a subscription is about.</summary>
    public static string Of(SubscriptionDraft draft) => draft.Commerce?.Name ?? Usual(draft.EventType);

    /// <summary>
    /// How files and commands spell an event type: they are for installations of one's own, where Commerce's own plugin events
    /// bear <c>magento</c> in their names.
    /// </summary>
    public static string Usual(string eventType) =>
        eventType.StartsWith(Plugin, StringComparison.Ordinal)
        && !eventType.StartsWith(PaasPlugin, StringComparison.Ordinal)
        && EventCatalogue.Default.Find(eventType) is not null
            ? string.Concat(PaasPlugin, eventType.AsSpan(Plugin.Length))
            : eventType;
}
