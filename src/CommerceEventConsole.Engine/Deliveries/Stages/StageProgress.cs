using System.Collections.Immutable;
using System.Data.Common;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Deliveries.Stages;

/// <summary>What is done of a delivery since it was last delivered whole.</summary>
/// <param name="Sent">That the destination has taken it; null where it has not.</param>
/// <param name="Written">The names of what was written back.</param>
internal sealed record StagesDone(DeliveryStage? Sent, ImmutableHashSet<string> Written)
{
    /// <summary>Nothing.</summary>
    public static StagesDone Nothing { get; } = new(null, ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase));
}

/// <summary>Keeps what is done of deliveries, durably, so that no stage is done again because a later one failed.</summary>
internal sealed partial class StageProgress(
    IDbContextFactory<ConsoleDbContext> store, TimeProvider time, IOptions<DeliveryOptions> options, ILogger<StageProgress> logger)
{
    /// <summary>What is done of a delivery.</summary>
    public async Task<StagesDone> ReadAsync(long deliveryId, CancellationToken cancellationToken)
    {
        await using var context = await store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var rows = await Current(context, [deliveryId]).ToListAsync(cancellationToken).ConfigureAwait(false);
        return Done(rows);
    }

    /// <summary>The same for several deliveries; those of which nothing is done are missing.</summary>
    public async Task<IReadOnlyDictionary<long, StagesDone>> ReadAsync(IReadOnlyCollection<long> deliveryIds, CancellationToken cancellationToken)
    {
        var done = new Dictionary<long, StagesDone>();
        await using var context = await store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        foreach (var ids in deliveryIds.Chunk(options.Value.ChunkSize))
        {
            var rows = await Current(context, ids).ToListAsync(cancellationToken).ConfigureAwait(false);
            foreach (var group in rows.GroupBy(r => r.DeliveryId))
                done[group.Key] = Done([.. group]);
        }

        return done;
    }

    /// <summary>
    /// Stores that a stage is done, and lets the lease last until <paramref name="leaseUntil"/>. A store that is in trouble is asked again until
    /// <paramref name="giveUp"/>: what is done should not be done twice for it.
    /// </summary>
    /// <returns>Whether the delivery is still leased to <paramref name="owner"/>; where it is not, another goes on with it.</returns>
    public async Task<bool> DoneAsync(
        DeliveryStage stage, string owner, DateTimeOffset leaseUntil, DateTimeOffset giveUp, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await StoreAsync(stage, owner, leaseUntil, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is DbException or DbUpdateException or TimeoutException or InvalidOperationException
                && time.Now() + options.Value.ErrorPause < giveUp && !cancellationToken.IsCancellationRequested)
            {
                LogNotStored(logger, e, stage.DeliveryId);
                await Task.Delay(options.Value.ErrorPause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // What belongs to a round that ended with a delivered attempt is history.
    internal static IQueryable<DeliveryStage> Current(ConsoleDbContext context, long[] ids) => context.DeliveryStages.AsNoTracking()
        .Where(s => ids.Contains(s.DeliveryId) && !context.DeliveryAttempts.Any(a =>
            a.DeliveryId == s.DeliveryId && a.Outcome == AttemptOutcome.Delivered && a.Number >= s.Attempt));

    internal static IQueryable<Delivery> Leased(ConsoleDbContext context, long id, string owner) =>
        context.Deliveries.Where(d => d.Id == id && d.State == DeliveryState.Sending && d.LeaseOwner == owner);

    private static StagesDone Done(List<DeliveryStage> rows) => new(
        rows.Where(r => r.Stage == StageKind.Send).OrderByDescending(r => r.Attempt).FirstOrDefault(),
        rows.Where(r => r.Stage == StageKind.WriteBack).Select(r => r.Name).ToImmutableHashSet(StringComparer.OrdinalIgnoreCase));

    // Both in one transaction: a lease that is lost meanwhile still leaves behind what was done.
    private async Task<bool> StoreAsync(DeliveryStage stage, string owner, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
    {
        await using var outer = await store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await outer.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await using var context = await store.CreateDbContextAsync(token).ConfigureAwait(false);
                await using var transaction = await context.Database.BeginTransactionAsync(token).ConfigureAwait(false);
                var isLeased = await Leased(context, stage.DeliveryId, owner)
                    .ExecuteUpdateAsync(set => set.SetProperty(d => d.LeaseUntil, leaseUntil), token).ConfigureAwait(false) == 1;

                // Twice by two dispatchers, or because the answer of the store was lost: the first stands.
                if (!await IsThereAsync(context, stage, token).ConfigureAwait(false))
                {
                    context.DeliveryStages.Add(stage);
                    await context.SaveChangesAsync(token).ConfigureAwait(false);
                    context.Entry(stage).State = EntityState.Detached;
                }

                await transaction.CommitAsync(token).ConfigureAwait(false);
                return isLeased;
            },
            cancellationToken).ConfigureAwait(false);
    }

    internal static Task<bool> IsThereAsync(ConsoleDbContext context, DeliveryStage stage, CancellationToken cancellationToken)
    {
        var (id, attempt, kind, name) = (stage.DeliveryId, stage.Attempt, stage.Stage, stage.Name);
        return context.DeliveryStages.AnyAsync(s => s.DeliveryId == id && s.Attempt == attempt && s.Stage == kind && s.Name == name, cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "That a stage of delivery {DeliveryId} is done could not be stored; trying again")]
    private static partial void LogNotStored(ILogger logger, Exception exception, long deliveryId);
}
