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

    /// <summary>The draft that changes nothing of a destination.</summary>
    public static DestinationDraft From(Destination row) => new(row.Name, row.Kind, row.Url, Secret: null, Headers: null, row.AllowPrivateAddress)
    {
        MaxConcurrency = row.MaxConcurrency,
        TimeoutSeconds = row.TimeoutSeconds,
        MaxAttempts = row.MaxAttempts,
        FirstRetrySeconds = row.FirstRetrySeconds,
        MaxRetrySeconds = row.MaxRetrySeconds,
    };
}
