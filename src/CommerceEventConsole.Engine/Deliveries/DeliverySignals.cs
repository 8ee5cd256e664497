namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>Tells the dispatcher of this node that something has become due outside of a commit of events; other nodes find it by polling.</summary>
public sealed class DeliverySignals
{
    /// <summary>Raised with a destination that may have something due.</summary>
    public event Action<int>? Due;

    /// <summary>Raises <see cref="Due"/>.</summary>
    public void RaiseDue(int destinationId) => Due?.Invoke(destinationId);
}
