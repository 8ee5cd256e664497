using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Jobs.Runs;

/// <summary>Writes runs, their progress and their end.</summary>
internal sealed class JobRunStore(
    IDbContextFactory<ConsoleDbContext> contexts, StorageInfo storage, TimeProvider time, IOptions<JobOptions> options)
{
    private static readonly string Node = $"{Environment.MachineName[..Math.Min(Environment.MachineName.Length, 80)]} ({Environment.ProcessId})";

    /// <summary>Writes that a run begins.</summary>
    public async Task<JobRun> BeginAsync(JobId job, JobCause cause, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var run = new JobRun
        {
            Job = job.ToString(), Node = Node, StartedAt = now, SeenAt = now, Outcome = JobOutcome.Running,
            Trigger = cause.Trigger, StartedBy = cause.Who, Attempt = cause.Attempt,
        };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        db.JobRuns.Add(run);
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return run;
    }

    /// <summary>Writes a sign of life, what the run has counted, and its new lines.</summary>
    public async Task ProgressAsync(long id, string summary, IReadOnlyList<JobLogLine> lines, CancellationToken cancellationToken)
    {
        await WriteLinesAsync(id, lines, cancellationToken).ConfigureAwait(false);
        var now = time.Now();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await One(db, id).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.SeenAt, now).SetProperty(r => r.Summary, Cut(summary, JobModel.MaxSummary)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes how a run ended. A run that another node took for cut off meanwhile ends after all.</summary>
    public async Task EndAsync(
        long id, JobOutcome outcome, string summary, string? error, IReadOnlyList<JobLogLine> lines, CancellationToken cancellationToken)
    {
        await WriteLinesAsync(id, lines, cancellationToken).ConfigureAwait(false);
        var now = time.Now();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await One(db, id).ExecuteUpdateAsync(
            set => set
                .SetProperty(r => r.Outcome, outcome)
                .SetProperty(r => r.EndedAt, now)
                .SetProperty(r => r.SeenAt, now)
                .SetProperty(r => r.Summary, Cut(summary, JobModel.MaxSummary))
                .SetProperty(r => r.Error, Cut(error, JobModel.MaxError)),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Who asked a run to end; null where nobody did.</summary>
    public async Task<string?> InterruptedByAsync(long id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await One(db, id).Select(r => r.InterruptedBy).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Marks the runs whose process is gone. Where this process is the only one, and runs nothing yet, these are all that are running;
    /// elsewhere those without a sign of life.
    /// </summary>
    public async Task<int> CutOffAsync(bool atStart, CancellationToken cancellationToken)
    {
        var before = time.Now() - (atStart && storage.SingleNode ? TimeSpan.FromDays(-1) : options.Value.CutOffAfter);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.JobRuns.Where(r => r.Outcome == JobOutcome.Running && r.SeenAt < before).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.Outcome, JobOutcome.CutOff).SetProperty(r => r.EndedAt, r => r.SeenAt), cancellationToken).ConfigureAwait(false);
    }

    private static IQueryable<JobRun> One(ConsoleDbContext db, long id) => db.JobRuns.Where(r => r.Id == id);

    private static string? Cut(string? text, int length) => text is null || text.Length <= length ? text : text[..length];

    private async Task WriteLinesAsync(long id, IReadOnlyList<JobLogLine> lines, CancellationToken cancellationToken)
    {
        if (lines.Count == 0)
            return;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        db.JobLogLines.AddRange(lines);
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        var (limit, last) = (options.Value.LogLines, lines[^1].Number);
        if (last > limit)
            await Middle(db, id, limit / 2, last - (limit - (limit / 2))).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    internal static IQueryable<JobLogLine> Middle(ConsoleDbContext db, long id, int after, int through) =>
        db.JobLogLines.Where(l => l.RunId == id && l.Number > after && l.Number <= through);
}
