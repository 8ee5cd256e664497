namespace CommerceEventConsole.Engine.Deliveries.Outbound;

/// <summary>Why there was no answer.</summary>
public enum NoAnswer : byte
{
    /// <summary>There was one.</summary>
    None = 0,

    /// <summary>It took longer than the destination's time-out.</summary>
    TimedOut,

    /// <summary>The host name has no address.</summary>
    UnknownHost,

    /// <summary>No connection came about.</summary>
    NotConnected,

    /// <summary>The connection ended before the answer.</summary>
    BrokenOff,

    /// <summary>TLS failed: most often a certificate that does not fit.</summary>
    NotTrusted,

    /// <summary>What came back is not HTTP, or larger than is taken.</summary>
    NotUnderstood,

    /// <summary>Its address lies inside the network, and the destination does not allow that.</summary>
    AddressRefused,

    /// <summary>The request could not be made: the address or a header is not valid.</summary>
    NotSent,

    /// <summary>The console itself cut it off.</summary>
    Interrupted,
}

/// <summary>What came back from a destination.</summary>
public sealed record DestinationAnswer
{
    /// <summary>The HTTP status; null where there was no answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Why there was none.</summary>
    public NoAnswer NoAnswer { get; init; }

    /// <summary>More about <see cref="NoAnswer"/>, for people: the refused address, the TLS failure; null for nothing more.</summary>
    public string? Detail { get; init; }

    /// <summary>Status line and headers; null where there was no answer.</summary>
    public string? Head { get; init; }

    /// <summary>The first bytes of the body.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>The media type of the body, without parameters; null where it is not said.</summary>
    public string? MediaType { get; init; }

    /// <summary>Where a redirect leads; null where it does not say.</summary>
    public Uri? Location { get; init; }

    /// <summary>How long the destination asks to be left alone; null where it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
