namespace CommerceEventConsole.Engine.Subscriptions;

/// <summary>In what order the deliveries of a route go. The numbers are stored: never change them.</summary>
public enum RouteOrder : byte
{
    /// <summary>Deliveries about one entity go one at a time, in order of <c>Seq</c>.</summary>
    PerEntity = 0,

    /// <summary>As <see cref="PerEntity"/>, but of several that wait for one entity only the newest goes: the older ones become <c>superseded</c>.</summary>
    LatestOnly = 1,

    /// <summary>As they come, also several about one entity at a time.</summary>
    Any = 2,
}

/// <summary>How the deliveries of a route are sent: in what order, and how many in one request.</summary>
public sealed record RouteSending
{
    /// <summary>Deliveries in one request at most.</summary>
    public const int MaxBatchSize = 500;

    /// <summary>The longest wait for a request to fill, in seconds.</summary>
    public const int MaxBatchSeconds = 60;

    /// <summary>One at a time, in order.</summary>
    public static RouteSending Default { get; } = new();

    /// <summary>In what order.</summary>
    public RouteOrder Order { get; init; }

    /// <summary>Deliveries in one request at most, 1 to <see cref="MaxBatchSize"/>; 1 sends each by itself.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Seconds that a request waits for more before it goes, 0 to <see cref="MaxBatchSeconds"/>; it goes at once when it is full.</summary>
    public int BatchSeconds { get; init; }
}
