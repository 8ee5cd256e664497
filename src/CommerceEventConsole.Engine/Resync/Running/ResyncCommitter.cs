using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Resync.Runs;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Resync.Running;

/// <summary>Where a run stands after a page.</summary>
/// <param name="Phase">What it does next.</param>
/// <param name="Position">Where the next page begins.</param>
/// <param name="IsEnd">Whether there is none.</param>
internal sealed record ResyncPlace(ResyncPhase Phase, string? Position, bool IsEnd = false);

/// <summary>
/// Writes what a page came to, in transactions that hold only while the node holds the run: first what is about to be written to the other
/// side, then what became of it together with the place where the run goes on. A process that dies between the two finds what it was about
/// when it takes the run up again.
/// </summary>
internal sealed class ResyncCommitter(IDbContextFactory<ConsoleDbContext> contexts, IOptions<ResyncOptions> options, TimeProvider time)
{
    /// <summary>Puts differences on the list; false where the run is not the node's any more. They have their ids afterwards.</summary>
    public Task<bool> ListAsync(ResyncRun run, string owner, IReadOnlyList<ResyncDifference> found, CancellationToken cancellationToken) =>
        HeldAsync(
            run,
            owner,
            async (db, token) =>
            {
                var listed = Listed(run, found);
                db.ResyncDifferences.AddRange(listed);
                await db.SaveChangesAsync(token).ConfigureAwait(false);
                await ResyncLeases.Held(db, run.Id, owner).ExecuteUpdateAsync(
                    set => set.SetProperty(r => r.Listed, r => r.Listed + listed.Count), token).ConfigureAwait(false);
            },
            () => run.Listed += Math.Min(found.Count, Math.Max(0, options.Value.MaxListed - run.Listed)),
            cancellationToken);

