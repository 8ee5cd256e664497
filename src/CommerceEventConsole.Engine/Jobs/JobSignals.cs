namespace CommerceEventConsole.Engine.Jobs;

/// <summary>Tells this node's screens that a job was changed, or that a run has moved; of other nodes they hear by looking again.</summary>
public sealed class JobSignals
{
    /// <summary>Raised after any change; a handler sets a flag and returns.</summary>
    public event Action? Changed;

    internal void RaiseChanged() => Changed?.Invoke();
}
