namespace CommerceEventConsole.Engine.Running;

/// <summary>Tells this node's runner and screens that a run was started, stopped or has moved; other nodes find it by polling.</summary>
public abstract class RunSignals
{
    /// <summary>Raised after a person started a run, stopped it or let it go on.</summary>
    public event Action? Started;

    /// <summary>Raised after any change of a run, progress among it; a handler sets a flag and returns.</summary>
    public event Action? Changed;

    internal void RaiseStarted()
    {
        Started?.Invoke();
        Changed?.Invoke();
    }

    internal void RaiseChanged() => Changed?.Invoke();
}
