using CommerceEventConsole.Engine.Subscriptions;

namespace CommerceEventConsole.Components.Subscriptions;

/// <summary>How the orders of sending are called for people.</summary>
internal static class SendingChoices
{
    public static IReadOnlyList<(RouteOrder Value, string Text)> Orders { get; } =
    [
        (RouteOrder.PerEntity, "One after the other"),
        (RouteOrder.LatestOnly, "Only the newest"),
        (RouteOrder.Any, "As they come"),
    ];

    public static string Explain(RouteOrder order) => order switch
    {
        RouteOrder.LatestOnly => "When several events about the same order, product or customer wait, only the newest is sent. The older ones are kept as superseded: fifty saves of one product during an outage become one request.",
        RouteOrder.Any => "Events about the same order, product or customer may go at the same time and overtake each other. Fastest, for systems that sort it out themselves.",
        _ => "Events about the same order, product or customer go one after the other. Later ones wait while an earlier one is being retried.",
    };
}
