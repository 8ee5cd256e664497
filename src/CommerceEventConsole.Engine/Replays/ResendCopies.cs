using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Deliveries.Edits;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Replays;

/// <summary>
/// Makes deliveries of the same events to another destination, within the transaction of a step. Each goes on the way from the
/// original's subscription to that destination, so that its idempotency id and its order are that destination's own. What somebody made of
/// a body goes along; what was made of the headers does not: those were another destination's.
/// </summary>
internal static class ResendCopies
{
    /// <summary>The deliveries made: at most one for each event and way, and none that this replay made already.</summary>
    public static async Task<int> MakeAsync(ConsoleDbContext db, ResendStep step, int destinationId, CancellationToken cancellationToken)
    {
        if (step.Copied.Count == 0) return 0;
        var ways = await WaysAsync(db, [.. step.Copied.Select(c => c.RouteId).Distinct()], destinationId, cancellationToken).ConfigureAwait(false);
        // Before the look for what is there: whoever makes deliveries holds this number's row to the end.
        var id = await RaiseAsync(db, step.Copied.Count, cancellationToken).ConfigureAwait(false) - step.Copied.Count;
        var ids = step.Copied.Select(c => c.Id).ToList();
        // Nearly always none.
        var edits = await db.DeliveryEdits.AsNoTracking().Where(e => ids.Contains(e.DeliveryId))
            .ToDictionaryAsync(e => e.DeliveryId, cancellationToken).ConfigureAwait(false);
        var replaced = await db.DeliveryEdits.Where(e => e.OriginalId != null && ids.Contains(e.OriginalId!.Value)).Select(e => e.OriginalId!.Value)
            .ToHashSetAsync(cancellationToken).ConfigureAwait(false);
        var there = await ThereAsync(db, step, [.. ways.Values.Distinct()], cancellationToken).ConfigureAwait(false);
        var made = 0;
        foreach (var row in step.Copied)
        {
            // In the place of one that was edited goes its edit.
            if (replaced.Contains(row.Id) || !ways.TryGetValue(row.RouteId, out var route) || !there.Add((row.EventSeq, route))) continue;
            made++;
            var edit = edits.GetValueOrDefault(row.Id);
            db.Deliveries.Add(new Delivery
            {
                Id = ++id,
                EventSeq = row.EventSeq,
                RouteId = route,
                DestinationId = destinationId,
                RevisionId = row.RevisionId,
                ReplayId = step.ReplayId,
                State = DeliveryState.Pending,
                OrderKey = row.OrderKey,
                Edits = edit is null ? EditMarks.None : EditMarks.IsEdited,
                DueAt = step.At,
                CreatedAt = step.At,
                UpdatedAt = step.At,
            });
            if (edit is not null)
                db.DeliveryEdits.Add(Copy(edit, id));
        }

        if (made > 0)
            await CountAsync(db, step.At, destinationId, made, cancellationToken).ConfigureAwait(false);
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        db.ChangeTracker.Clear();
        return made;
    }

    private static DeliveryEdit Copy(DeliveryEdit edit, long id) => new()
    {
        DeliveryId = id,
        Body = edit.Body,
        EditedBy = edit.EditedBy,
        EditedAt = edit.EditedAt,
        Reason = edit.Reason,
    };

    // A way that no subscription has is made as a removed one: it makes no deliveries of its own, and stays for those made here.
    private static async Task<Dictionary<int, int>> WaysAsync(
        ConsoleDbContext db, List<int> routeIds, int destinationId, CancellationToken cancellationToken)
    {
        var originals = await db.Routes.AsNoTracking().Where(r => routeIds.Contains(r.Id)).ToListAsync(cancellationToken).ConfigureAwait(false);
        var subscriptions = originals.Select(r => r.SubscriptionId).Distinct().ToList();
        var there = await db.Routes.AsNoTracking().Where(r => subscriptions.Contains(r.SubscriptionId) && r.DestinationId == destinationId)
            .ToDictionaryAsync(r => r.SubscriptionId, cancellationToken).ConfigureAwait(false);
        foreach (var original in originals.Where(r => !there.ContainsKey(r.SubscriptionId)).DistinctBy(r => r.SubscriptionId))
        {
            var way = new Route
            {
                SubscriptionId = original.SubscriptionId, DestinationId = destinationId, Sending = original.Sending, Removed = true,
            };
            db.Routes.Add(way);
            there.Add(way.SubscriptionId, way);
        }

        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return originals.ToDictionary(r => r.Id, r => there[r.SubscriptionId].Id);
    }

    private static async Task<long> RaiseAsync(ConsoleDbContext db, int count, CancellationToken cancellationToken)
    {
        var counter = db.Counters.Where(c => c.Name == Counter.DeliveryId);
        await counter.ExecuteUpdateAsync(set => set.SetProperty(c => c.Value, c => c.Value + count), cancellationToken).ConfigureAwait(false);
        return await counter.AsNoTracking().Select(c => c.Value).SingleAsync(cancellationToken).ConfigureAwait(false);
    }

    // What failed there or was set aside does not count as there; what this replay made does, whatever came of it.
    private static async Task<HashSet<(long Seq, int Route)>> ThereAsync(
        ConsoleDbContext db, ResendStep step, List<int> routes, CancellationToken cancellationToken)
    {
        var seqs = step.Copied.Select(c => c.EventSeq).Distinct().ToList();
        var rows = await db.Deliveries.AsNoTracking().Where(d => seqs.Contains(d.EventSeq)).Where(d => routes.Contains(d.RouteId))
            .Select(d => new { d.EventSeq, d.RouteId, d.State, d.ReplayId }).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows
            .Where(r => r.ReplayId == step.ReplayId
                || (!step.CopyAgain && r.State is not (DeliveryState.Failed or DeliveryState.Dismissed or DeliveryState.Superseded)))
            .Select(r => (r.EventSeq, r.RouteId))];
    }

    private static async Task CountAsync(ConsoleDbContext db, DateTimeOffset at, int destinationId, int made, CancellationToken cancellationToken)
    {
        var minute = ActivityTally.MinuteOf(at);
        var counted = await db.ActivityMinutes
            .Where(a => a.Minute == minute && a.Measure == ActivityMeasure.Created && a.ScopeId == destinationId)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Count, a => a.Count + made), cancellationToken).ConfigureAwait(false);
        if (counted == 0)
            db.ActivityMinutes.Add(new ActivityMinute { Minute = minute, Measure = ActivityMeasure.Created, ScopeId = destinationId, Count = made });
    }
}
