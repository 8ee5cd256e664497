using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Activity;

/// <summary>What did not reach a destination, of one kind.</summary>
/// <param name="DestinationId">The destination.</param>
/// <param name="Kind">What the events are about; <see cref="EntityKind.None"/> where they name nothing.</param>
/// <param name="Count">How many different orders, products ...; events where they name nothing.</param>
/// <param name="IsLowerBound">Whether there are more, which were not counted.</param>
/// <param name="Oldest">When the oldest of these deliveries was made.</param>
public sealed record Undelivered(int DestinationId, EntityKind Kind, int Count, bool IsLowerBound, DateTimeOffset Oldest);

/// <summary>Answers which things did not arrive, in the words of the shop: orders and products, not deliveries.</summary>
public sealed class UndeliveredQueries(IDbContextFactory<ConsoleDbContext> contexts)
{
    /// <summary>Deliveries of a destination that are looked at: enough for a sentence, and cheap every second.</summary>
    public const int MaxDeliveries = 1_000;

    private const int MaxDestinations = 10;

    /// <summary>What was given up for these destinations (at most 10 are looked at), the longest waiting first.</summary>
    public async Task<IReadOnlyList<Undelivered>> FailedAsync(IEnumerable<int> destinationIds, CancellationToken cancellationToken)
    {
        var all = new List<Undelivered>();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var id in destinationIds.Take(MaxDestinations))
        {
            var oldest = DeliveryQueries.Attention(context)
                .Where(d => d.State == DeliveryState.Failed && d.DestinationId == id).OrderBy(d => d.Id).Take(MaxDeliveries);
            var rows = await (
                from d in oldest
                join e in context.Events on d.EventSeq equals e.Seq
                select new { e.EntityKind, e.EntityKey, d.EventSeq, d.CreatedAt }).ToListAsync(cancellationToken);
            all.AddRange(rows.GroupBy(r => r.EntityKey is null ? EntityKind.None : r.EntityKind).Select(g => new Undelivered(
                id,
                g.Key,
                g.Key == EntityKind.None
                    ? g.Select(r => r.EventSeq).Distinct().Count()
                    : g.Select(r => r.EntityKey).Distinct(StringComparer.Ordinal).Count(),
                rows.Count == MaxDeliveries,
                g.Min(r => r.CreatedAt))));
        }

        return [.. all.OrderBy(u => u.Oldest)];
    }
}
