using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Resync.Runs;

namespace CommerceEventConsole.Engine.Resync.Running;

/// <summary>Is told of what a resync is about to write into Commerce.</summary>
public interface IRepairHook
{
    /// <summary>Called before the write.</summary>
    Task WritingAsync(ResyncPlan plan, IReadOnlyList<SystemRecord> records, CancellationToken cancellationToken);
}
