using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Subscriptions;

/// <summary>Answers how many events of which type came lately.</summary>
public sealed class EventTypeArrivals(IDbContextFactory<ConsoleDbContext> contexts, TimeProvider time)
{
    /// <summary>How far back it looks.</summary>
    public const int Days = 7;

    /// <summary>Counted at most of one type; one more says that there are more.</summary>
    public const int MaxCount = 10_000;

    private const int MaxTypes = 500;

    /// <summary>
    /// Events of the last seven days by canonical event type, <see cref="MaxCount"/> + 1 for more than that; types of which none came are
    /// left out. One question for all types, answered from the index by type and <c>Seq</c>, so its cost is bounded whatever the store holds.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, int>> ReadAsync(CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow().AddDays(-Days);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var first = await context.Events.Where(e => e.ReceivedAt >= since).OrderBy(e => e.ReceivedAt).ThenBy(e => e.Seq)
            .Select(e => (long?)e.Seq).FirstOrDefaultAsync(cancellationToken);
        if (first is not { } low)
            return new Dictionary<string, int>(StringComparer.Ordinal);
        var counts = await context.EventTypes.OrderBy(t => t.Id).Take(MaxTypes)
            .Select(t => new { t.Name, Count = context.Events.Where(e => e.EventTypeId == t.Id && e.Seq >= low).OrderBy(e => e.Seq).Take(MaxCount + 1).Count() })
            .ToListAsync(cancellationToken);
        return counts.Where(c => c.Count > 0).ToDictionary(c => c.Name, c => c.Count, StringComparer.Ordinal);
    }
}
