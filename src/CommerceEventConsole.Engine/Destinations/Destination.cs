using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.Destinations;

/// <summary>What sort of system receives.</summary>
public enum DestinationKind : byte
{
    /// <summary>Anything else.</summary>
    Other = 0,

    /// <summary>Enterprise resource planning.</summary>
    Erp = 1,

    /// <summary>Order management.</summary>
    Oms = 2,

    /// <summary>Warehouse management.</summary>
    Wms = 3,

    /// <summary>Product information management.</summary>
    Pim = 4,

    /// <summary>Customer relationship management.</summary>
    Crm = 5,

    /// <summary>Search index or marketplace.</summary>
    Search = 6,

    /// <summary>E-mail marketing.</summary>
    Marketing = 7,

    /// <summary>Business intelligence.</summary>
    Bi = 8,
}

/// <summary>Whether a destination is being sent to.</summary>
public enum DestinationState : byte
{
    /// <summary>Deliveries are sent.</summary>
    Active = 0,

    /// <summary>A person stopped it: deliveries are held.</summary>
    Paused = 1,

    /// <summary>It does not answer: deliveries are held until a probe succeeds.</summary>
    Unreachable = 2,
}

/// <summary>A system that receives events.</summary>
public sealed class Destination : IConfigurationRow
{
    /// <summary>Identity in the store.</summary>
    public int Id { get; set; }

    /// <summary>What people call it, unique, at most 100 characters.</summary>
    public required string Name { get; set; }

    /// <summary>What sort of system it is.</summary>
    public DestinationKind Kind { get; set; }

    /// <summary>Where events are posted: an absolute http or https address.</summary>
    public required string Url { get; set; }

    /// <summary>The Standard Webhooks signing secret (<c>whsec_...</c> or any text), encrypted; null sends no signature.</summary>
    public string? ProtectedSecret { get; set; }

    /// <summary>Further request headers, among them credentials, as an encrypted JSON object; null for none.</summary>
    public string? ProtectedHeaders { get; set; }

    /// <summary>Whether the address may be private or loopback. Off by default, so that nobody can reach inside the network by accident.</summary>
    public bool AllowPrivateAddress { get; set; }

    /// <summary>Whether it is being sent to.</summary>
    public DestinationState State { get; set; }

    /// <summary>Requests in flight at most, over each node.</summary>
    public int MaxConcurrency { get; set; } = 8;

    /// <summary>Seconds one attempt may take.</summary>
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>Attempts before a delivery is given up.</summary>
    public int MaxAttempts { get; set; } = 12;

    /// <summary>Seconds before the first retry; it doubles from there, with jitter.</summary>
    public int FirstRetrySeconds { get; set; } = 5;

    /// <summary>Seconds between retries at most, also where Retry-After asks for more.</summary>
    public int MaxRetrySeconds { get; set; } = 3600;

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <inheritdoc />
    public long Version { get; set; }

    /// <inheritdoc />
    public string ChangedBy { get; set; } = "";

    /// <inheritdoc />
    public DateTimeOffset ChangedAt { get; set; }
}
