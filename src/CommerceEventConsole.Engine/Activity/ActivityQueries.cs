using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Activity;

/// <summary>
/// Answers how much happened when, from the counts that the committers keep: the cost depends on the minutes looked at, never on the
/// number of events.
/// </summary>
public sealed class ActivityQueries(IDbContextFactory<ConsoleDbContext> contexts, TimeProvider time)
{
    /// <summary>The longest time that <see cref="TotalsAsync"/> looks back.</summary>
    public static readonly TimeSpan LongestLookBack = TimeSpan.FromHours(48);

    /// <summary>Activity over time up to now; steps in which nothing happened are there, with zeros.</summary>
    public async Task<ActivityChart> ChartAsync(ActivitySpan span, CancellationToken cancellationToken)
    {
        var (step, count) = span == ActivitySpan.Day ? (15, 96) : (1, 60);
        var last = ActivityTally.MinuteOf(time.GetUtcNow()) / step;
        var first = last - count + 1;

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.ActivityMinutes.AsNoTracking()
            .Where(a => a.Minute >= first * step)
            .GroupBy(a => new { Step = a.Minute / step, a.Measure })
            .Select(g => new { g.Key.Step, g.Key.Measure, Count = g.Sum(a => a.Count) })
            .ToListAsync(cancellationToken);
        var counts = rows.ToDictionary(r => (r.Step, r.Measure), r => r.Count);
        return new ActivityChart(
            TimeSpan.FromMinutes(step), [.. Enumerable.Range(first, count).Select(s => Point(s, step, counts))]);
    }

    /// <summary>
    /// What was counted from the minute of <paramref name="from"/> on, at most <see cref="LongestLookBack"/> ago.
    /// </summary>
    public async Task<ActivityTotals> TotalsAsync(DateTimeOffset from, CancellationToken cancellationToken)
    {
        var earliest = time.GetUtcNow() - LongestLookBack;
        var first = ActivityTally.MinuteOf(from > earliest ? from : earliest);

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.ActivityMinutes.AsNoTracking()
            .Where(a => a.Minute >= first)
            .GroupBy(a => new { a.Measure, a.ScopeId })
            .Select(g => new { g.Key.Measure, g.Key.ScopeId, Count = g.Sum(a => a.Count) })
            .ToListAsync(cancellationToken);
        return new ActivityTotals(rows.ToDictionary(r => (r.Measure, r.ScopeId), r => r.Count));
    }

    /// <summary>What was counted in the last 60 minutes, the one under way included.</summary>
    public Task<ActivityTotals> LastHourAsync(CancellationToken cancellationToken) =>
        TotalsAsync(time.GetUtcNow() - TimeSpan.FromMinutes(59), cancellationToken);

    private static ActivityPoint Point(int step, int minutes, Dictionary<(int Step, ActivityMeasure Measure), long> counts)
    {
        return new ActivityPoint(
            DateTimeOffset.UnixEpoch.AddMinutes((long)step * minutes),
            Of(ActivityMeasure.Received),
            Of(ActivityMeasure.Rejected),
            Of(ActivityMeasure.Delivered),
            Of(ActivityMeasure.Retried),
            Of(ActivityMeasure.Failed));

        long Of(ActivityMeasure measure) => counts.GetValueOrDefault((step, measure));
    }
}
