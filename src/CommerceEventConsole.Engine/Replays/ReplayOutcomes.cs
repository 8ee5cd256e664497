using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Replays;

/// <summary>A delivery of a replay in a list.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="EventSeq">Its event.</param>
/// <param name="DestinationName">What people call its destination.</param>
/// <param name="State">Where it stands.</param>
/// <param name="LastError">Why its last attempt failed; null where it did not.</param>
/// <param name="UpdatedAt">When it reached its state.</param>
public sealed record ReplayedRow(long Id, long EventSeq, string DestinationName, DeliveryState State, string? LastError, DateTimeOffset UpdatedAt);

/// <summary>A page of a replay's deliveries, oldest first.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Next">What to ask the next page with; null where there is none.</param>
public sealed record ReplayedPage(IReadOnlyList<ReplayedRow> Rows, long? Next);

/// <summary>What came of the deliveries that replays sent, read off the index of replays. One sent by two replays counts with the later.</summary>
public sealed class ReplayOutcomes(IDbContextFactory<ConsoleDbContext> contexts)
{
    /// <summary>A replay's deliveries by state.</summary>
    public async Task<ScopeCounts> CountAsync(int replayId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var counts = await DeliveryScopes.ByState(db.Deliveries.Where(d => d.ReplayId == replayId)).ToListAsync(cancellationToken).ConfigureAwait(false);
        return new ScopeCounts(counts.ToDictionary(c => c.State, c => c.Count), 1);
    }

    /// <summary>How many deliveries of some replays failed or are being retried; replays without any are left out.</summary>
    public async Task<IReadOnlyDictionary<int, int>> FailedAsync(IReadOnlyCollection<int> replayIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Deliveries
            .Where(d => d.ReplayId != null && replayIds.Contains(d.ReplayId!.Value))
            .Where(d => d.State == DeliveryState.Failed || d.State == DeliveryState.Retrying)
            .GroupBy(d => d.ReplayId!.Value).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A page of a replay's deliveries in a state.</summary>
    /// <param name="replayId">The replay.</param>
    /// <param name="state">The state.</param>
    /// <param name="after"><see cref="ReplayedPage.Next"/> of the page before; null for the first.</param>
    /// <param name="count">Rows at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ReplayedPage> PageAsync(int replayId, DeliveryState state, long? after, int count, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var from = after ?? 0;
        var rows = await db.Deliveries.Where(d => d.ReplayId == replayId && d.State == state && d.Id > from).OrderBy(d => d.Id).Take(count + 1)
            .Select(d => new ReplayedRow(
                d.Id,
                d.EventSeq,
                db.Destinations.Where(x => x.Id == d.DestinationId).Select(x => x.Name).FirstOrDefault() ?? "",
                d.State,
                d.LastError,
                d.UpdatedAt))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.Count <= count ? new ReplayedPage(rows, null) : new ReplayedPage(rows[..count], rows[count - 1].Id);
    }

    /// <summary>Deliveries of a replay that wait in the queue or are on their way, counted up to a bound.</summary>
    internal async Task<int> QueuedAsync(int replayId, int atMost, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Deliveries
            .Where(d => d.ReplayId == replayId && (d.State == DeliveryState.Pending || d.State == DeliveryState.Sending))
            .Take(atMost).CountAsync(cancellationToken).ConfigureAwait(false);
    }
}
