using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.Freshness.Running;

/// <summary>Looks whether promises are kept, and notes with each how it was found: screens and alerts read that.</summary>
internal sealed class FreshnessEvaluator(
    IDbContextFactory<ConsoleDbContext> contexts, LateDeliveries deliveries, LastRuns runs, TimeProvider time, ILogger<FreshnessEvaluator> logger)
{
    /// <summary>Looks at every promise that is switched on. One that cannot be looked at stays as it was found before.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var promises = await context.FreshnessPromises.AsNoTracking().Where(p => p.Enabled).OrderBy(p => p.Id)
            .Take(FreshnessChecks.MaxPromises).ToListAsync(cancellationToken);
        foreach (var promise in promises)
            await LookAsync(promise, cancellationToken);
    }

    /// <summary>Looks at one; trouble is logged, and the next look tries again.</summary>
    public async Task LookAsync(FreshnessPromise promise, CancellationToken cancellationToken)
    {
        try
        {
            var now = time.Now();
            await WriteAsync(promise, await FindAsync(promise, now, cancellationToken), now, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(e, "Promise {Promise} could not be looked at; it stays as it was found before", promise.Id);
        }
    }

    internal async Task<PromiseVerdict> FindAsync(FreshnessPromise promise, DateTimeOffset now, CancellationToken cancellationToken) => promise switch
    {
        { Kind: PromiseKind.Delivered } => await OfDeliveriesAsync(promise, now, cancellationToken),
        { Kind: PromiseKind.Resync, ResyncId: { } id } => OfRun(
            promise, await runs.OfResyncAsync(id, cancellationToken), now, "The resync is gone. Choose another one, or delete the promise."),
        { Kind: PromiseKind.Job, Job: { } job } => OfRun(
            promise, await runs.OfJobAsync(job, cancellationToken), now, "The job is gone. Choose another one, or delete the promise."),
        _ => PromiseVerdict.Of(PromiseState.Groundless, "It does not say what is promised."),
    };

    // Before its first good run a promise has its whole limit from when it was made.
    private static PromiseVerdict OfRun(FreshnessPromise promise, LastRun? last, DateTimeOffset now, string gone) => last is null
        ? PromiseVerdict.Of(PromiseState.Groundless, gone)
        : PromiseVerdict.OfAge(last.At ?? promise.ChangedAt, promise.Limit, now, FreshnessWords.Why(last));

    private async Task<PromiseVerdict> OfDeliveriesAsync(FreshnessPromise promise, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var destination = await context.Destinations.Where(d => d.Id == promise.DestinationId).Select(d => new { d.Name, d.State })
            .FirstOrDefaultAsync(cancellationToken);
        if (destination is null)
            return PromiseVerdict.Of(PromiseState.Groundless, "The destination is gone. Choose another one, or delete the promise.");
        var (count, oldest) = await deliveries.FindAsync(promise, now - promise.Limit, cancellationToken);
        return oldest is null
            ? PromiseVerdict.Of(PromiseState.Kept)
            : PromiseVerdict.Of(PromiseState.Broken, FreshnessWords.Why(oldest, destination.Name, destination.State), oldest.ReceivedAt) with
            {
                Late = count, Oldest = oldest,
            };
    }

    // Only while the promise is what was looked at: who changes it in between has it looked at again.
    private async Task WriteAsync(FreshnessPromise promise, PromiseVerdict verdict, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = promise.State == verdict.State && promise.StateSince is { } at ? at : now;
        (promise.State, promise.StateSince, promise.LookedAt) = (verdict.State, since, now);
        verdict.WriteTo(promise);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.FreshnessPromises.Where(p => p.Id == promise.Id && p.Version == promise.Version).ExecuteUpdateAsync(
            set => set
                .SetProperty(p => p.State, promise.State)
                .SetProperty(p => p.StateSince, promise.StateSince)
                .SetProperty(p => p.LookedAt, promise.LookedAt)
                .SetProperty(p => p.Late, promise.Late)
                .SetProperty(p => p.OldestAt, promise.OldestAt)
                .SetProperty(p => p.OldestDeliveryId, promise.OldestDeliveryId)
                .SetProperty(p => p.OldestSeq, promise.OldestSeq)
                .SetProperty(p => p.OldestKind, promise.OldestKind)
                .SetProperty(p => p.OldestKey, promise.OldestKey)
                .SetProperty(p => p.Why, promise.Why),
            cancellationToken);
    }
}
