using CommerceEventConsole.Engine.Sources;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Activity;

/// <summary>A source and what came from it.</summary>
/// <param name="Source">The source.</param>
/// <param name="LastReceived">When its newest event came; null where none is stored.</param>
/// <param name="LastHour">Events in the last 60 minutes.</param>
/// <param name="Today">Events since the start of the day.</param>
/// <param name="RejectedToday">Unreadable requests and batch items since the start of the day.</param>
public sealed record SourceActivity(Source Source, DateTimeOffset? LastReceived, long LastHour, long Today, long RejectedToday);

/// <summary>Answers what comes from which source.</summary>
public sealed class SourceActivityQueries(IDbContextFactory<ConsoleDbContext> contexts, ActivityQueries activity, SourceStore sources)
{
    /// <summary>Every source by name with its activity; <paramref name="startOfDay"/> is the viewer's midnight.</summary>
    public async Task<IReadOnlyList<SourceActivity>> ListAsync(DateTimeOffset startOfDay, CancellationToken cancellationToken)
    {
        var hour = await activity.LastHourAsync(cancellationToken);
        var today = await activity.TotalsAsync(startOfDay, cancellationToken);
        return await ListAsync(hour, today, cancellationToken);
    }

    /// <summary>The same with totals that were read before.</summary>
    public async Task<IReadOnlyList<SourceActivity>> ListAsync(
        ActivityTotals hour, ActivityTotals today, CancellationToken cancellationToken)
    {
        var rows = await sources.ListAsync(cancellationToken);
        var last = await LastReceivedAsync(cancellationToken);
        return
        [
            .. rows.Select(s => new SourceActivity(
                s,
                last.GetValueOrDefault(s.Id),
                hour.Of(ActivityMeasure.Received, s.Id),
                today.Of(ActivityMeasure.Received, s.Id),
                today.Of(ActivityMeasure.Rejected, s.Id))),
        ];
    }

    // One step into the index (SourceId, Seq) for each source, never a pass over events.
    private async Task<Dictionary<int, DateTimeOffset?>> LastReceivedAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Sources.AsNoTracking()
            .Select(s => new
            {
                s.Id,
                At = context.Events.Where(e => e.SourceId == s.Id).OrderByDescending(e => e.Seq).Select(e => (DateTimeOffset?)e.ReceivedAt).FirstOrDefault(),
            })
            .ToDictionaryAsync(s => s.Id, s => s.At, cancellationToken);
    }
}
