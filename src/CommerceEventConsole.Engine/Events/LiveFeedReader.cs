using System.Collections.Concurrent;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Events;

/// <summary>What the live feed asks of the store: the newest rows without their bytes.</summary>
internal sealed class LiveFeedReader(IDbContextFactory<ConsoleDbContext> contexts)
{
    private readonly ConcurrentDictionary<int, string> _types = [];

    /// <summary>The newest events after <paramref name="seq"/>, at most <paramref name="max"/>, ascending.</summary>
    public async Task<IReadOnlyList<EventSummary>> ReadAsync(long seq, int max, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var rows = await context.Events.AsNoTracking()
            .Where(e => e.Seq > seq)
            .OrderByDescending(e => e.Seq)
            .Take(max)
            .Select(e => new
            {
                e.Seq,
                e.SourceId,
                e.EventTypeId,
                e.EventId,
                e.ReceivedAt,
                e.OccurredAt,
                e.EntityKind,
                e.EntityKey,
                e.DeliveryCount,
                HasWarnings = e.Warnings != null,
                IsOwnChange = e.OwnChange != null,
            })
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        await LoadTypesAsync(context, rows.Select(r => r.EventTypeId), cancellationToken).ConfigureAwait(false);
        rows.Reverse();
        return rows.ConvertAll(r => new EventSummary(
            r.Seq, r.SourceId, r.EventTypeId, _types.GetValueOrDefault(r.EventTypeId, ""), r.EventId, r.ReceivedAt, r.OccurredAt,
            r.EntityKind, r.EntityKey, r.DeliveryCount, r.HasWarnings, r.IsOwnChange));
    }

    /// <summary>The newest attempt of any node: a new one says that outcomes have changed.</summary>
    public async Task<long> LastAttemptAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await context.DeliveryAttempts.MaxAsync(a => (long?)a.Id, cancellationToken).ConfigureAwait(false) ?? 0;
    }

    private async Task LoadTypesAsync(ConsoleDbContext context, IEnumerable<int> ids, CancellationToken cancellationToken)
    {
        var unknown = ids.Where(id => !_types.ContainsKey(id)).Distinct().ToList();
        if (unknown.Count == 0)
            return;
        var found = await context.EventTypes.AsNoTracking().Where(t => unknown.Contains(t.Id))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var type in found)
            _types[type.Id] = type.Name;
    }
}
