using CommerceEventConsole.Engine.Resync.Runs;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Resync.Running;

/// <summary>Keeps the newest runs of a definition, with their lists, and removes the rest a little at a time.</summary>
internal sealed class ResyncHistory(IDbContextFactory<ConsoleDbContext> contexts, IOptions<ResyncOptions> options)
{
    // Rows removed in one statement: while it lasts nothing else is written on SQLite.
    private const int Batch = 1_000;

    /// <summary>Removes runs that are older than those to be kept.</summary>
    public async Task TrimAsync(int definitionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var kept = options.Value.KeptRuns;
        var oldest = await db.ResyncRuns.Where(r => r.DefinitionId == definitionId).OrderByDescending(r => r.Id).Skip(kept - 1).Select(r => (int?)r.Id)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (oldest is not { } first) return;
        var old = await Old(db, definitionId, first, kept).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var id in old)
        {
            while (await Oldest(db, id).ToListAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } ids)
            {
                var last = ids[^1];
                await db.ResyncDifferences.Where(d => d.RunId == id && d.Id <= last).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            }

            await db.ResyncRuns.Where(r => r.Id == id).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    internal static IQueryable<int> Old(ConsoleDbContext db, int definitionId, int first, int count) =>
        db.ResyncRuns.Where(r => r.DefinitionId == definitionId && r.Id < first).OrderBy(r => r.Id).Select(r => r.Id).Take(count);

    internal static IQueryable<long> Oldest(ConsoleDbContext db, int runId) =>
        db.ResyncDifferences.Where(d => d.RunId == runId).OrderBy(d => d.Id).Select(d => d.Id).Take(Batch);
}
