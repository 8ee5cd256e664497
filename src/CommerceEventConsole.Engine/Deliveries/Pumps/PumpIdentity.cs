namespace CommerceEventConsole.Engine.Deliveries.Pumps;

/// <summary>What the parts of one pump share.</summary>
/// <param name="DestinationId">The destination.</param>
/// <param name="Owner">The dispatcher, as leases name it.</param>
/// <param name="Services">What every pump works with.</param>
/// <param name="Wake">There may be something to do.</param>
internal sealed record PumpIdentity(int DestinationId, string Owner, PumpServices Services, AutoResetSignal Wake);
