using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Deliveries.Edits;
using CommerceEventConsole.Engine.Deliveries.Stages;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Jobs.Retention;

/// <summary>
/// Removes old events whose deliveries are all finished, with deliveries, attempts and search keys. Events are looked at in order of
/// <c>Seq</c>, which is about the order of time, up to the one that became old last.
/// </summary>
internal sealed class EventSweep(IDbContextFactory<ConsoleDbContext> contexts, ISearchIndex index, StoredSearchKeys searchKeys) : ISweep
{
    // Rows named in one statement: SQL Server takes 2,100 parameters.
    private const int MaxNamed = 1_000;

    // Bodies of up to 2 MB are read for their search keys.
    private const long MaxBytes = 16 * 1024 * 1024;

    public string What => "events";

    public async Task<SweepStep> StepAsync(long after, DateTimeOffset before, int batchSize, CancellationToken cancellationToken)
    {
        // A key that is merged after its event is gone would stay for ever.
        await index.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var last = await Last(db, before).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        var page = await Page(db, after, last, batchSize).ToListAsync(cancellationToken).ConfigureAwait(false);
        CutToSize(page);
        if (page.Count == 0) return SweepStep.End;
        long? next = page[^1].Seq == last ? null : page[^1].Seq;

        var old = page.Where(e => e.ReceivedAt < before).Select(e => e.Seq).ToList();

        var deliveries = await Deliveries(db, old).ToListAsync(cancellationToken).ConfigureAwait(false);
        var unfinished = deliveries.Where(d => !d.IsFinished).Select(d => d.EventSeq).ToHashSet();
        var expired = old.Where(seq => !unfinished.Contains(seq)).ToList();
        if (expired.Count == 0) return new SweepStep(0, next, unfinished.Count);

        // Events are never altered: what is read of them before the transaction still holds in it.
        var batch = new Batch(
            expired,
            [.. deliveries.Where(d => !unfinished.Contains(d.EventSeq)).Select(d => d.Id)],
            await searchKeys.ReadAsync(db, expired, cancellationToken).ConfigureAwait(false));
        var removed = await db.Database.CreateExecutionStrategy()
            .ExecuteAsync(token => RemoveAsync(batch, token), cancellationToken).ConfigureAwait(false);
        return new SweepStep(removed, next, unfinished.Count);
    }

    // By the index of times: a clock that was wrong for a while puts events out of order, and must not be taken for the end.
    internal static IQueryable<long> Last(ConsoleDbContext db, DateTimeOffset before) => db.Events
        .Where(e => e.ReceivedAt < before).OrderByDescending(e => e.ReceivedAt).ThenByDescending(e => e.Seq).Select(e => e.Seq).Take(1);

    internal static IQueryable<Place> Page(ConsoleDbContext db, long after, long last, int batchSize) => db.Events.AsNoTracking()
        .Where(e => e.Seq > after && e.Seq <= last).OrderBy(e => e.Seq).Take(batchSize).Select(e => new Place(e.Seq, e.ReceivedAt, e.Body.Length));

    internal static IQueryable<DeliveryOf> Deliveries(ConsoleDbContext db, List<long> seqs) => db.Deliveries.AsNoTracking()
        .Where(d => seqs.Contains(d.EventSeq)).Select(d => new DeliveryOf(d.Id, d.EventSeq, d.State));

    internal static IQueryable<Delivery> Finished(ConsoleDbContext db, long[] ids) => db.Deliveries.Where(d => ids.Contains(d.Id)
        && (d.State == DeliveryState.Delivered || d.State == DeliveryState.Failed
            || d.State == DeliveryState.Superseded || d.State == DeliveryState.Dismissed));

    internal static IQueryable<DeliveryAttempt> Attempts(ConsoleDbContext db, long[] deliveryIds) =>
        db.DeliveryAttempts.Where(a => deliveryIds.Contains(a.DeliveryId));

    internal static IQueryable<DeliveryEdit> Edits(ConsoleDbContext db, long[] deliveryIds) =>
        db.DeliveryEdits.Where(e => deliveryIds.Contains(e.DeliveryId));

    internal static IQueryable<DeliveryStage> Stages(ConsoleDbContext db, long[] deliveryIds) =>
        db.DeliveryStages.Where(s => deliveryIds.Contains(s.DeliveryId));

    internal static IQueryable<StoredEvent> Events(ConsoleDbContext db, List<long> seqs) => db.Events.Where(e => seqs.Contains(e.Seq));

    private async Task<int> RemoveAsync(Batch batch, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        foreach (var ids in batch.DeliveryIds.Chunk(MaxNamed))
        {
            // Sent again meanwhile, or removed by another node: the batch is left as it is, for the next run to look at anew.
            if (await Finished(db, ids).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false) != ids.Length)
                return 0;
            await Attempts(db, ids).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            await Edits(db, ids).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            await Stages(db, ids).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        }

        await StoredSearchKeys.RemoveAsync(db, batch.Keys, cancellationToken).ConfigureAwait(false);
        var removed = await Events(db, batch.Seqs).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return removed;
    }

    private static void CutToSize(List<Place> page)
    {
        var bytes = 0L;
        var end = page.FindIndex(e => (bytes += e.Length) > MaxBytes);
        if (end > 0) page.RemoveRange(end, page.Count - end);
    }

    internal sealed record Place(long Seq, DateTimeOffset ReceivedAt, int Length);

    internal sealed record DeliveryOf(long Id, long EventSeq, DeliveryState State)
    {
        public bool IsFinished => State is DeliveryState.Delivered or DeliveryState.Failed or DeliveryState.Superseded or DeliveryState.Dismissed;
    }

    private sealed record Batch(List<long> Seqs, long[] DeliveryIds, List<EventSearchKey> Keys);
}
