namespace CommerceEventConsole.Engine.Replays;

/// <summary>Tells this node's runner and screens that a replay was started, stopped or has moved; other nodes find it by polling.</summary>
public sealed class ReplaySignals
{
    /// <summary>Raised after a person started a replay or let one go on.</summary>
    public event Action? Started;

    /// <summary>Raised after any change of a replay, progress among it; a handler sets a flag and returns.</summary>
    public event Action? Changed;

    internal void RaiseStarted()
    {
        Started?.Invoke();
        Changed?.Invoke();
    }

    internal void RaiseChanged() => Changed?.Invoke();
}
