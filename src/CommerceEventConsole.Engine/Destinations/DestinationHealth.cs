namespace CommerceEventConsole.Engine.Destinations;

/// <summary>
/// The circuit of a destination, shared by all nodes; no row means closed. Apart from <see cref="Destination"/>, so that an outage never
/// conflicts with somebody's edit. Each change raises <c>Counter.Configuration</c>, so that every node reloads its routing table.
/// </summary>
public sealed class DestinationHealth
{
    /// <summary>The destination: the key.</summary>
    public int DestinationId { get; set; }

    /// <summary>Whether the circuit is open: the destination is unreachable and its deliveries are held.</summary>
    public bool IsOpen { get; set; }

    /// <summary>When it last opened or closed.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>Why it opened, a sentence for operations people, at most 400 characters; null while closed.</summary>
    public string? Reason { get; set; }

    /// <summary>Not to be probed before; null while closed.</summary>
    public DateTimeOffset? NextProbeAt { get; set; }

    /// <summary>Probes that failed since it opened; one that opens again soon goes on counting, so that its checks stay rare.</summary>
    public int FailedProbes { get; set; }

    /// <summary>Probes that succeeded in a row.</summary>
    public int GoodProbes { get; set; }

    /// <summary>When it was last probed; null before.</summary>
    public DateTimeOffset? ProbedAt { get; set; }

    /// <summary>What the last probe met, in words, at most 400 characters; null where it succeeded.</summary>
    public string? ProbeError { get; set; }

    /// <summary>The node that probes.</summary>
    public string? ProbeOwner { get; set; }

    /// <summary>Until when that node alone may.</summary>
    public DateTimeOffset? ProbeUntil { get; set; }
}
