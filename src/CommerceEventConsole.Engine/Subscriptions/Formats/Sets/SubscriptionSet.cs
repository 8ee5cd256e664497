using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Subscriptions.Formats.Sets;

/// <summary>A whole set of subscriptions as one JSON file, to keep or to take to another console.</summary>
/// <param name="Format">Always <see cref="FormatName"/>: tells the file from any other JSON.</param>
/// <param name="Version">The version of this schema, <see cref="CurrentVersion"/>.</param>
/// <param name="Subscriptions">The subscriptions, by name.</param>
internal sealed record SubscriptionSet(string Format, int Version, IReadOnlyList<SetSubscription> Subscriptions)
{
    public const string FormatName = "commerce-event-console/subscriptions";
    public const int CurrentVersion = 1;
}

/// <summary>One subscription of a set. Destinations are named, those of its stages too: their ids differ from console to console.</summary>
internal sealed record SetSubscription(
    string Name,
    string EventType,
    IReadOnlyList<string>? Fields = null,
    IReadOnlyList<SetRule>? Rules = null,
    IReadOnlyList<string>? Destinations = null,
    RouteSending? Sending = null,
    bool Enabled = true,
    CommerceSettings? Commerce = null,
    IReadOnlyDictionary<string, RouteStages>? Stages = null);

/// <summary>A condition, with Adobe's name of its operator.</summary>
internal sealed record SetRule(string Field, string Operator, string Value = "");
