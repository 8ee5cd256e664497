using CommerceEventConsole.Engine.Jobs.Runs;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Jobs.Retention;

/// <summary>Removes old runs of jobs with their logs. Looked at in order of <c>Id</c>; the first batch without an old one is the end.</summary>
internal sealed class JobRunSweep(IDbContextFactory<ConsoleDbContext> contexts) : ISweep
{
    public string What => "runs of jobs";

    public async Task<SweepStep> StepAsync(long after, DateTimeOffset before, int batchSize, CancellationToken cancellationToken)
    {
        // A run has hundreds of lines.
        var size = Math.Max(1, batchSize / 100);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var page = await db.JobRuns.Where(r => r.Id > after).OrderBy(r => r.Id).Take(size)
            .Select(r => new { r.Id, r.StartedAt, r.Outcome }).ToListAsync(cancellationToken).ConfigureAwait(false);
        List<long> old = [.. page.Where(r => r.StartedAt < before && r.Outcome != JobOutcome.Running).Select(r => r.Id)];
        if (!page.Exists(r => r.StartedAt < before))
            return SweepStep.End;

        // The lines first: without their run nobody would find them.
        await Lines(db, old).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        var removed = await RunsOf(db, old).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        return new SweepStep(removed, page.Count == size ? page[^1].Id : null);
    }

    internal static IQueryable<JobLogLine> Lines(ConsoleDbContext db, List<long> runs) => db.JobLogLines.Where(l => runs.Contains(l.RunId));

    internal static IQueryable<JobRun> RunsOf(ConsoleDbContext db, List<long> runs) => db.JobRuns.Where(r => runs.Contains(r.Id));
}
