using System.Collections.Immutable;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Replays;

/// <summary>
/// Runs replays, one at a time on this node. Each step looks at some events and commits where it stands with the deliveries that it makes;
/// a step that was not committed is made again, by whichever node.
/// </summary>
internal sealed partial class ReplayRunner(
    IDbContextFactory<ConsoleDbContext> contexts,
    ReplayLeases leases,
    IReplayCommitter committer,
    EventSlices slices,
    IRouting routing,
    EventCatalogue catalogue,
    ReplaySignals signals,
    DeliverySignals deliverySignals,
    StorageInfo storage,
    IOptions<ReplayOptions> options,
    TimeProvider time,
    ILogger<ReplayRunner> logger) : BackgroundService
{
    private readonly AutoResetSignal _wake = new();
    private readonly string _owner = $"replays-{Guid.NewGuid():N}";

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        signals.Started += _wake.Set;
        try
        {
            await LoopAsync(stoppingToken).ConfigureAwait(false);
        }
        finally
        {
            signals.Started -= _wake.Set;
        }
    }

    private async Task LoopAsync(CancellationToken stoppingToken)
    {
        var takeBackAll = storage.SingleNode;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (takeBackAll)
                    await leases.TakeBackAllAsync(stoppingToken).ConfigureAwait(false);
                takeBackAll = false;
                while (await leases.TakeAsync(_owner, stoppingToken).ConfigureAwait(false) is { } replay)
                    await RunAsync(replay, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Where it stands is in the store: it is taken up again from there.
                LogTrouble(logger, e);
            }

            await _wake.WaitAsync(options.Value.PollInterval, time, stoppingToken).ConfigureAwait(false);
        }
    }

    /// <summary>Runs a replay that this node holds until it ends, is stopped, or goes to another node.</summary>
    private async Task RunAsync(Replay replay, CancellationToken cancellationToken)
    {
        try
        {
            LogStart(logger, replay.Id, replay.NextSeq, replay.ToSeq);
            while (await StepAsync(replay, cancellationToken).ConfigureAwait(false))
                signals.RaiseChanged();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process stops: another node need not wait for the lease to run out.
            await leases.ReleaseAsync(replay.Id, _owner, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        finally
        {
            signals.RaiseChanged();
        }
    }

    // False at the end, whichever.
    private async Task<bool> StepAsync(Replay replay, CancellationToken cancellationToken)
    {
        var targets = BackfillTargets.Of(routing.Current, replay.SubscriptionId);
        if (Obstacle(targets, replay) is { } obstacle)
        {
            await leases.FailAsync(replay.Id, _owner, obstacle, cancellationToken).ConfigureAwait(false);
            return false;
        }

        if (!await WaitForRoomAsync(replay.Id, targets, cancellationToken).ConfigureAwait(false))
            return false;
        var rows = await ReadAsync(targets[0].Match.EventType, replay, cancellationToken).ConfigureAwait(false);
        var isLast = rows.Count == 0 || rows[^1].Seq == replay.ToSeq;
        var next = isLast ? replay.ToSeq + 1 : rows[^1].Seq + 1;
        List<ReplayDelivery> deliveries =
            [.. BackfillTargets.Matching(rows, targets[0].Match, catalogue, cancellationToken).SelectMany(r => BackfillTargets.Deliveries(r, targets))];
        var now = time.Now();
        var step = new ReplayStep(replay.Id, _owner, replay.NextSeq, next, rows.Count, isLast, deliveries, now, now + options.Value.Lease);
        if (await committer.CommitAsync(step, cancellationToken).ConfigureAwait(false) is not { } created)
            return false;
        replay.NextSeq = next;
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
            ? await slices.NextAsync(typeId, new SeqRange(replay.NextSeq, replay.ToSeq), newestFirst: false, options.Value.StepSize, cancellationToken)
                .ConfigureAwait(false)
            : [];

    private async Task<bool> WaitForRoomAsync(int replayId, ImmutableArray<RouteTarget> targets, CancellationToken cancellationToken)
    {
        while (await WaitingAsync(targets, cancellationToken).ConfigureAwait(false) >= options.Value.MaxWaiting)
        {
            if (!await leases.KeepAsync(replayId, _owner, cancellationToken).ConfigureAwait(false))
                return false;
            await _wake.WaitAsync(options.Value.RoomInterval, time, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
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

    [LoggerMessage(LogLevel.Warning, "A replay was interrupted; it goes on shortly")]
    private static partial void LogTrouble(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Information, "Replay {Id} goes on at {Next} of {Last}")]
    private static partial void LogStart(ILogger logger, int id, long next, long last);
}
