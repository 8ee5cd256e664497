namespace CommerceEventConsole.Engine.Subscriptions;

/// <summary>What people read about how a route sends.</summary>
public static class SendingWords
{
    /// <summary>One clause for the order, one for the requests.</summary>
    public static IReadOnlyList<string> Of(RouteSending sending) => [OfOrder(sending.Order), OfBatches(sending)];

    private static string OfOrder(RouteOrder order) => order switch
    {
        RouteOrder.LatestOnly => "of several events about the same thing only the newest is sent",
        RouteOrder.Any => "the order is not kept",
        _ => "events about the same thing go one after the other",
    };

    private static string OfBatches(RouteSending sending) => sending switch
    {
        { BatchSize: <= 1 } => "each event in a request of its own",
        { BatchSeconds: 0 } => FormattableString.Invariant($"up to {sending.BatchSize} events in one request"),
        _ => FormattableString.Invariant($"up to {sending.BatchSize} events in one request, after {sending.BatchSeconds} s at the latest"),
    };
}
