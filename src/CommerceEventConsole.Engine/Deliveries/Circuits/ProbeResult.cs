namespace CommerceEventConsole.Engine.Deliveries.Circuits;

/// <summary>What a probe met. Neither failed nor succeeded: nothing was sent, so nothing was learned.</summary>
/// <param name="Succeeded">The destination works.</param>
/// <param name="Failed">It does not.</param>
/// <param name="Error">Why, for people; null where it works or nothing was learned.</param>
/// <param name="RetryAfter">How long it asks to be left alone.</param>
/// <param name="MayBeEvent">Whether the failure may be due to the event that was sent.</param>
internal sealed record ProbeResult(bool Succeeded, bool Failed, string? Error, TimeSpan? RetryAfter, bool MayBeEvent)
{
    /// <summary>Nothing was sent.</summary>
    public static ProbeResult None { get; } = new(false, false, null, null, false);

    /// <summary>Nothing was sent, because Commerce was in trouble before it came to that: another delivery may need nothing of it.</summary>
    public static ProbeResult Blocked { get; } = new(false, false, null, null, true);

    /// <summary>The destination works.</summary>
    public static ProbeResult Works { get; } = new(true, false, null, null, false);

    /// <summary>The destination does not work.</summary>
    public static ProbeResult Fails(string? error, TimeSpan? retryAfter, bool mayBeEvent) =>
        new(false, true, error, retryAfter, mayBeEvent);
}
