using System.Text.Json;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Resync.Runs;

/// <summary>A stretch of the keys that a run has listed.</summary>
/// <param name="Keys">The keys, each once.</param>
/// <param name="Last">The last difference looked at, where the next stretch begins.</param>
internal sealed record KeyStretch(IReadOnlyList<string> Keys, long Last);

/// <summary>The keys that a run has listed, for another one that looks at nothing else.</summary>
internal sealed class ResyncKeys(IDbContextFactory<ConsoleDbContext> contexts)
{
    /// <summary>Differences that can be picked by hand.</summary>
    public const int MaxSelected = 500;

    /// <summary>The keys of the differences after one, at most so many; empty at the end.</summary>
    public async Task<KeyStretch> NextAsync(ResyncRun run, long after, int count, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var all = Of(db, run.KeysOfRunId!.Value, run.OnlyFailed, Selected(run));
        var rows = await all.Where(d => d.Id > after).OrderBy(d => d.Id).Take(count + 1).Select(d => new { d.Id, d.Key })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        if (rows.Count == 0) return new KeyStretch([], after);
        if (rows.Count > count)
        {
            // The differences of one record stand together, and are not torn apart.
            var open = rows[^1].Key;
            var whole = rows.TakeWhile(r => r.Key != open).ToList();
            if (whole.Count == 0)
                return new KeyStretch([open], await all.Where(d => d.Key == open).MaxAsync(d => d.Id, cancellationToken).ConfigureAwait(false));
            rows = whole;
        }

        return new KeyStretch([.. rows.Select(r => r.Key).Distinct(StringComparer.Ordinal)], rows[^1].Id);
    }

    /// <summary>How many keys there are.</summary>
    public async Task<int> CountAsync(ResyncRun run, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await Of(db, run.KeysOfRunId!.Value, run.OnlyFailed, Selected(run)).Select(d => d.Key).Distinct().CountAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is worked on: what failed, or all that was found and can be repaired, with what was being written when the run ended.</summary>
    internal static IQueryable<ResyncDifference> Of(ConsoleDbContext db, int runId, bool onlyFailed, IReadOnlyList<long> selected)
    {
        var rows = db.ResyncDifferences.Where(d => d.RunId == runId);
        rows = onlyFailed
            ? rows.Where(d => d.Outcome == ResyncOutcome.Failed || d.Outcome == ResyncOutcome.Writing)
            : rows.Where(d => d.Action != ResyncAction.Tell && d.Outcome != ResyncOutcome.Repaired && d.Outcome != ResyncOutcome.Handed);
        return selected.Count == 0 ? rows : rows.Where(d => selected.Contains(d.Id));
    }

    private static IReadOnlyList<long> Selected(ResyncRun run) => run.Selection is null ? [] : JsonSerializer.Deserialize<long[]>(run.Selection) ?? [];
}
