using CommerceEventConsole.Engine.Resync.Runs;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Resync.Running;

/// <summary>Which node runs what: a name and a time in the run's row, changed by single statements that test what they replace.</summary>
internal sealed class ResyncLeases(IDbContextFactory<ConsoleDbContext> contexts, IOptions<ResyncOptions> options, TimeProvider time)
{
    /// <summary>Takes back every lease: right only where no other process may use the store, so that whoever held one is gone.</summary>
    public async Task TakeBackAllAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await db.ResyncRuns.Where(r => r.State == ResyncState.Running && r.LeaseOwner != null).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.LeaseOwner, (string?)null).SetProperty(r => r.LeaseUntil, (DateTimeOffset?)null),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The oldest run that may go on and that no other node holds, leased to <paramref name="owner"/>; null where there is none.</summary>
    public async Task<ResyncRun?> TakeAsync(string owner, IReadOnlyCollection<int> running, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var now = time.Now();
        var id = await Free(db, owner, now).Where(r => !running.Contains(r.Id)).OrderBy(r => r.Id).Select(r => (int?)r.Id)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (id is null) return null;
        var until = now + options.Value.Lease;
        var taken = await Free(db, owner, now).Where(r => r.Id == id).ExecuteUpdateAsync(
            set => set
                .SetProperty(r => r.LeaseOwner, owner)
                .SetProperty(r => r.LeaseUntil, until)
                .SetProperty(r => r.NotBefore, (DateTimeOffset?)null)
                .SetProperty(r => r.StartedAt, r => r.StartedAt ?? now),
            cancellationToken).ConfigureAwait(false);
        return taken == 0 ? null : await db.ResyncRuns.AsNoTracking().SingleAsync(r => r.Id == id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps a run for longer; false where it is not the node's any more.</summary>
    public async Task<bool> KeepAsync(int id, string owner, CancellationToken cancellationToken)
    {
        var until = time.Now() + options.Value.Lease;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await Held(db, id, owner).ExecuteUpdateAsync(set => set.SetProperty(r => r.LeaseUntil, until), cancellationToken).ConfigureAwait(false) > 0;
    }

    /// <summary>Gives a run back, for any node to take.</summary>
    public async Task ReleaseAsync(int id, string owner, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await Held(db, id, owner).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.LeaseOwner, (string?)null).SetProperty(r => r.LeaseUntil, (DateTimeOffset?)null),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives a run back until a moment, with the reason; what it has cost up to now is counted.</summary>
    public async Task WaitAsync(ResyncRun run, string owner, DateTimeOffset notBefore, string reason, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await Held(db, run.Id, owner).ExecuteUpdateAsync(
            set => set
                .SetProperty(r => r.NotBefore, notBefore)
                .SetProperty(r => r.Waiting, ShortText.Cut(reason, ResyncDifference.MaxText))
                .SetProperty(r => r.Troubles, run.Troubles)
                .SetProperty(r => r.TroubleSince, run.TroubleSince)
                .SetProperty(r => r.Calls, run.Calls)
                .SetProperty(r => r.LeaseOwner, (string?)null)
                .SetProperty(r => r.LeaseUntil, (DateTimeOffset?)null),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends a run, or stops it by itself until a person lets it go on.</summary>
    public async Task EndAsync(ResyncRun run, string owner, ResyncState state, string? error, CancellationToken cancellationToken)
    {
        DateTimeOffset? finished = state == ResyncState.Paused ? null : time.Now();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await Held(db, run.Id, owner).ExecuteUpdateAsync(
            set => set
                .SetProperty(r => r.State, state)
                .SetProperty(r => r.Error, error == null ? null : ShortText.Cut(error, ResyncDifference.MaxText))
                .SetProperty(r => r.FinishedAt, finished)
                .SetProperty(r => r.Waiting, (string?)null)
                .SetProperty(r => r.NotBefore, (DateTimeOffset?)null)
                .SetProperty(r => r.Calls, run.Calls)
                .SetProperty(r => r.LeaseOwner, (string?)null)
                .SetProperty(r => r.LeaseUntil, (DateTimeOffset?)null),
            cancellationToken).ConfigureAwait(false);
    }

    internal static IQueryable<ResyncRun> Held(ConsoleDbContext db, int id, string owner) =>
        db.ResyncRuns.Where(r => r.Id == id && r.State == ResyncState.Running && r.LeaseOwner == owner);

    private static IQueryable<ResyncRun> Free(ConsoleDbContext db, string owner, DateTimeOffset now) => db.ResyncRuns.Where(
        r => r.State == ResyncState.Running && (r.NotBefore == null || r.NotBefore <= now)
            && (r.LeaseUntil == null || r.LeaseUntil < now || r.LeaseOwner == owner));
}
