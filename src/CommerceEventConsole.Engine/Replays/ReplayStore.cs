using System.Globalization;
using System.Text.Json;
using CommerceEventConsole.Engine.Audit;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Replays;

/// <summary>A page of replays, the newest first.</summary>
/// <param name="Rows">The replays.</param>
/// <param name="Next">Where older ones begin; null where there are none.</param>
public sealed record ReplayPage(IReadOnlyList<Replay> Rows, int? Next);

/// <summary>
/// Reads, starts and stops replays. Each change is one transaction with the audit entry that names who asked; what a replay has made
/// stays made.
/// </summary>
public sealed class ReplayStore(
    IDbContextFactory<ConsoleDbContext> contexts, IRouting routing, DeliveryScopes scopes, ReplaySignals signals, TimeProvider time)
{
    private const int MaxTitle = 200;

    /// <summary>A page of replays older than <paramref name="before"/>; null for the newest.</summary>
    public async Task<ReplayPage> PageAsync(int? before, int count, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var rows = db.Replays.AsNoTracking();
        if (before is { } id) rows = rows.Where(r => r.Id < id);
        var page = await rows.OrderByDescending(r => r.Id).Take(count + 1).ToListAsync(cancellationToken).ConfigureAwait(false);
        return page.Count <= count ? new ReplayPage(page, null) : new ReplayPage(page[..count], page[count - 1].Id);
    }

    /// <summary>One replay; null where there is none.</summary>
    public async Task<Replay?> GetAsync(int id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Replays.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The replay of a subscription that is not finished; null where there is none.</summary>
    public async Task<Replay?> UnfinishedAsync(int subscriptionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await Unfinished(db, subscriptionId).AsNoTracking().OrderBy(r => r.Id).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts the backfill that was estimated.</summary>
    /// <returns>The replay, or why it was not started.</returns>
    public async Task<(Replay? Replay, string? Problem)> StartBackfillAsync(BackfillEstimate estimate, string who, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(who);
        var targets = BackfillTargets.Of(routing.Current, estimate.SubscriptionId);
        if (targets.IsEmpty)
            return (null, "The subscription is switched off, or nothing of it is in force.");
        if (targets[0].RevisionId != estimate.RevisionId)
            return (null, "The subscription was published anew after this was counted. Count again.");

        var result = await contexts.InTransactionAsync<(Replay? Replay, string? Problem)>(
            async (db, token) =>
            {
                var name = await db.Subscriptions.Where(s => s.Id == estimate.SubscriptionId).Select(s => s.Name).SingleAsync(token).ConfigureAwait(false);
                if (await Unfinished(db, estimate.SubscriptionId).AnyAsync(token).ConfigureAwait(false))
                    return (null, "Past events of this subscription are being sent already. Wait for it to end, or cancel it.");
                var replay = Backfill(estimate, name, who);
                db.Replays.Add(replay);
                await db.SaveChangesAsync(token).ConfigureAwait(false);
                db.AuditEntries.Add(Entry(replay, who, "replay.started", null, new
                {
                    subscription = name, fromSeq = replay.FromSeq, toSeq = replay.ToSeq, events = estimate.Examined, deliveries = estimate.ToCreate,
                }));
                return (replay, null);
            },
            cancellationToken).ConfigureAwait(false);
        if (result.Replay is not null) signals.RaiseStarted();
        return result;
    }

    /// <summary>Starts sending the deliveries of a scope again.</summary>
    /// <param name="request">What, and how.</param>
    /// <param name="who">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The replay, or why it was not started.</returns>
    public async Task<(Replay? Replay, string? Problem)> StartResendAsync(ResendRequest request, string who, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(who);
        if (request.Problem() is { } problem) return (null, problem);
        var scope = await scopes.FreezeAsync(request.Scope, cancellationToken).ConfigureAwait(false);
        var result = await contexts.InTransactionAsync<(Replay? Replay, string? Problem)>(
            async (db, token) =>
            {
                if (request.Options.DestinationId is { } to && !await db.Destinations.AnyAsync(d => d.Id == to, token).ConfigureAwait(false))
                    return (null, "That destination is gone.");
                var title = request.Title ?? await ScopeTitle.OfAsync(db, scope, token).ConfigureAwait(false);
                var reason = string.IsNullOrWhiteSpace(request.Reason) ? null : request.Reason.Trim();
                var replay = new Replay
                {
                    Kind = ReplayKind.Resend,
                    Title = title[..Math.Min(title.Length, MaxTitle)],
                    State = ReplayState.Running,
                    CreatedBy = who,
                    CreatedAt = time.Now(),
                    Reason = reason,
                    Scope = JsonSerializer.Serialize(scope),
                    Settings = JsonSerializer.Serialize(request.Options),
                    Estimated = request.Estimated,
                };
                db.Replays.Add(replay);
                await db.SaveChangesAsync(token).ConfigureAwait(false);
                db.AuditEntries.Add(Entry(replay, who, "replay.started", null, new { reason, deliveries = request.Estimated, scope, options = request.Options }));
                return (replay, null);
            },
            cancellationToken).ConfigureAwait(false);
        if (result.Replay is not null) signals.RaiseStarted();
        return result;
    }

    /// <summary>Stops a running replay until it is resumed; null, or why not.</summary>
    public Task<string?> PauseAsync(int id, string who, CancellationToken cancellationToken) => ChangeAsync(
        id, who, "replay.paused", [ReplayState.Running], ReplayState.Paused, "It is not running any more.", cancellationToken);

    /// <summary>Lets a paused replay go on; null, or why not.</summary>
    public Task<string?> ResumeAsync(int id, string who, CancellationToken cancellationToken) => ChangeAsync(
        id, who, "replay.resumed", [ReplayState.Paused], ReplayState.Running, "It is not paused any more.", cancellationToken);

    /// <summary>
    /// Stops a replay for good; null, or why not. What a resend put into the queue and was not tried since goes back to <c>failed</c> where
    /// it had failed before, and is <c>dismissed</c> where it was made for another destination; all else that waits is still sent.
    /// </summary>
    public Task<string?> CancelAsync(int id, string who, CancellationToken cancellationToken) => ChangeAsync(
        id, who, "replay.cancelled", [ReplayState.Running, ReplayState.Paused], ReplayState.Cancelled, "It has ended already.", cancellationToken);

    private static IQueryable<Replay> Unfinished(ConsoleDbContext db, int subscriptionId) => db.Replays.Where(
        r => r.SubscriptionId == subscriptionId && (r.State == ReplayState.Running || r.State == ReplayState.Paused));

    // At most what a resend may have queued at a time. What is sent again though it had arrived has no state to go back to, and goes.
    private static async Task TakeBackAsync(ConsoleDbContext db, int id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var replay = await db.Replays.AsNoTracking().SingleAsync(r => r.Id == id, cancellationToken).ConfigureAwait(false);
        if (replay.Kind != ReplayKind.Resend) return;
        var untried = db.Deliveries.Where(d => d.ReplayId == id && d.State == DeliveryState.Pending && d.Attempts == 0);
        var back = await untried.Where(d => d.LastError != null).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.State, DeliveryState.Failed).SetProperty(d => d.ReplayId, (int?)null).SetProperty(d => d.UpdatedAt, now),
            cancellationToken).ConfigureAwait(false);
        await db.Replays.Where(r => r.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.Created, r => r.Created - back).SetProperty(r => r.Skipped, r => r.Skipped + back),
            cancellationToken).ConfigureAwait(false);
        // Made by it, for another destination.
        await untried.Where(d => d.LastError == null && d.CreatedAt >= replay.CreatedAt).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.State, DeliveryState.Dismissed).SetProperty(d => d.UpdatedAt, now), cancellationToken).ConfigureAwait(false);
    }

    private Replay Backfill(BackfillEstimate estimate, string subscription, string who)
    {
        var title = $"Past events of {subscription}";
        return new Replay
        {
            Kind = ReplayKind.Backfill,
            Title = title[..Math.Min(title.Length, MaxTitle)],
            State = ReplayState.Running,
            CreatedBy = who,
            CreatedAt = time.Now(),
            SubscriptionId = estimate.SubscriptionId,
            RevisionId = estimate.RevisionId,
            FromSeq = estimate.From,
            ToSeq = estimate.To,
            Position = estimate.From,
            Estimated = estimate.Examined,
        };
    }

    private async Task<string?> ChangeAsync(
        int id, string who, string action, ReplayState[] from, ReplayState to, string otherwise, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(who);
        var problem = await contexts.InTransactionAsync(
            async (db, token) =>
            {
                // Without its lease: whoever runs it finds out with its next step, and who takes it up again need not wait.
                var now = time.Now();
                var resumes = to == ReplayState.Running;
                DateTimeOffset? finished = to == ReplayState.Cancelled ? now : null;
                var changed = await db.Replays.Where(r => r.Id == id && from.Contains(r.State)).ExecuteUpdateAsync(
                    set => set
                        .SetProperty(r => r.State, to)
                        .SetProperty(r => r.FinishedAt, finished)
                        .SetProperty(r => r.Error, r => resumes ? null : r.Error)
                        .SetProperty(r => r.LeaseOwner, (string?)null)
                        .SetProperty(r => r.LeaseUntil, (DateTimeOffset?)null),
                    token).ConfigureAwait(false);
                if (changed == 0) return otherwise;
                if (to == ReplayState.Cancelled)
                    await TakeBackAsync(db, id, now, token).ConfigureAwait(false);
                var replay = await db.Replays.AsNoTracking().SingleAsync(r => r.Id == id, token).ConfigureAwait(false);
                db.AuditEntries.Add(Entry(replay, who, action, null, new { examined = replay.Examined, created = replay.Created }));
                return null;
            },
            cancellationToken).ConfigureAwait(false);
        if (problem is null) signals.RaiseStarted();
        return problem;
    }

    private AuditEntry Entry(Replay replay, string who, string action, object? before, object? after) => new()
    {
        At = time.Now(),
        Who = who,
        Action = action,
        Subject = string.Create(CultureInfo.InvariantCulture, $"replay {replay.Id}: {replay.Title}"),
        Before = before is null ? null : JsonSerializer.Serialize(before),
        After = after is null ? null : JsonSerializer.Serialize(after),
    };
}
