using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Replays;

/// <summary>
/// Writes the steps of resends, each in ONE transaction: where the replay stands, and what became of the deliveries up to there. It takes
/// its turn with the store's writer: on SQLite, which lets one writer in at a time and not in turn, a step would otherwise wait for a gap
/// between the commits of intake and dispatcher, and they for its end.
/// </summary>
internal sealed class ResendCommitter(IDbContextFactory<ConsoleDbContext> contexts, IBatchCommitter writer)
{
    /// <summary>
    /// Moves the replay on and changes the deliveries that are still as they were judged. Nothing happens where the replay is no longer
    /// running, held by another node, or stands elsewhere than <see cref="ResendStep.From"/>.
    /// </summary>
    /// <returns>What came of it; null where nothing happened.</returns>
    /// <exception cref="System.Data.Common.DbException">The store could not take it; nothing of the step is stored.</exception>
    public Task<ResendResult?> CommitAsync(ResendStep step, CancellationToken cancellationToken) => Task.Factory.StartNew(
        () => CommitInTurnAsync(step, cancellationToken), cancellationToken, TaskCreationOptions.DenyChildAttach, writer.Scheduler).Unwrap();

    private async Task<ResendResult?> CommitInTurnAsync(ResendStep step, CancellationToken cancellationToken)
    {
        await using var outer = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await outer.Database.CreateExecutionStrategy().ExecuteAsync<ResendResult?>(
            async token =>
            {
                await using var db = await contexts.CreateDbContextAsync(token).ConfigureAwait(false);
                await using var transaction = await db.Database.BeginTransactionAsync(token).ConfigureAwait(false);
                // Disposed without a commit it rolls back. The replay's row is held to the end: a second step of it waits, and finds it moved.
                if (!await AdvanceAsync(db, step, token).ConfigureAwait(false))
                    return null;
                var sent = step.CopyTo is { } destination
                    ? await ResendCopies.MakeAsync(db, step, destination, token).ConfigureAwait(false)
                    : await SendAsync(db, step, token).ConfigureAwait(false);
                var superseded = await SupersedeAsync(db, step, token).ConfigureAwait(false);
                await CountAsync(db, step, sent, superseded, token).ConfigureAwait(false);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                return new ResendResult(sent, superseded);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task<bool> AdvanceAsync(ConsoleDbContext db, ResendStep step, CancellationToken cancellationToken) =>
        await db.Replays
            .Where(r => r.Id == step.ReplayId && r.State == ReplayState.Running && r.LeaseOwner == step.Owner && r.Position == step.From)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(r => r.Position, step.Next)
                    .SetProperty(r => r.Examined, r => r.Examined + step.Examined)
                    .SetProperty(r => r.LeaseUntil, step.LeaseUntil),
                cancellationToken).ConfigureAwait(false) > 0;

    private static async Task<int> SendAsync(ConsoleDbContext db, ResendStep step, CancellationToken cancellationToken)
    {
        var sent = 0;
        foreach (var alike in Alike(step.Sent))
        {
            var revisionId = alike[0].RevisionId;
            sent += await Judged(db, alike).ExecuteUpdateAsync(
                set =>
                {
                    set.SetProperty(d => d.State, DeliveryState.Pending)
                        .SetProperty(d => d.Attempts, 0)
                        .SetProperty(d => d.DueAt, step.At)
                        .SetProperty(d => d.ReplayId, step.ReplayId)
                        .SetProperty(d => d.UpdatedAt, step.At);
                    if (revisionId is { } revision)
                        set.SetProperty(d => d.RevisionId, revision);
                },
                cancellationToken).ConfigureAwait(false);
        }

        return sent;
    }

    private static async Task<int> SupersedeAsync(ConsoleDbContext db, ResendStep step, CancellationToken cancellationToken)
    {
        var superseded = 0;
        foreach (var alike in Alike(step.Superseded))
        {
            superseded += await Judged(db, alike).ExecuteUpdateAsync(
                set => set.SetProperty(d => d.State, DeliveryState.Superseded).SetProperty(d => d.UpdatedAt, step.At),
                cancellationToken).ConfigureAwait(false);
        }

        return superseded;
    }

    private static Task CountAsync(ConsoleDbContext db, ResendStep step, int sent, int superseded, CancellationToken cancellationToken)
    {
        var skipped = step.Examined - sent - superseded;
        var replay = db.Replays.Where(r => r.Id == step.ReplayId);
        return replay.ExecuteUpdateAsync(
            set =>
            {
                set.SetProperty(r => r.Created, r => r.Created + sent)
                    .SetProperty(r => r.Superseded, r => r.Superseded + superseded)
                    .SetProperty(r => r.Skipped, r => r.Skipped + skipped);
                if (step.IsLast)
                {
                    set.SetProperty(r => r.State, ReplayState.Done)
                        .SetProperty(r => r.FinishedAt, step.At)
                        .SetProperty(r => r.LeaseOwner, (string?)null)
                        .SetProperty(r => r.LeaseUntil, (DateTimeOffset?)null);
                }
            },
            cancellationToken);
    }

    // By statement: each has room for so many ids.
    private static IEnumerable<ResendChange[]> Alike(IReadOnlyList<ResendChange> changes) =>
        changes.GroupBy(c => (c.Judged, c.RevisionId)).SelectMany(g => g.Chunk(DeliveryScopes.MaxCount));

    private static IQueryable<Delivery> Judged(ConsoleDbContext db, ResendChange[] alike)
    {
        var judged = alike[0].Judged;
        var ids = alike.Select(c => c.Id).ToList();

        // One that was edited is superseded for good: its edit goes in its place.
        return db.Deliveries.Where(d => ids.Contains(d.Id) && d.State == judged && !db.DeliveryEdits.Any(e => e.OriginalId == d.Id));
    }
}
