using System.Collections.Frozen;
using System.Text.Json;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Replays;

/// <summary>
/// Each step walks a stretch of the scope, judges its deliveries and commits where it stands with what becomes of them. No more are
/// queued at a time than destinations need to stay busy.
/// </summary>
internal sealed class ResendWork(
    DeliveryScopes scopes,
    NewerDeliveries newer,
    ResendCommitter committer,
    ReplayOutcomes outcomes,
    ReplayLeases leases,
    ReplaySignals signals,
    IRouting routing,
    DeliverySignals deliverySignals,
    IOptions<ReplayOptions> options,
    TimeProvider time) : IReplayWork
{
    private static readonly TimeSpan SpeedSlice = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public ReplayKind Kind => ReplayKind.Resend;

    /// <inheritdoc />
    public async Task<bool> StepAsync(ReplayTurn turn, CancellationToken cancellationToken)
    {
        var replay = turn.Replay;
        if (Read(replay) is not ({ } scope, { } how))
        {
            await turn.FailAsync("What it was to send cannot be read any more.", cancellationToken).ConfigureAwait(false);
            return false;
        }

        if (how.DestinationId is { } to && !routing.Current.Destinations.ContainsKey(to))
        {
            await turn.FailAsync("The destination that it was to send to is gone.", cancellationToken).ConfigureAwait(false);
            return false;
        }

        if (await RoomAsync(turn, how, cancellationToken).ConfigureAwait(false) is not { } room)
            return false;
        var page = await scopes.NextAsync(scope, replay.Position, room, cancellationToken).ConfigureAwait(false);
        var step = await JudgeAsync(turn, scope, how, page, cancellationToken).ConfigureAwait(false);
        if (await committer.CommitAsync(step, cancellationToken).ConfigureAwait(false) is not { } result)
            return false;
        replay.Position = step.Next;
        replay.Created += result.Sent;
        if (result.Sent > 0)
            RaiseDue(step, page);
        signals.RaiseChanged();
        if (step.IsLast)
            return false;
        return how.PerMinute is not { } speed || result.Sent == 0
            || await turn.WaitAsync(TimeSpan.FromMinutes((double)result.Sent / speed), cancellationToken).ConfigureAwait(false);
    }

    private static (DeliveryScope? Scope, ResendOptions? How) Read(Replay replay)
    {
        try
        {
            return (JsonSerializer.Deserialize<DeliveryScope>(replay.Scope ?? "null"), JsonSerializer.Deserialize<ResendOptions>(replay.Settings ?? "null"));
        }
        catch (JsonException)
        {
            return (null, null);
        }
    }

    // How much the next step may send; null where the replay was stopped, or is not the node's any more.
    private async Task<int?> RoomAsync(ReplayTurn turn, ResendOptions how, CancellationToken cancellationToken)
    {
        var replay = turn.Replay;
        var most = Math.Clamp(options.Value.ResendStepSize, 1, DeliveryScopes.MaxCount);
        if (how.PerMinute is { } speed)
            most = (int)Math.Clamp(speed * SpeedSlice.TotalMinutes, 1, most);
        while (true)
        {
            var queued = replay.Created == 0 ? 0
                : await outcomes.QueuedAsync(replay.Id, options.Value.MaxQueued, cancellationToken).ConfigureAwait(false);
            int? may = how.Canary ? await CanaryAsync(turn, how, cancellationToken).ConfigureAwait(false) : most;
            if (may is null) return null;
            // A whole step or nothing: each costs the store a transaction, and destinations have enough to do meanwhile.
            var hasRoom = options.Value.MaxQueued - queued >= Math.Min(most, options.Value.MaxQueued);
            if (hasRoom && may > 0) return Math.Min(may.Value, most);
            if (!await turn.WaitAsync(options.Value.QueueInterval, cancellationToken).ConfigureAwait(false)) return null;
        }
    }

    // 0 while the outcome of a stage is waited for; null where it stopped.
    private async Task<int?> CanaryAsync(ReplayTurn turn, ResendOptions how, CancellationToken cancellationToken)
    {
        var replay = turn.Replay;
        // The outcome of many takes long to count: the rest is looked at now and then.
        if (ReplayCanary.IsPast(replay) && turn.LookedAt is { } at && time.GetElapsedTime(at) < LookInterval)
            return DeliveryScopes.MaxCount;
        turn.LookedAt = time.GetTimestamp();
        var counts = await outcomes.CountAsync(replay.Id, cancellationToken).ConfigureAwait(false);
        var verdict = ReplayCanary.Of(replay, how.MaxFailedPercent, counts);
        if (verdict.Judged is { } judged)
        {
            await leases.JudgedAsync(replay.Id, turn.Owner, judged, verdict.JudgedFailed, cancellationToken).ConfigureAwait(false);
            (replay.Judged, replay.JudgedFailed) = (judged, verdict.JudgedFailed);
        }

        if (verdict.Stop is null) return verdict.MaySend ?? DeliveryScopes.MaxCount;
        await turn.PauseAsync(verdict.Stop, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private async Task<ResendStep> JudgeAsync(
        ReplayTurn turn, DeliveryScope scope, ResendOptions how, ScopePage page, CancellationToken cancellationToken)
    {
        var sent = page.Rows.Where(r => how.Sends(r.State)).ToList();
        List<ScopeRow> superseded = [];
        if (how.NewestOnly)
        {
            var older = await newer.OlderAsync(sent, scope, how, turn.Replay.Id, cancellationToken).ConfigureAwait(false);
            // What has arrived or was set aside stays as it is.
            superseded = [.. sent.Where(r => older.Contains(r.Id) && (r.State is DeliveryState.Failed or DeliveryState.Retrying))];
            sent.RemoveAll(r => older.Contains(r.Id));
        }

        var revisions = how.CurrentRevision ? CurrentRevisions() : FrozenDictionary<int, int>.Empty;
        int? Revision(ScopeRow row) => revisions.TryGetValue(row.RouteId, out var id) && id != row.RevisionId ? id : null;
        var toOther = how.DestinationId is not null;
        var now = time.Now();
        return new ResendStep(
            turn.Replay.Id,
            turn.Owner,
            turn.Replay.Position,
            page.Position,
            page.IsEnd,
            page.Rows.Count,
            toOther ? [] : [.. sent.Select(r => new ResendChange(r.Id, r.State, Revision(r)))],
            // Originals stay as they are where another destination gets their events.
            toOther ? [] : [.. superseded.Select(r => new ResendChange(r.Id, r.State, null))],
            toOther ? [.. sent.Select(r => r with { RevisionId = Revision(r) ?? r.RevisionId })] : [],
            how.DestinationId,
            how.DeliveredToo,
            now,
            turn.LeaseFrom(now));
    }

    // Routes that make deliveries now; what comes from one that does not keeps the revision that it has.
    private FrozenDictionary<int, int> CurrentRevisions() =>
        routing.Current.Routes.Values.SelectMany(targets => targets).DistinctBy(t => t.RouteId).ToFrozenDictionary(t => t.RouteId, t => t.RevisionId);

    private void RaiseDue(ResendStep step, ScopePage page)
    {
        foreach (var destination in step.CopyTo is { } other ? [other] : page.Rows.Select(r => r.DestinationId).Distinct())
            deliverySignals.RaiseDue(destination);
    }
}
