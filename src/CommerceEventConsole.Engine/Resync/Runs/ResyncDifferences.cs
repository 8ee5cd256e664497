using System.Runtime.CompilerServices;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Resync.Runs;

/// <summary>What of a run's list is shown.</summary>
/// <param name="Key">Keys that begin so; empty for all.</param>
/// <param name="Outcome">What became of it; null for anything.</param>
/// <param name="Action">What is to be done; null for anything.</param>
public sealed record DifferenceFilter(string Key = "", ResyncOutcome? Outcome = null, ResyncAction? Action = null);

/// <summary>A page of differences in the order in which they were found.</summary>
/// <param name="Rows">The differences.</param>
/// <param name="Next">Where more begin; null where there are none.</param>
public sealed record DifferencePage(IReadOnlyList<ResyncDifference> Rows, long? Next);

/// <summary>Reads what runs have listed.</summary>
public sealed class ResyncDifferences(IDbContextFactory<ConsoleDbContext> contexts)
{
    private const int Chunk = 500;

    /// <summary>The differences after one.</summary>
    public async Task<DifferencePage> PageAsync(int runId, DifferenceFilter filter, long? after, int count, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var rows = await Of(db, runId, filter, after ?? 0).OrderBy(d => d.Id).Take(count + 1).ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.Count <= count ? new DifferencePage(rows, null) : new DifferencePage(rows[..count], rows[count - 1].Id);
    }

    /// <summary>How many differences have which outcome.</summary>
    public async Task<IReadOnlyDictionary<ResyncOutcome, int>> CountAsync(int runId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.ResyncDifferences.Where(d => d.RunId == runId).GroupBy(d => d.Outcome).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All that a filter shows, read piece by piece.</summary>
    public async IAsyncEnumerable<ResyncDifference> AllAsync(
        int runId, DifferenceFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (long? after = 0; after is not null;)
        {
            var page = await PageAsync(runId, filter, after, Chunk, cancellationToken).ConfigureAwait(false);
            foreach (var row in page.Rows)
                yield return row;
            after = page.Next;
        }
    }

    private static IQueryable<ResyncDifference> Of(ConsoleDbContext db, int runId, DifferenceFilter filter, long after)
    {
        var rows = db.ResyncDifferences.AsNoTracking().Where(d => d.RunId == runId && d.Id > after);
        if (filter.Key.Length > 0) rows = rows.Where(d => d.Key.StartsWith(filter.Key));
        if (filter.Outcome is { } outcome) rows = rows.Where(d => d.Outcome == outcome);
        if (filter.Action is { } action) rows = rows.Where(d => d.Action == action);
        return rows;
    }
}
