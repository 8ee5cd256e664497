using CommerceEventConsole.Engine.Resync.Definitions;

namespace CommerceEventConsole.Engine.Resync.Schedules;

/// <summary>Starts resyncs at their times. The engine that hosts jobs does it, so that resyncs stand on the list of jobs.</summary>
public interface IResyncSchedules
{
    /// <summary>Makes a definition run by its schedule, or no longer by itself where it has none or is switched off.</summary>
    Task SetAsync(ResyncDefinition definition, CancellationToken cancellationToken);

    /// <summary>Forgets a definition that is gone.</summary>
    Task RemoveAsync(int definitionId, CancellationToken cancellationToken);

    /// <summary>When definitions run next, by id; those that do not by themselves are left out.</summary>
    Task<IReadOnlyDictionary<int, DateTimeOffset>> NextAsync(IReadOnlyCollection<int> definitionIds, CancellationToken cancellationToken);
}