    /// <summary>Commits a page; false where the run is not the node's any more.</summary>
    /// <param name="run">The run; raised by the counts afterwards.</param>
    /// <param name="owner">The node.</param>
    /// <param name="found">Differences that go on the list only now.</param>
    /// <param name="settled">Differences that are on the list, with what became of them.</param>
    /// <param name="counts">What the page adds.</param>
    /// <param name="place">Where the run goes on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<bool> CommitAsync(
        ResyncRun run,
        string owner,
        IReadOnlyList<ResyncDifference> found,
        IReadOnlyList<ResyncDifference> settled,
        ResyncCounts counts,
        ResyncPlace place,
        CancellationToken cancellationToken) => HeldAsync(
        run,
        owner,
        async (db, token) =>
        {
            var listed = Listed(run, found);
            db.ResyncDifferences.AddRange(listed);
            foreach (var row in settled.Where(r => r.Id != 0))
                db.Entry(row).State = EntityState.Modified;
            await db.SaveChangesAsync(token).ConfigureAwait(false);
            await MoveAsync(db, run, owner, listed.Count, counts, place, token).ConfigureAwait(false);
            if (place.IsEnd)
                await FinishAsync(db, run, token).ConfigureAwait(false);
        },
        () => Raise(run, found.Count, counts, place),
        cancellationToken);

    /// <summary>What was about to be written when a node last let go of the run.</summary>
    public async Task<List<ResyncDifference>> UnsettledAsync(int runId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.ResyncDifferences.AsNoTracking().Where(d => d.RunId == runId && d.Outcome == ResyncOutcome.Writing)
            .OrderBy(d => d.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes differences off the list, because their page is compared again, and settles others with their counts.</summary>
    public Task<bool> SettleAsync(
        ResyncRun run,
        string owner,
        IReadOnlyList<ResyncDifference> removed,
        IReadOnlyList<ResyncDifference> settled,
        ResyncCounts counts,
        CancellationToken cancellationToken) => HeldAsync(
        run,
        owner,
        async (db, token) =>
        {
            var ids = removed.Select(r => r.Id).ToList();
            if (ids.Count > 0)
                await db.ResyncDifferences.Where(d => ids.Contains(d.Id)).ExecuteDeleteAsync(token).ConfigureAwait(false);
            foreach (var row in settled)
                db.Entry(row).State = EntityState.Modified;
            await db.SaveChangesAsync(token).ConfigureAwait(false);
            await MoveAsync(db, run, owner, -ids.Count, counts, new ResyncPlace(run.Phase, run.Position), token).ConfigureAwait(false);
        },
        () =>
        {
            Raise(run, 0, counts, new ResyncPlace(run.Phase, run.Position));
            run.Listed -= removed.Count;
        },
        cancellationToken);

    // Without ids: a transaction that is tried again makes the rows again.
    private List<ResyncDifference> Listed(ResyncRun run, IReadOnlyList<ResyncDifference> found)
    {
        List<ResyncDifference> listed = [.. found.Take(Math.Max(0, options.Value.MaxListed - run.Listed))];
        listed.ForEach(d => d.Id = 0);
        return listed;
    }

    private async Task MoveAsync(
        ConsoleDbContext db, ResyncRun run, string owner, int listed, ResyncCounts counts, ResyncPlace place, CancellationToken cancellationToken)
    {
        var state = place.IsEnd ? ResyncState.Finished : ResyncState.Running;
        var now = time.Now();
        DateTimeOffset? finished = place.IsEnd ? now : null;
        var keeper = place.IsEnd ? null : owner;
        DateTimeOffset? until = place.IsEnd ? null : now + options.Value.Lease;
        await ResyncLeases.Held(db, run.Id, owner).ExecuteUpdateAsync(
            set => set
                .SetProperty(r => r.State, state)
                .SetProperty(r => r.FinishedAt, finished)
                .SetProperty(r => r.Phase, place.Phase)
                .SetProperty(r => r.Position, place.Position)
                .SetProperty(r => r.Total, run.Total)
                .SetProperty(r => r.Calls, run.Calls)
                .SetProperty(r => r.Compared, r => r.Compared + counts.Compared)
                .SetProperty(r => r.ReadHere, r => r.ReadHere + counts.ReadHere)
                .SetProperty(r => r.ReadThere, r => r.ReadThere + counts.ReadThere)
                .SetProperty(r => r.Changed, r => r.Changed + counts.Changed)
                .SetProperty(r => r.MissingHere, r => r.MissingHere + counts.MissingHere)
                .SetProperty(r => r.MissingThere, r => r.MissingThere + counts.MissingThere)
                .SetProperty(r => r.Extra, r => r.Extra + counts.Extra)
                .SetProperty(r => r.Written, r => r.Written + counts.Written)
                .SetProperty(r => r.Handed, r => r.Handed + counts.Handed)
                .SetProperty(r => r.Failed, r => r.Failed + counts.Failed)
                .SetProperty(r => r.Unreadable, r => r.Unreadable + counts.Unreadable)
                .SetProperty(r => r.NaiveCalls, r => r.NaiveCalls + counts.Compared + counts.Written + counts.Failed + counts.Handed)
                .SetProperty(r => r.Listed, r => r.Listed + listed)
                .SetProperty(r => r.Unlisted, r => r.Unlisted + counts.Unlisted)
                .SetProperty(r => r.Troubles, 0)
                .SetProperty(r => r.TroubleSince, (DateTimeOffset?)null)
                .SetProperty(r => r.Waiting, (string?)null)
                .SetProperty(r => r.LeaseOwner, keeper)
                .SetProperty(r => r.LeaseUntil, until),
            cancellationToken).ConfigureAwait(false);
    }

    // A whole run that repaired says up to when both sides agree: there the next incremental one begins.
    private static async Task FinishAsync(ConsoleDbContext db, ResyncRun run, CancellationToken cancellationToken)
    {
        if (run.IsDryRun || run.KeysOfRunId is not null) return;
        var until = run.Until;
        await db.ResyncDefinitions.Where(d => d.Id == run.DefinitionId && d.Version == run.DefinitionVersion && (d.ComparedUntil == null || d.ComparedUntil < until))
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.ComparedUntil, until), cancellationToken).ConfigureAwait(false);
    }

    private void Raise(ResyncRun run, int found, ResyncCounts counts, ResyncPlace place)
    {
        run.Phase = place.Phase;
        run.Position = place.Position;
        run.State = place.IsEnd ? ResyncState.Finished : run.State;
        run.Compared += counts.Compared;
        run.ReadHere += counts.ReadHere;
        run.ReadThere += counts.ReadThere;
        run.Listed += Math.Min(found, Math.Max(0, options.Value.MaxListed - run.Listed));
        (run.Troubles, run.TroubleSince) = (0, null);
    }

    private async Task<bool> HeldAsync(
        ResyncRun run, string owner, Func<ConsoleDbContext, CancellationToken, Task> work, Action committed, CancellationToken cancellationToken)
    {
        await using var outer = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var isHeld = await outer.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await using var db = await contexts.CreateDbContextAsync(token).ConfigureAwait(false);
                await using var transaction = await db.Database.BeginTransactionAsync(token).ConfigureAwait(false);

                // First of all the run's row: it is the lock under which a person's pause and this page queue up.
                var until = time.Now() + options.Value.Lease;
                var held = await ResyncLeases.Held(db, run.Id, owner).ExecuteUpdateAsync(set => set.SetProperty(r => r.LeaseUntil, until), token).ConfigureAwait(false);
                if (held == 0) return false;
                await work(db, token).ConfigureAwait(false);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        if (isHeld) committed();
        return isHeld;
    }
}
