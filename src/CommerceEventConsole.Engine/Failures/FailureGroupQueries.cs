using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Failures;

/// <summary>Answers what fails alike, the most urgent first.</summary>
public sealed class FailureGroupQueries(IDbContextFactory<ConsoleDbContext> contexts, FailureFigures figures, TimeProvider time)
{
    /// <summary>Groups looked at: those that failed last.</summary>
    public const int MaxGroups = 2_000;

    /// <summary>Points of a trend.</summary>
    public const int TrendPoints = 48;

    private const int TrendMinutes = 30;

    /// <summary>A page of groups.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="skip">Groups before the page.</param>
    /// <param name="count">Groups on it at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<FailureGroupList> ListAsync(FailureGroupFilter filter, int skip, int count, CancellationToken cancellationToken)
    {
        var snapshot = await figures.ReadAsync(cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var names = await context.Destinations.Select(d => new { d.Id, d.Name }).ToDictionaryAsync(d => d.Id, d => d.Name, cancellationToken)
            .ConfigureAwait(false);
        var groups = context.FailureGroups.AsNoTracking();
        if (filter.DestinationId is { } destination)
            groups = groups.Where(g => g.DestinationId == destination);
        var all = await groups.OrderByDescending(g => g.LastSeenAt).ThenByDescending(g => g.Id).Take(MaxGroups)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var wanted = ByUrgency(all.Where(g => filter.State is null || g.StateAt(now) == filter.State), snapshot, now).ToList();
        return new FailureGroupList(
            await RowsAsync(context, [.. wanted.Skip(skip).Take(count)], snapshot, names, cancellationToken).ConfigureAwait(false),
            wanted.Count,
            all.CountBy(g => g.StateAt(now)).ToDictionary(),
            names,
            snapshot.At);
    }

    /// <summary>The group that most needs somebody: open, or looked after by somebody, and failing now; null where there is none.</summary>
    public async Task<FailureGroupRow?> WorstAsync(CancellationToken cancellationToken)
    {
        var snapshot = await figures.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (snapshot.Groups.Count == 0)
            return null;
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var groups = await context.FailureGroups.AsNoTracking().OrderByDescending(g => g.LastSeenAt).ThenByDescending(g => g.Id).Take(MaxGroups)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var shown = groups.Where(g => snapshot.Of(g.Id).Failing > 0 && g.StateAt(now) is FailureGroupState.Open or FailureGroupState.Acknowledged);
        if (ByUrgency(shown, snapshot, now).FirstOrDefault() is not { } worst)
            return null;
        var names = await context.Destinations.Where(d => d.Id == worst.DestinationId).Select(d => new { d.Id, d.Name })
            .ToDictionaryAsync(d => d.Id, d => d.Name, cancellationToken).ConfigureAwait(false);
        return (await RowsAsync(context, [worst], snapshot, names, cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>One group; null where the store has no such group.</summary>
    internal async Task<(FailureGroupRow? Row, DateTimeOffset CountedAt)> FindAsync(ConsoleDbContext context, int id, CancellationToken cancellationToken)
    {
        var snapshot = await figures.ReadAsync(cancellationToken).ConfigureAwait(false);
        var group = await context.FailureGroups.AsNoTracking().FirstOrDefaultAsync(g => g.Id == id, cancellationToken).ConfigureAwait(false);
        if (group is null)
            return (null, snapshot.At);
        var names = await context.Destinations.Where(d => d.Id == group.DestinationId).Select(d => new { d.Id, d.Name })
            .ToDictionaryAsync(d => d.Id, d => d.Name, cancellationToken).ConfigureAwait(false);
        return ((await RowsAsync(context, [group], snapshot, names, cancellationToken).ConfigureAwait(false))[0], snapshot.At);
    }

    private static IOrderedEnumerable<FailureGroup> ByUrgency(IEnumerable<FailureGroup> groups, FailureSnapshot snapshot, DateTimeOffset now) => groups
        .OrderBy(g => g.StateAt(now))
        .ThenByDescending(g => snapshot.Of(g.Id).Failing > 0)
        .ThenByDescending(g => snapshot.Of(g.Id).Weight)
        .ThenByDescending(g => snapshot.Of(g.Id).Failed)
        .ThenByDescending(g => snapshot.Of(g.Id).Retrying)
        .ThenByDescending(g => g.LastSeenAt)
        .ThenBy(g => g.Id);

    private async Task<IReadOnlyList<FailureGroupRow>> RowsAsync(
        ConsoleDbContext context,
        IReadOnlyList<FailureGroup> groups,
        FailureSnapshot snapshot,
        Dictionary<int, string> names,
        CancellationToken cancellationToken)
    {
        if (groups.Count == 0)
            return [];
        var oldest = groups.Select(g => snapshot.Of(g.Id).OldestDelivery).Where(id => id > 0).ToList();
        var since = await context.Deliveries.Where(d => oldest.Contains(d.Id)).Select(d => new { d.Id, d.CreatedAt })
            .ToDictionaryAsync(d => d.Id, d => d.CreatedAt, cancellationToken).ConfigureAwait(false);
        var trends = await TrendsAsync(context, [.. groups.Select(g => g.Id)], cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        return
        [
            .. groups.Select(g => new FailureGroupRow(
                g,
                names.GetValueOrDefault(g.DestinationId, "A destination that was removed"),
                g.StateAt(now),
                snapshot.Of(g.Id),
                since.TryGetValue(snapshot.Of(g.Id).OldestDelivery, out var at) ? at : null,
                trends[g.Id])),
        ];
    }

    private async Task<Dictionary<int, long[]>> TrendsAsync(ConsoleDbContext context, int[] ids, CancellationToken cancellationToken)
    {
        var last = ActivityTally.MinuteOf(time.GetUtcNow()) / TrendMinutes;
        var first = last - TrendPoints + 1;
        var rows = await context.ActivityMinutes.AsNoTracking()
            .Where(a => a.Minute >= first * TrendMinutes && a.Measure == ActivityMeasure.GroupFailed && ids.Contains(a.ScopeId))
            .GroupBy(a => new { Step = a.Minute / TrendMinutes, a.ScopeId })
            .Select(g => new { g.Key.Step, g.Key.ScopeId, Count = g.Sum(a => a.Count) })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var trends = ids.Distinct().ToDictionary(id => id, _ => new long[TrendPoints]);
        foreach (var row in rows)
        {
            // A clock that was set back leaves minutes that are still to come.
            if (row.Step >= first && row.Step <= last)
                trends[row.ScopeId][row.Step - first] = row.Count;
        }

        return trends;
    }
}
