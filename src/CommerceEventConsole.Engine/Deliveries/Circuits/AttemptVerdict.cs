namespace CommerceEventConsole.Engine.Deliveries.Circuits;

/// <summary>What an attempt says about its destination, and what that means for the delivery.</summary>
/// <param name="IsOpen">The destination is unreachable: what comes back is held.</param>
/// <param name="IsUncounted">The attempt costs its delivery none.</param>
/// <param name="Opens">It is this attempt that makes the destination unreachable.</param>
/// <param name="NotBefore">Where it costs none: not to be sent before; null for at once.</param>
internal readonly record struct AttemptVerdict(bool IsOpen, bool IsUncounted, bool Opens = false, DateTimeOffset? NotBefore = null);
