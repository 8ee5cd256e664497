namespace CommerceEventConsole.Engine.Resync;

/// <summary>A system that a resync can be set up with.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
public sealed record ResyncParty(int Id, string Name);

/// <summary>Which systems there are.</summary>
public interface IResyncParties
{
    /// <summary>The Commerce instances, by name.</summary>
    Task<IReadOnlyList<ResyncParty>> CommerceAsync(CancellationToken cancellationToken);

    /// <summary>The back-office systems, by name.</summary>
    Task<IReadOnlyList<ResyncParty>> BackOfficeAsync(CancellationToken cancellationToken);
}
