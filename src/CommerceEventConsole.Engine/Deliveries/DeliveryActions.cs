using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>What came of an action on deliveries.</summary>
/// <param name="Changed">Deliveries that it changed.</param>
/// <param name="Skipped">Deliveries that it left as they were, by reason.</param>
public sealed record DeliveryActionResult(int Changed, IReadOnlyDictionary<string, int> Skipped)
{
    /// <summary>What an undo takes back (<see cref="DeliveryActions.UndoDismissalAsync"/>); null where nothing was dismissed.</summary>
    public int? DismissalId { get; init; }
}

/// <summary>
/// What people do with deliveries, named one by one or by a scope. Changes are made in bounded chunks, each with its audit entries; a
/// call that is cancelled stops between two, and what was done stays done.
/// </summary>
public sealed class DeliveryActions(
    IDbContextFactory<ConsoleDbContext> store, DeliveryScopes scopes, DeliverySignals signals, TimeProvider time, IOptions<DeliveryOptions> options)
{
    private readonly int _chunk = options.Value.ChunkSize;

    /// <summary>
    /// Sends deliveries again, at once and with the same idempotency id. They get all attempts anew: the delivery's own count starts at
    /// 0, while the numbers of its recorded attempts go on, so that its history stays whole.
    /// </summary>
    /// <param name="ids">Failed, dismissed or superseded deliveries; others are skipped, and so is one that was edited: its edit is replayed.</param>
    /// <param name="who">The person who asks.</param>
    /// <param name="deliveredToo">Sends again also what has arrived.</param>
    /// <param name="cancellationToken">Stops between two chunks; what was done stays done.</param>
    public Task<DeliveryActionResult> ReplayAsync(
        IReadOnlyCollection<long> ids, string who, bool deliveredToo, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var change = new DeliveryChange(
            "delivery.replayed",
            who,
            d => d.IsReplaced ? "edited since: the edited delivery goes instead" : d.State switch
            {
                DeliveryState.Failed or DeliveryState.Dismissed or DeliveryState.Superseded => null,
                DeliveryState.Delivered => deliveredToo ? null : "delivered already",
                DeliveryState.Sending => "being sent now",
                _ => "waiting to be sent already",
            },
            set => set
                .SetProperty(d => d.State, DeliveryState.Pending)
                .SetProperty(d => d.Attempts, 0)
                .SetProperty(d => d.DueAt, now)
                .SetProperty(d => d.UpdatedAt, now));
        return ApplyAsync(ids, change, cancellationToken);
    }

    /// <summary>Makes deliveries that wait for their next attempt due at once; it costs them that attempt, as waiting would have.</summary>
    public Task<DeliveryActionResult> RetryNowAsync(IReadOnlyCollection<long> ids, string who, CancellationToken cancellationToken) =>
        ApplyAsync(ids, Retry(who), cancellationToken);

    /// <inheritdoc cref="RetryNowAsync(IReadOnlyCollection{long}, string, CancellationToken)"/>
    /// <param name="scope">Which deliveries.</param>
    /// <param name="who">The person who asks.</param>
    /// <param name="progress">Told after each chunk how many are done; null for nobody.</param>
    /// <param name="cancellationToken">Stops between two chunks; what was done stays done.</param>
    public Task<DeliveryActionResult> RetryNowAsync(
        DeliveryScope scope, string who, IProgress<DeliveryActionResult>? progress, CancellationToken cancellationToken) =>
        ApplyAsync(scope, Retry(who), progress, cancellationToken);

    /// <summary>Takes deliveries out of the queue that need not arrive; a replay sends them after all, a restore puts them back.</summary>
    public async Task<DeliveryActionResult> DismissAsync(IReadOnlyCollection<long> ids, string who, CancellationToken cancellationToken)
    {
        var change = await BeginDismissalAsync(who, cancellationToken).ConfigureAwait(false);
        return await EndAsync(change, await ApplyAsync(ids, change, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="DismissAsync(IReadOnlyCollection{long}, string, CancellationToken)"/>
    /// <param name="scope">Which deliveries.</param>
    /// <param name="who">The person who asks.</param>
    /// <param name="progress">Told after each chunk what has come of it; null for nobody.</param>
    /// <param name="cancellationToken">Stops between two chunks; what was done stays done, and can be undone by what progress told last.</param>
    public async Task<DeliveryActionResult> DismissAsync(
        DeliveryScope scope, string who, IProgress<DeliveryActionResult>? progress, CancellationToken cancellationToken)
    {
        var change = await BeginDismissalAsync(who, cancellationToken).ConfigureAwait(false);
        return await EndAsync(change, await ApplyAsync(scope, change, progress, cancellationToken).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Puts dismissed deliveries back to what they were: given up, or waiting to be sent where they had not been given up. Those that wait
    /// are due when they were due before, with the attempts that they had left; a destination that is not being sent to holds them again.
    /// </summary>
    public Task<DeliveryActionResult> RestoreAsync(IReadOnlyCollection<long> ids, string who, CancellationToken cancellationToken) =>
        ApplyAsync(ids, Restore(who), cancellationToken);

    /// <inheritdoc cref="RestoreAsync(IReadOnlyCollection{long}, string, CancellationToken)"/>
    /// <param name="scope">Which deliveries.</param>
    /// <param name="who">The person who asks.</param>
    /// <param name="progress">Told after each chunk what has come of it; null for nobody.</param>
    /// <param name="cancellationToken">Stops between two chunks; what was done stays done.</param>
    public Task<DeliveryActionResult> RestoreAsync(
        DeliveryScope scope, string who, IProgress<DeliveryActionResult>? progress, CancellationToken cancellationToken) =>
        ApplyAsync(scope, Restore(who), progress, cancellationToken);

    /// <summary>Restores what one dismissal dismissed, and nothing else: not what was replayed or dismissed anew since.</summary>
    /// <param name="dismissalId"><see cref="DeliveryActionResult.DismissalId"/> of what is undone.</param>
    /// <param name="who">The person who asks.</param>
    /// <param name="progress">Told after each chunk what has come of it; null for nobody.</param>
    /// <param name="cancellationToken">Stops between two chunks; what was done stays done.</param>
    public async Task<DeliveryActionResult> UndoDismissalAsync(
        int dismissalId, string who, IProgress<DeliveryActionResult>? progress, CancellationToken cancellationToken)
    {
        var changes = new DeliveryChanges(store, signals, time, Restore(who));
        for (var last = 0L; ;)
        {
            var after = last;
            long[] ids;
            await using (var context = await store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false))
            {
                ids = await context.Deliveries
                    .Where(d => d.State == DeliveryState.Dismissed && d.DismissalId == dismissalId && d.Id > after)
                    .OrderBy(d => d.Id).Take(_chunk).Select(d => d.Id).ToArrayAsync(cancellationToken).ConfigureAwait(false);
            }

            if (ids.Length == 0)
                return changes.Result;
            await changes.ApplyAsync(ids, cancellationToken).ConfigureAwait(false);
            progress?.Report(changes.Result);
            last = ids[^1];
        }
    }

    private DeliveryChange Retry(string who)
    {
        var now = time.Now();
        return new DeliveryChange(
            "delivery.retried",
            who,
            d => d.State switch
            {
                DeliveryState.Retrying => null,
                DeliveryState.Pending => "due already",
                DeliveryState.Sending => "being sent now",
                DeliveryState.Held => "held: its destination is not being sent to",
                _ => "finished",
            },
            set => set.SetProperty(d => d.DueAt, now).SetProperty(d => d.UpdatedAt, now));
    }

    /// <summary>The change that restores. What was dismissed before its state was kept had been given up, as nearly all is.</summary>
    internal static Action<UpdateSettersBuilder<Delivery>> RestoreOf(DateTimeOffset now) => set => set
        .SetProperty(
            d => d.State,
            d => d.DismissedFrom == null || d.DismissedFrom == DeliveryState.Failed
                ? DeliveryState.Failed
                : d.Attempts > 0 ? DeliveryState.Retrying : DeliveryState.Pending)
        .SetProperty(d => d.DismissedFrom, (DeliveryState?)null)
        .SetProperty(d => d.DismissalId, (int?)null)
        .SetProperty(d => d.UpdatedAt, now);

    private DeliveryChange Restore(string who) => new(
        "delivery.restored", who, d => d.State is DeliveryState.Dismissed ? null : "not dismissed any more", RestoreOf(time.Now()));

    private async Task<DeliveryChange> BeginDismissalAsync(string who, CancellationToken cancellationToken)
    {
        var now = time.Now();
        await using var context = await store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var dismissal = new Dismissal { CreatedBy = who, CreatedAt = now };
        context.Dismissals.Add(dismissal);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        int? id = dismissal.Id;
        return new DeliveryChange(
            "delivery.dismissed",
            who,
            d => d.State switch
            {
                DeliveryState.Failed or DeliveryState.Retrying or DeliveryState.Held or DeliveryState.Pending => null,
                DeliveryState.Sending => "being sent now",
                _ => "finished",
            },
            set => set
                .SetProperty(d => d.DismissedFrom, d => (DeliveryState?)d.State)
                .SetProperty(d => d.State, DeliveryState.Dismissed)
                .SetProperty(d => d.DismissalId, id)
                .SetProperty(d => d.UpdatedAt, now))
        {
            DismissalId = id,
        };
    }

    // One that came to nothing leaves no row.
    private async Task<DeliveryActionResult> EndAsync(DeliveryChange change, DeliveryActionResult result, CancellationToken cancellationToken)
    {
        if (result.Changed > 0)
            return result;
        await using var context = await store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await context.Dismissals.Where(d => d.Id == change.DismissalId && d.Count == 0).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        return result with { DismissalId = null };
    }

    private async Task<DeliveryActionResult> ApplyAsync(IReadOnlyCollection<long> ids, DeliveryChange change, CancellationToken cancellationToken)
    {
        var changes = new DeliveryChanges(store, signals, time, change);
        foreach (var chunk in ids.Distinct().Chunk(_chunk))
            await changes.ApplyAsync(chunk, cancellationToken).ConfigureAwait(false);
        return changes.Result;
    }

    private async Task<DeliveryActionResult> ApplyAsync(
        DeliveryScope scope, DeliveryChange change, IProgress<DeliveryActionResult>? progress, CancellationToken cancellationToken)
    {
        var changes = new DeliveryChanges(store, signals, time, change);

        // What comes in while it is at work is nobody's decision.
        var frozen = await scopes.FreezeAsync(scope, cancellationToken).ConfigureAwait(false);
        for (var position = 0L; ;)
        {
            var page = await scopes.NextAsync(frozen, position, Math.Min(_chunk, DeliveryScopes.MaxCount), cancellationToken).ConfigureAwait(false);
            foreach (var chunk in page.Rows.Select(r => r.Id).Chunk(_chunk))
                await changes.ApplyAsync(chunk, cancellationToken).ConfigureAwait(false);
            progress?.Report(changes.Result);
            if (page.IsEnd)
                return changes.Result;
            position = page.Position;
        }
    }
}
