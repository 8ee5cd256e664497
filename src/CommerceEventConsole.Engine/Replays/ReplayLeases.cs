using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Replays;

/// <summary>Which node runs which replay: a name and a time in its row, changed by single statements that test what they replace.</summary>
internal sealed class ReplayLeases(IDbContextFactory<ConsoleDbContext> contexts, IOptions<ReplayOptions> options, TimeProvider time)
{
    /// <summary>Takes back every lease: right only where no other process may use the store, so that whoever held one is gone.</summary>
    public async Task TakeBackAllAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await db.Replays.Where(r => r.State == ReplayState.Running && r.LeaseOwner != null).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.LeaseOwner, (string?)null).SetProperty(r => r.LeaseUntil, (DateTimeOffset?)null),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The oldest running replay that no other node holds, leased to <paramref name="owner"/>; null where there is none.</summary>
    /// <param name="owner">The node.</param>
    /// <param name="running">What it runs already.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Replay?> TakeAsync(string owner, IReadOnlyCollection<int> running, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var now = time.Now();
        var id = await Free(db, owner, now).Where(r => !running.Contains(r.Id)).OrderBy(r => r.Id).Select(r => (int?)r.Id).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (id is null) return null;
        var until = now + options.Value.Lease;
        var taken = await Free(db, owner, now).Where(r => r.Id == id).ExecuteUpdateAsync(
            set => set
                .SetProperty(r => r.LeaseOwner, owner)
                .SetProperty(r => r.LeaseUntil, until)
                .SetProperty(r => r.StartedAt, r => r.StartedAt ?? now),
            cancellationToken).ConfigureAwait(false);
        return taken == 0 ? null : await db.Replays.AsNoTracking().SingleAsync(r => r.Id == id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether a replay still is the node's to run.</summary>
    public async Task<bool> IsHeldAsync(int id, string owner, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await Held(db, id, owner).AnyAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps a replay for longer; false where it is not the node's any more.</summary>
    public async Task<bool> KeepAsync(int id, string owner, CancellationToken cancellationToken)
    {
        var until = time.Now() + options.Value.Lease;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await Held(db, id, owner).ExecuteUpdateAsync(set => set.SetProperty(r => r.LeaseUntil, until), cancellationToken).ConfigureAwait(false) > 0;
    }

    /// <summary>Gives a replay back, for any node to take.</summary>
    public async Task ReleaseAsync(int id, string owner, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await Held(db, id, owner).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.LeaseOwner, (string?)null).SetProperty(r => r.LeaseUntil, (DateTimeOffset?)null),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends a replay that cannot go on.</summary>
    public async Task FailAsync(int id, string owner, string error, CancellationToken cancellationToken)
    {
        var now = time.Now();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await Held(db, id, owner).ExecuteUpdateAsync(
            set => set
                .SetProperty(r => r.State, ReplayState.Failed)
                .SetProperty(r => r.Error, error)
                .SetProperty(r => r.FinishedAt, now)
                .SetProperty(r => r.LeaseOwner, (string?)null)
                .SetProperty(r => r.LeaseUntil, (DateTimeOffset?)null),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops a replay by itself, until a person lets it go on.</summary>
    public async Task PauseAsync(int id, string owner, string error, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await Held(db, id, owner).ExecuteUpdateAsync(
            set => set
                .SetProperty(r => r.State, ReplayState.Paused)
                .SetProperty(r => r.Error, error)
                .SetProperty(r => r.LeaseOwner, (string?)null)
                .SetProperty(r => r.LeaseUntil, (DateTimeOffset?)null),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps what a stage came to, so that a restart does not judge it again.</summary>
    public async Task JudgedAsync(int id, string owner, int judged, int failed, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await Held(db, id, owner).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.Judged, judged).SetProperty(r => r.JudgedFailed, failed), cancellationToken).ConfigureAwait(false);
    }

    private static IQueryable<Replay> Free(ConsoleDbContext db, string owner, DateTimeOffset now) => db.Replays.Where(
        r => r.State == ReplayState.Running && (r.LeaseUntil == null || r.LeaseUntil < now || r.LeaseOwner == owner));

    private static IQueryable<Replay> Held(ConsoleDbContext db, int id, string owner) =>
        db.Replays.Where(r => r.Id == id && r.State == ReplayState.Running && r.LeaseOwner == owner);
}
