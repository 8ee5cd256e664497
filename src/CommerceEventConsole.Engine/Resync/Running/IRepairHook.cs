using CommerceEventConsole.Engine.BackOffice;

namespace CommerceEventConsole.Engine.Resync.Running;

/// <summary>
/// Is told of what a resync is about to write into Commerce, so that the event by which Commerce answers is recognised as the console's own
/// change, and is not sent back (spec 8.5).
/// </summary>
public interface IRepairHook
{
    /// <summary>Called before the write.</summary>
    Task WritingAsync(int commerceId, IReadOnlyList<SystemRecord> records, CancellationToken cancellationToken);
}
