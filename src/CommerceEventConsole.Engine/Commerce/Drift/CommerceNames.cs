using CommerceEventConsole.Engine.Commerce.Instances;

namespace CommerceEventConsole.Engine.Commerce.Drift;

/// <summary>How a canonical event type is called in an edition of Commerce (spec 6.1; 9.6, check 67).</summary>
internal static class CommerceNames
{
    private const string Plugin = "plugin.";
    private const string Observer = "observer.";

    /// <summary>Whether Commerce has events of such a name. Others come from elsewhere: other senders, or the back office.</summary>
    public static bool IsCommerce(string eventType) =>
        eventType.StartsWith(Observer, StringComparison.Ordinal) || eventType.StartsWith(Plugin, StringComparison.Ordinal);

    /// <summary>
    /// The name to subscribe to. On PaaS the plugin events of Commerce's own modules start with <c>plugin.magento.</c>; those of other
    /// vendors' modules carry the vendor's name, so that <c>api</c> or <c>model</c> is not their third part.
    /// </summary>
    public static string Of(string eventType, CommerceKind kind)
    {
        if (kind == CommerceKind.SaaS || !IsPlugin(eventType))
            return eventType;
        var parts = eventType.Split('.');
        return parts.Length > 3 && parts[2] is "api" or "model" ? $"{Plugin}magento.{eventType[Plugin.Length..]}" : eventType;
    }

    /// <summary>Whether it is an event of a method call, which PaaS has to generate code for.</summary>
    public static bool IsPlugin(string? name) => name is not null && name.StartsWith(Plugin, StringComparison.Ordinal);
}
