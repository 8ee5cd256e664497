using System.Globalization;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Resync.Runs;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Resync.Running;

/// <summary>
/// Goes page by page: reads a page of the side that is right, asks the other side for exactly those keys, compares, writes what differs in
/// one batch, and commits. A page takes two requests and, where it repairs, the writes, however many records it has.
/// </summary>
internal sealed class ResyncWork(ResyncCommitter committer, RepairWriter writer, ResyncKeys keys, OrderDays days, IOptions<ResyncOptions> options)
{
    /// <summary>Makes one step; false where the run has come to its end, or is not the node's any more.</summary>
    public async Task<bool> StepAsync(ResyncSession session, CancellationToken cancellationToken)
    {
        var run = session.Run;
        if (run.KeysOfRunId is not null)
            return await KeysAsync(session, cancellationToken).ConfigureAwait(false);
        if (run.Phase == ResyncPhase.Extra)
            return await ExtraAsync(session, cancellationToken).ConfigureAwait(false);
        return OrderDays.CanDo(session)
            ? await days.StepAsync(session, this, cancellationToken).ConfigureAwait(false)
            : await PageAsync(session, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Looks after what was being written when a node last let go of the run: what the other side has by now counts as repaired, the rest
    /// comes off the list, because its page is compared again. False where the run is not the node's any more.
    /// </summary>
    public async Task<bool> RecoverAsync(ResyncSession session, CancellationToken cancellationToken)
    {
        var rows = await committer.UnsettledAsync(session.Run.Id, cancellationToken).ConfigureAwait(false);
        if (rows.Count == 0) return true;
        var asked = rows.Where(r => r.Action != ResyncAction.Deliver).Select(r => r.Key).Distinct(StringComparer.Ordinal).ToList();
        List<string> unreadable = [];
        var right = await session.ReadAsync(session.Right, asked, unreadable, cancellationToken).ConfigureAwait(false);
        var other = await session.ReadAsync(session.Other, asked, unreadable, cancellationToken, right).ConfigureAwait(false);
        session.CountCalls(endsPage: false);
        var agreeing = asked.Where(k => right.TryGetValue(k, out var r) && other.TryGetValue(k, out var o) && Finding.Of(session, r, o) is null)
            .ToHashSet(StringComparer.Ordinal);
        List<ResyncDifference> settled = [.. rows.Where(r => agreeing.Contains(r.Key))];
        settled.ForEach(r => r.Outcome = ResyncOutcome.Repaired);
        var findings = settled.GroupBy(r => r.Key, StringComparer.Ordinal).Select(g => new Finding(right[g.Key], [.. g])).ToList();
        return await committer.SettleAsync(
            session.Run,
            session.Owner,
            [.. rows.Where(r => !agreeing.Contains(r.Key))],
            settled,
            new ResyncCounts().Add(session, findings, unlisted: 0),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Repairs what was found, where the run repairs, and commits it with the place where the run goes on.</summary>
    public async Task<bool> EndPageAsync(
        ResyncSession session, IReadOnlyList<Finding> findings, ResyncCounts counts, ResyncPlace place, CancellationToken cancellationToken)
    {
        var run = session.Run;
        var repaired = await writer.PlanAsync(session, findings, cancellationToken).ConfigureAwait(false);
        List<ResyncDifference> planned = [.. repaired.SelectMany(f => f.Rows)];
        List<ResyncDifference> told = [.. findings.Except(repaired).SelectMany(f => f.Rows)];
        var room = Math.Max(0, options.Value.MaxListed - run.Listed);
        if (planned.Count > 0)
        {
            if (!await committer.ListAsync(run, session.Owner, planned, cancellationToken).ConfigureAwait(false)) return false;
            await writer.WriteAsync(session, repaired, cancellationToken).ConfigureAwait(false);
        }

        session.CountCalls(endsPage: true);
        return await committer.CommitAsync(
            run, session.Owner, told, planned, counts.Add(session, findings, Math.Max(0, planned.Count + told.Count - room)), place, cancellationToken)
            .ConfigureAwait(false) && !place.IsEnd;
    }

    /// <summary>Where a run goes on after the last page of its first phase.</summary>
    public static ResyncPlace AfterCompare(ResyncSession session)
    {
        var looksForExtra = session.Plan.FindsExtra && session.Run is { Since: null, KeysOfRunId: null } && session.Other.CanRead(session.Plan.Kind);
        return new ResyncPlace(looksForExtra ? ResyncPhase.Extra : session.Run.Phase, null, IsEnd: !looksForExtra);
    }

    private async Task<bool> PageAsync(ResyncSession session, CancellationToken cancellationToken)
    {
        var (run, plan) = (session.Run, session.Plan);
        var since = session.Right.CanReadChanges(plan.Kind) ? run.Since : null;
        var page = await session.Right.ReadAsync(
            new RecordQuery(plan.Kind, plan.PageSize) { ChangedSince = since, ChangedBefore = since is null ? null : run.Until, Position = run.Position },
            cancellationToken).ConfigureAwait(false);
        if (page.Total is { } total && run.Position is null)
            run.Total = total;

        // What was changed just now may still be on its way.
        var right = page.Records.Where(r => r.ChangedAt is not { } at || at < run.Until).GroupBy(r => r.Key, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
        var place = page.Next is { } next && next != run.Position ? new ResyncPlace(run.Phase, next) : AfterCompare(session);
        return await CompareAsync(session, [.. right.Keys], right, page.Records.Count, page.Unreadable.Count, place, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> KeysAsync(ResyncSession session, CancellationToken cancellationToken)
    {
        var run = session.Run;
        if (run.Position is null)
            run.Total = await keys.CountAsync(run, cancellationToken).ConfigureAwait(false);
        var after = long.TryParse(run.Position, CultureInfo.InvariantCulture, out var id) ? id : 0;
        var stretch = await keys.NextAsync(run, after, session.Plan.PageSize, cancellationToken).ConfigureAwait(false);
        var place = stretch.Keys.Count == 0
            ? new ResyncPlace(run.Phase, run.Position, IsEnd: true)
            : new ResyncPlace(run.Phase, stretch.Last.ToString(CultureInfo.InvariantCulture));
        List<string> unreadable = [];
        var right = await session.ReadAsync(session.Right, stretch.Keys, unreadable, cancellationToken).ConfigureAwait(false);
        return await CompareAsync(session, stretch.Keys, right, right.Count, unreadable.Count, place, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> CompareAsync(
        ResyncSession session,
        IReadOnlyList<string> asked,
        Dictionary<string, SystemRecord> right,
        int read,
        int unreadable,
        ResyncPlace place,
        CancellationToken cancellationToken)
    {
        List<string> problems = [];
        var other = await session.ReadAsync(session.Other, asked, problems, cancellationToken, right).ConfigureAwait(false);
        var findings = asked.Select(k => right.TryGetValue(k, out var r) ? Finding.Of(session, r, other.GetValueOrDefault(k)) : null)
            .OfType<Finding>().ToList();
        var counts = session.Read(read, other.Count) with { Compared = asked.Count, Unreadable = unreadable + problems.Count };
        return await EndPageAsync(session, findings, counts, place, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> ExtraAsync(ResyncSession session, CancellationToken cancellationToken)
    {
        var run = session.Run;
        var page = await session.Other.ReadAsync(
            new RecordQuery(session.Plan.Kind, session.Plan.PageSize) { Position = run.Position }, cancellationToken).ConfigureAwait(false);
        List<string> problems = [.. page.Unreadable];
        var there = page.Records.GroupBy(r => r.Key, StringComparer.Ordinal).Select(g => g.Last()).ToList();
        var right = await session.ReadAsync(session.Right, [.. there.Select(r => r.Key)], problems, cancellationToken).ConfigureAwait(false);
        var findings = there.Where(r => !right.ContainsKey(r.Key)).Select(r => Finding.OfExtra(session, r)).ToList();
        var counts = session.Read(right.Count, page.Records.Count) with { Unreadable = problems.Count };
        var place = page.Next is { } next && next != run.Position ? new ResyncPlace(run.Phase, next) : new ResyncPlace(run.Phase, null, IsEnd: true);
        return await EndPageAsync(session, findings, counts, place, cancellationToken).ConfigureAwait(false);
    }
}
