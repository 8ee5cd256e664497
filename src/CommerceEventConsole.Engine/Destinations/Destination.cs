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

    /// <summary>It does not answer: deliveries are held until a probe succeeds. Never stored: it comes from <see cref="DestinationHealth"/>.</summary>
    Unreachable = 2,
}

/// <summary>How the waits between the attempts of a delivery grow.</summary>
public enum RetryCurve : byte
{
    /// <summary>Each is twice the one before.</summary>
    Exponential = 0,

    /// <summary>Each is longer than the one before by the first.</summary>
    Linear = 1,

    /// <summary>All are as long as the first.</summary>
    Constant = 2,
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

    /// <summary>
    /// Whether it is being sent to. The store holds what a person wants, active or paused; readers compose
    /// <see cref="DestinationState.Unreachable"/> from the circuit.
    /// </summary>
    public DestinationState State { get; set; }

    /// <summary>Requests in flight at most, over each node.</summary>
    public int MaxConcurrency { get; set; } = 8;

    /// <summary>Seconds one attempt may take.</summary>
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>Attempts before a delivery is given up.</summary>
    public int MaxAttempts { get; set; } = 12;

    /// <summary>Seconds before the first retry; from there the waits follow <see cref="RetryCurve"/>, with jitter.</summary>
    public int FirstRetrySeconds { get; set; } = 5;

    /// <summary>Seconds between retries at most, also where Retry-After asks for more.</summary>
    public int MaxRetrySeconds { get; set; } = 3600;

    /// <summary>Requests begun in a second at most, by each node; 0 for no limit.</summary>
    public int MaxPerSecond { get; set; }

    /// <summary>How the waits between attempts grow.</summary>
    public RetryCurve RetryCurve { get; set; }

    /// <summary>Hours after its making in which a delivery is tried again; 0 for no limit.</summary>
    public int MaxAgeHours { get; set; }

    /// <summary>Statuses after which a delivery is given up at once, such as <c>400, 404, 410-499</c>; null for the usual ones.</summary>
    public string? FinalStatuses { get; set; }

    /// <summary>Statuses after which a delivery is tried again, in the same form; null for the usual ones.</summary>
    public string? RetriedStatuses { get; set; }

    /// <summary>Failures in a row after which it counts as unreachable.</summary>
    public int CircuitFailures { get; set; } = 5;

    /// <summary>The share of failures, in percent, from which on it counts as unreachable.</summary>
    public int CircuitPercent { get; set; } = 50;

    /// <summary>Seconds over which that share is taken.</summary>
    public int CircuitWindowSeconds { get; set; } = 60;

    /// <summary>Attempts within these seconds below which the share says nothing.</summary>
    public int CircuitMinimum { get; set; } = 20;

    /// <summary>An address that answers a GET with 2xx while the system is well; null where the oldest held delivery tells.</summary>
    public string? HealthUrl { get; set; }

    /// <summary>Seconds between the first two checks of an unreachable destination.</summary>
    public int ProbeSeconds { get; set; } = 5;

    /// <summary>Seconds between checks at most: they grow by half each time one fails.</summary>
    public int MaxProbeSeconds { get; set; } = 60;

    /// <summary>Checks that must succeed in a row before it counts as reachable.</summary>
    public int ProbesToClose { get; set; } = 1;

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <inheritdoc />
    public long Version { get; set; }

    /// <inheritdoc />
    public string ChangedBy { get; set; } = "";

    /// <inheritdoc />
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Whether it is being sent to, its circuit considered: what a person paused stays paused.</summary>
    /// <param name="isOpen">Whether the circuit is open.</param>
    public DestinationState StateWith(bool isOpen) => isOpen && State == DestinationState.Active ? DestinationState.Unreachable : State;
}
