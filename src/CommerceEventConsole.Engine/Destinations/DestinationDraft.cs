namespace CommerceEventConsole.Engine.Destinations;

/// <summary>A further request header.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; null keeps the value that is stored for this name, so that a screen need not show it.</param>
public sealed record HeaderDraft(string Name, string? Value);

/// <summary>What a person asks a destination to be: as typed, not yet checked.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Kind">What sort of system it is.</param>
/// <param name="Url">Where events are posted.</param>
/// <param name="Secret">The Standard Webhooks secret; null keeps the one that is stored, empty removes it.</param>
/// <param name="Headers">Further request headers, all of them; null keeps those that are stored.</param>
/// <param name="AllowPrivateAddress">Whether the address may be private or loopback, and plain http.</param>
public sealed record DestinationDraft(
    string Name,
    DestinationKind Kind,
    string Url,
    string? Secret,
    IReadOnlyList<HeaderDraft>? Headers,
    bool AllowPrivateAddress)
{
    /// <summary>Requests in flight at most, over each node: 1 to 256.</summary>
    public int MaxConcurrency { get; init; } = 8;

    /// <summary>Seconds one attempt may take: 1 to 300.</summary>
    public int TimeoutSeconds { get; init; } = 30;

    /// <summary>Attempts before a delivery is given up: 1 to 100.</summary>
    public int MaxAttempts { get; init; } = 12;

    /// <summary>Seconds before the first retry: 1 to 3,600.</summary>
    public int FirstRetrySeconds { get; init; } = 5;

    /// <summary>Seconds between retries at most: not below the first, up to 86,400.</summary>
    public int MaxRetrySeconds { get; init; } = 3600;

    /// <summary>Requests begun in a second at most, by each node: up to 10,000; 0 for no limit.</summary>
    public int MaxPerSecond { get; init; }

    /// <summary>How the waits between attempts grow.</summary>
    public RetryCurve RetryCurve { get; init; }

    /// <summary>Hours after its making in which a delivery is tried again: up to 8,760; 0 for no limit.</summary>
    public int MaxAgeHours { get; init; }

    /// <summary>Statuses after which a delivery is given up at once (<see cref="Deliveries.Outbound.StatusList"/>); null or empty for the usual ones.</summary>
    public string? FinalStatuses { get; init; }

    /// <summary>Statuses after which a delivery is tried again; null or empty for the usual ones.</summary>
    public string? RetriedStatuses { get; init; }

    /// <summary>Failures in a row after which it counts as unreachable: 1 to 1,000.</summary>
    public int CircuitFailures { get; init; } = 5;

    /// <summary>The share of failures, in percent, from which on it counts as unreachable: 1 to 100.</summary>
    public int CircuitPercent { get; init; } = 50;

    /// <summary>Seconds over which that share is taken: 5 to 3,600.</summary>
    public int CircuitWindowSeconds { get; init; } = 60;

    /// <summary>Attempts within these seconds below which the share says nothing: 1 to 100,000.</summary>
    public int CircuitMinimum { get; init; } = 20;

    /// <summary>An address that answers a GET with 2xx while the system is well; null or empty where the oldest held delivery tells.</summary>
    public string? HealthUrl { get; init; }

    /// <summary>Seconds between the first two checks: 1 to 3,600.</summary>
    public int ProbeSeconds { get; init; } = 5;

    /// <summary>Seconds between checks at most: not below the first, up to 3,600.</summary>
    public int MaxProbeSeconds { get; init; } = 60;

    /// <summary>Checks that must succeed in a row: 1 to 10.</summary>
    public int ProbesToClose { get; init; } = 1;

    /// <summary>The draft that changes nothing of a destination.</summary>
    public static DestinationDraft From(Destination row) => new(row.Name, row.Kind, row.Url, Secret: null, Headers: null, row.AllowPrivateAddress)
    {
        MaxConcurrency = row.MaxConcurrency,
        TimeoutSeconds = row.TimeoutSeconds,
        MaxAttempts = row.MaxAttempts,
        FirstRetrySeconds = row.FirstRetrySeconds,
        MaxRetrySeconds = row.MaxRetrySeconds,
        MaxPerSecond = row.MaxPerSecond,
        RetryCurve = row.RetryCurve,
        MaxAgeHours = row.MaxAgeHours,
        FinalStatuses = row.FinalStatuses,
        RetriedStatuses = row.RetriedStatuses,
        CircuitFailures = row.CircuitFailures,
        CircuitPercent = row.CircuitPercent,
        CircuitWindowSeconds = row.CircuitWindowSeconds,
        CircuitMinimum = row.CircuitMinimum,
        HealthUrl = row.HealthUrl,
        ProbeSeconds = row.ProbeSeconds,
        MaxProbeSeconds = row.MaxProbeSeconds,
        ProbesToClose = row.ProbesToClose,
    };
}
