using CommerceEventConsole.Engine.Resync.Definitions;

namespace CommerceEventConsole.Engine.Resync.Schedules;

/// <summary>Starts resyncs at their times. The engine that hosts jobs does it, so that resyncs stand on the list of jobs.</summary>
public interface IResyncSchedules
{
    /// <summary>Makes a definition run by its schedule, or no longer by itself where it has none or is switched off.</summary>
    Task SetAsync(ResyncDefinition definition, CancellationToken cancellationToken);

    /// <summary>Forgets a definition that is gone.</summary>
    Task RemoveAsync(int definitionId, CancellationToken cancellationToken);

    /// <summary>When a schedule strikes next; null where there is none.</summary>
    DateTimeOffset? Next(ResyncDefinition definition, DateTimeOffset after);
}
