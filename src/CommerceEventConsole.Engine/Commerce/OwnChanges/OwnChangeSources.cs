using System.Collections.Immutable;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Commerce.OwnChanges;

/// <summary>Which Commerce instance events of a source come from, where that is configured. Read once for each version of the configuration.</summary>
internal sealed class OwnChangeSources(IDbContextFactory<ConsoleDbContext> contexts, IRouting routing)
{
    private volatile SourceTies _ties = new(-1, []);

    public async ValueTask<SourceTies> GetAsync(CancellationToken cancellationToken)
    {
        var table = routing.Current;
        if (_ties.Version == table.Version)
            return _ties;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var instances = await CommerceInstanceDocument.ReadAsync(db, cancellationToken);

        // A source that is gone ties nothing: otherwise every echo would count as somebody else's.
        return _ties = new SourceTies(
            table.Version,
            [.. instances.SelectMany(i => i.Sources.Where(table.Sources.ContainsKey).Select(slug => (i.Id, slug)))]);
    }
}

/// <summary>Instances and the sources by which their events come in.</summary>
/// <param name="Version">The version of the configuration.</param>
/// <param name="Pairs">Each instance with each of its sources; those that say nothing are missing.</param>
internal sealed record SourceTies(long Version, ImmutableArray<(int InstanceId, string Slug)> Pairs)
{
    /// <summary>Whether an event that came by a source may tell of what was written to an instance. Where nothing is known of either, it may.</summary>
    public bool MayBeOf(int instanceId, string slug)
    {
        var isTied = false;
        foreach (var (id, its) in Pairs)
        {
            if (id == instanceId && its == slug)
                return true;
            isTied |= id == instanceId || its == slug;
        }

        return !isTied;
    }

    /// <summary>The sources of an instance; none where any may be.</summary>
    public ImmutableArray<string> Of(int instanceId) => [.. Pairs.Where(p => p.InstanceId == instanceId).Select(p => p.Slug)];
}
