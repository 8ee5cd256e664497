namespace CommerceEventConsole.Engine.BackOffice;

/// <summary>Opens Commerce as one of the systems that records are exchanged with.</summary>
public interface ICommerceRecords
{
    /// <summary>A Commerce instance.</summary>
    /// <exception cref="RecordSystemException">There is none of that id, or it is not set up completely.</exception>
    Task<IRecordSystem> OpenAsync(int instanceId, CancellationToken cancellationToken);
}
