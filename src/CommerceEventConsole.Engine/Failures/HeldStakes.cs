using System.Collections.Concurrent;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Failures;

/// <summary>What waits for a destination that is not being sent to.</summary>
/// <param name="Entities">Different orders, products ... by kind, orders first.</param>
/// <param name="Values">What the orders are worth, the largest amount first.</param>
/// <param name="IsLowerBound">Whether there is more, which was not looked at.</param>
/// <param name="Since">When the oldest of it was made.</param>
public sealed record HeldFigures(
    IReadOnlyList<EntityCount> Entities, IReadOnlyList<OrderValue> Values, bool IsLowerBound, DateTimeOffset Since);

/// <summary>
/// Tells what held deliveries hold up. They were not tried, so that nothing of it stands on them: the oldest are read in full, and what was
/// found is kept for a while.
/// </summary>
public sealed class HeldStakes(IDbContextFactory<ConsoleDbContext> contexts, StakeReader stakes, TimeProvider time) : IDisposable
{
    /// <summary>Deliveries of a destination that are looked at.</summary>
    public const int MaxDeliveries = 1_000;

    /// <summary>How old what is told may be.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(15);

    // Orders are smaller; of a larger event only the entity is told.
    private const int MaxBody = 16 * 1024;

    private readonly ConcurrentDictionary<int, (long At, HeldFigures? Figures)> _known = [];
    private readonly SemaphoreSlim _reading = new(1);

    /// <summary>What is held for a destination; null where nothing is.</summary>
    public async Task<HeldFigures?> ReadAsync(int destinationId, CancellationToken cancellationToken)
    {
        if (TryGet(destinationId, out var known))
            return known;
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (TryGet(destinationId, out known))
                return known;
            var figures = await CountAsync(destinationId, cancellationToken).ConfigureAwait(false);
            _known[destinationId] = (time.GetTimestamp(), figures);
            return figures;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _reading.Dispose();

    private bool TryGet(int destinationId, out HeldFigures? figures)
    {
        var isKnown = _known.TryGetValue(destinationId, out var known) && time.GetElapsedTime(known.At) < MaxAge;
        figures = isKnown ? known.Figures : null;
        return isKnown;
    }

    private async Task<HeldFigures?> CountAsync(int destinationId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var oldest = DeliveryQueries.Attention(context)
            .Where(d => d.State == DeliveryState.Held && d.DestinationId == destinationId).OrderBy(d => d.Id).Take(MaxDeliveries);
        var rows =
            from d in oldest
            join e in context.Events on d.EventSeq equals e.Seq
            join type in context.EventTypes on e.EventTypeId equals type.Id
            select new
            {
                d.CreatedAt, e.Seq, Type = type.Name, e.EntityKind, e.EntityKey, e.ContentMode, e.Headers, Body = e.Body.Length <= MaxBody ? e.Body : null,
            };
        var found = new Dictionary<(EntityKind Kind, long Key), Stake>();
        DateTimeOffset? since = null;
        var count = 0;
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            count++;
            since = since is null || row.CreatedAt < since ? row.CreatedAt : since;
            if (OrderKey.Of(new EntityRef(row.EntityKind, row.EntityKey)) is not { } key)
                continue;
            var stake = row is { EntityKind: EntityKind.Order, Body: { } body }
                ? stakes.Read(new OutboundEvent(row.Seq, "", row.Type, [], row.ContentMode, row.Headers, body)).Stake
                : default;
            var known = found.GetValueOrDefault((row.EntityKind, key));
            found[(row.EntityKind, key)] = (stake.Value ?? 0) >= (known.Value ?? 0) ? stake : known;
        }

        return since is { } at ? Figures(found, count == MaxDeliveries, at) : null;
    }

    private static HeldFigures Figures(Dictionary<(EntityKind Kind, long Key), Stake> found, bool isLowerBound, DateTimeOffset since) => new(
        [.. found.Keys.CountBy(e => e.Kind).Select(e => new EntityCount(e.Key, e.Value)).OrderBy(e => e.Kind)],
        [
            .. found.Values.Where(s => s.Value > 0).GroupBy(s => s.Currency, StringComparer.Ordinal)
                .Select(g => new OrderValue(g.Key, (decimal)g.Sum(s => s.Value!.Value) / Stake.Unit)).OrderByDescending(v => v.Amount),
        ],
        isLowerBound,
        since);
}
