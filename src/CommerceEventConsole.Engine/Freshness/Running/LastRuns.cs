using CommerceEventConsole.Engine.Jobs.Runs;
using CommerceEventConsole.Engine.Resync.Runs;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Freshness.Running;

/// <summary>When something last ran as it should.</summary>
/// <param name="At">When it came to its end; null where it never did, as far as runs are kept.</param>
/// <param name="Since">What is to be said of the newest run where that is another, a sentence; null where there is none.</param>
internal sealed record LastRun(DateTimeOffset? At, string? Since);

/// <summary>Finds the last good run of a resync or a job: some steps back in an index that begins with it.</summary>
internal sealed class LastRuns(IDbContextFactory<ConsoleDbContext> contexts)
{
    /// <summary>Of a resync; null where it is gone. What counts is a run of all records that came to its end and was no dry run.</summary>
    public async Task<LastRun?> OfResyncAsync(int id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await context.ResyncDefinitions.AnyAsync(d => d.Id == id, cancellationToken))
            return null;
        var at = await Finished(context, id).FirstOrDefaultAsync(cancellationToken);
        var newest = await context.ResyncRuns.AsNoTracking().Where(r => r.DefinitionId == id).OrderByDescending(r => r.Id)
            .Select(r => new { r.State, r.Error, r.Waiting }).FirstOrDefaultAsync(cancellationToken);
        return new LastRun(at, newest?.State switch
        {
            null => null,
            ResyncState.Running => newest.Waiting is { } waiting ? $"One is under way and waits: {FreshnessWords.Ended(waiting)}" : "One is under way.",
            ResyncState.Paused => newest.Error is { } error ? $"The newest stands still: {FreshnessWords.Ended(error)}" : "The newest was paused.",
            ResyncState.Stopped => "The newest was stopped.",
            ResyncState.Failed => $"The newest failed: {FreshnessWords.Ended(newest.Error ?? "")}",
            ResyncState.CutOff => "The newest had made as many requests as it may.",
            _ => null,
        });
    }

    /// <summary>Of a job; null where it is gone.</summary>
    public async Task<LastRun?> OfJobAsync(string job, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await context.JobPlans.AnyAsync(p => p.Job == job, cancellationToken))
            return null;
        var at = await Succeeded(context, job).FirstOrDefaultAsync(cancellationToken);
        var newest = await context.JobRuns.AsNoTracking().Where(r => r.Job == job).OrderByDescending(r => r.Id)
            .Select(r => new { r.Outcome, r.Error }).FirstOrDefaultAsync(cancellationToken);
        return new LastRun(at, newest?.Outcome switch
        {
            null or JobOutcome.Succeeded => null,
            JobOutcome.Running => "It is running now.",
            JobOutcome.Failed => $"The newest run failed: {FreshnessWords.Ended(newest.Error ?? "")}",
            JobOutcome.Interrupted => "The newest run was interrupted.",
            _ => "The newest run was cut off.",
        });
    }

    internal static IQueryable<DateTimeOffset?> Finished(ConsoleDbContext context, int id) => context.ResyncRuns
        .Where(r => r.DefinitionId == id && r.State == ResyncState.Finished && !r.IsDryRun && r.KeysOfRunId == null)
        .OrderByDescending(r => r.Id).Select(r => r.FinishedAt);

    internal static IQueryable<DateTimeOffset?> Succeeded(ConsoleDbContext context, string job) => context.JobRuns
        .Where(r => r.Job == job && r.Outcome == JobOutcome.Succeeded).OrderByDescending(r => r.Id).Select(r => r.EndedAt);
}
