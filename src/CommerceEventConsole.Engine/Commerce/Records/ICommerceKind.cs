using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Commerce.Rest;

namespace CommerceEventConsole.Engine.Commerce.Records;

/// <summary>How records of a kind are read from and written to Commerce. Failures of Commerce are its own exceptions.</summary>
internal interface ICommerceKind
{
    /// <summary>Whether Commerce can say what changed since a time.</summary>
    bool HasChanges { get; }

    /// <summary>Whether it can be written.</summary>
    bool CanWrite { get; }

    /// <summary>Reads a page.</summary>
    Task<RecordPage> ReadAsync(CommerceShop shop, RecordQuery query, CancellationToken cancellationToken);

    /// <summary>Writes records; one outcome for each, in their order.</summary>
    Task<IReadOnlyList<RecordOutcome>> WriteAsync(CommerceShop shop, IReadOnlyList<SystemRecord> records, CancellationToken cancellationToken);
}
