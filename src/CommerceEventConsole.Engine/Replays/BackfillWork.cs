using System.Collections.Immutable;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Replays;

/// <summary>Each step looks at some events and commits where it stands with the deliveries that it makes.</summary>
internal sealed class BackfillWork(
    IDbContextFactory<ConsoleDbContext> contexts,
    IReplayCommitter committer,
    EventSlices slices,
    IRouting routing,
    EventCatalogue catalogue,
    DeliverySignals deliverySignals,
    IOptions<ReplayOptions> options,
    TimeProvider time) : IReplayWork
{
    /// <inheritdoc />
    public ReplayKind Kind => ReplayKind.Backfill;

    /// <inheritdoc />
    public async Task<bool> StepAsync(ReplayTurn turn, CancellationToken cancellationToken)
    {
        var replay = turn.Replay;
        var targets = BackfillTargets.Of(routing.Current, replay.SubscriptionId ?? 0);
        if (Obstacle(targets, replay) is { } obstacle)
        {
            await turn.FailAsync(obstacle, cancellationToken).ConfigureAwait(false);
            return false;
        }

        if (!await WaitForRoomAsync(turn, targets, cancellationToken).ConfigureAwait(false))
            return false;
        var rows = await ReadAsync(targets[0].Match.EventType, replay, cancellationToken).ConfigureAwait(false);
        var isLast = rows.Count == 0 || rows[^1].Seq == replay.ToSeq;
        var next = isLast ? replay.ToSeq + 1 : rows[^1].Seq + 1;
        List<ReplayDelivery> deliveries =
            [.. BackfillTargets.Matching(rows, targets[0].Match, catalogue, cancellationToken).SelectMany(r => BackfillTargets.Deliveries(r, targets))];
        var now = time.Now();
        var step = new ReplayStep(replay.Id, turn.Owner, replay.Position, next, rows.Count, isLast, deliveries, now, turn.LeaseFrom(now));
        if (await committer.CommitAsync(step, cancellationToken).ConfigureAwait(false) is not { } created)
            return false;
        replay.Position = next;
        if (created > 0)
        {
            foreach (var target in targets.Where(t => t.InitialState == DeliveryState.Pending))
                deliverySignals.RaiseDue(target.DestinationId);
        }

        return !isLast;
    }

    private static string? Obstacle(ImmutableArray<RouteTarget> targets, Replay replay) =>
        targets.IsEmpty ? "The subscription was switched off or removed, or goes nowhere any more."
        : targets[0].RevisionId != replay.RevisionId ? "The subscription was published anew. What is still missing can be sent with the revision in force now."
        : null;

    private async Task<IReadOnlyList<StoredRow>> ReadAsync(string eventType, Replay replay, CancellationToken cancellationToken) =>
        await slices.TypeIdAsync(eventType, cancellationToken).ConfigureAwait(false) is { } typeId
            ? await slices.NextAsync(typeId, new SeqRange(replay.Position, replay.ToSeq), newestFirst: false, options.Value.StepSize, cancellationToken)
                .ConfigureAwait(false)
            : [];

    private async Task<bool> WaitForRoomAsync(ReplayTurn turn, ImmutableArray<RouteTarget> targets, CancellationToken cancellationToken)
    {
        while (await WaitingAsync(targets, cancellationToken).ConfigureAwait(false) >= options.Value.MaxWaiting)
        {
            if (!await turn.WaitAsync(options.Value.RoomInterval, cancellationToken).ConfigureAwait(false))
                return false;
        }

        return true;
    }

    // Held ones wait for their destination, and so does what comes in now. The states stand as in the index's filter, or it is not used.
    private async Task<int> WaitingAsync(ImmutableArray<RouteTarget> targets, CancellationToken cancellationToken)
    {
        var routes = targets.Select(t => t.RouteId).ToList();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await Waiting(db, routes).Take(options.Value.MaxWaiting).CountAsync(cancellationToken).ConfigureAwait(false);
    }

    internal static IQueryable<Delivery> Waiting(ConsoleDbContext db, List<int> routes)
    {
        var held = DeliveryState.Held;
        return db.Deliveries
            .Where(d => d.State == DeliveryState.Pending || d.State == DeliveryState.Sending || d.State == DeliveryState.Retrying || d.State == DeliveryState.Held)
            .Where(d => d.State != held && routes.Contains(d.RouteId));
    }
}
