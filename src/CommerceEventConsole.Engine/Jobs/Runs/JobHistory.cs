using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Jobs.Runs;

/// <summary>A page of runs, newest first.</summary>
/// <param name="Rows">The runs.</param>
/// <param name="Next">Where the next page begins: runs before this one; null at the end.</param>
public sealed record JobRunPage(IReadOnlyList<JobRun> Rows, long? Next);

/// <summary>What is known of a job's runs for a list of jobs.</summary>
/// <param name="Last">The newest run; null where there is none.</param>
/// <param name="Recent">How long the newest ended runs took, the oldest of them first.</param>
public sealed record JobRunSummary(JobRun? Last, IReadOnlyList<TimeSpan> Recent)
{
    /// <summary>A job that has never run.</summary>
    public static JobRunSummary None { get; } = new(null, []);
}

/// <summary>Reads runs and their logs.</summary>
public sealed class JobHistory(IDbContextFactory<ConsoleDbContext> contexts)
{
    /// <summary>Runs that a duration trend is made of.</summary>
    public const int TrendLength = 20;

    /// <summary>The last run and the duration trend of each job: one short index read a job.</summary>
    public async Task<IReadOnlyDictionary<JobId, JobRunSummary>> SummariesAsync(IReadOnlyCollection<JobId> jobs, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var found = new Dictionary<JobId, JobRunSummary>();
        foreach (var job in jobs)
        {
            var key = job.ToString();
            var runs = await Newest(db, key, before: null, TrendLength).ToListAsync(cancellationToken).ConfigureAwait(false);
            runs.Reverse();
            found[job] = new JobRunSummary(runs.Count == 0 ? null : runs[^1], [.. runs.Select(r => r.Duration).OfType<TimeSpan>()]);
        }

        return found;
    }

    /// <summary>Runs of a job, newest first.</summary>
    /// <param name="job">Whose.</param>
    /// <param name="before">Only runs before this one; null for the newest.</param>
    /// <param name="size">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<JobRunPage> PageAsync(JobId job, long? before, int size, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var rows = await Newest(db, job.ToString(), before, size + 1).ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.Count <= size ? new JobRunPage(rows, null) : new JobRunPage(rows[..size], rows[size - 1].Id);
    }

    /// <summary>One run; null where there is none.</summary>
    public async Task<JobRun?> GetAsync(long id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.JobRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The run of a job that goes on; null where none does.</summary>
    public async Task<JobRun?> RunningAsync(JobId job, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var key = job.ToString();
        return await db.JobRuns.AsNoTracking().Where(r => r.Outcome == JobOutcome.Running && r.Job == key)
            .OrderByDescending(r => r.Id).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The log of a run, in order; as many lines as are kept of one, which <c>Jobs:LogLines</c> bounds.</summary>
    public async Task<IReadOnlyList<JobLogLine>> LinesAsync(long runId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.JobLogLines.AsNoTracking().Where(l => l.RunId == runId).OrderBy(l => l.Number).Take(MostLines)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes who asks a run to end; false where it has ended.</summary>
    internal async Task<bool> AskToEndAsync(long runId, string who, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.JobRuns.Where(r => r.Id == runId && r.Outcome == JobOutcome.Running)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.InterruptedBy, who), cancellationToken).ConfigureAwait(false) > 0;
    }

    private const int MostLines = 5_000;

    private static IQueryable<JobRun> Newest(ConsoleDbContext db, string job, long? before, int count)
    {
        var runs = db.JobRuns.AsNoTracking().Where(r => r.Job == job);
        if (before is { } id)
            runs = runs.Where(r => r.Id < id);
        return runs.OrderByDescending(r => r.Id).Take(count);
    }
}
