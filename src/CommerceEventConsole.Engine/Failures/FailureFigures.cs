using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Failures;

/// <summary>
/// Counts what fails in each group. The count reads one index, once over for all groups; where that takes its time it is kept for ten
/// times as long (a minute at most), however many screens ask. So the figures of a quiet shop are current, and those of a million failed
/// deliveries cost a tenth of a processor at most.
/// </summary>
public sealed class FailureFigures(IDbContextFactory<ConsoleDbContext> contexts, TimeProvider time) : IDisposable
{
    /// <summary>The oldest figures that are shown.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);

    private const int KeptTimes = 10;

    // Counted faster than this they are counted anew each time.
    private static readonly TimeSpan Cheap = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _counting = new(1);
    private volatile Kept? _kept;

    /// <summary>The figures; <see cref="FailureSnapshot.At"/> says how old they are.</summary>
    public async Task<FailureSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        if (Current() is { } known)
            return known;
        var asked = time.GetTimestamp();
        await _counting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Whoever waited takes what was begun after it asked.
            if (_kept is { } kept && (kept.Begun > asked || Current() is not null))
                return kept.Snapshot;
            var begun = time.GetTimestamp();
            var snapshot = new FailureSnapshot(time.GetUtcNow(), await CountAsync(cancellationToken).ConfigureAwait(false));
            var took = time.GetElapsedTime(begun);
            var keepFor = took < Cheap ? TimeSpan.Zero : took * KeptTimes < MaxAge ? took * KeptTimes : MaxAge;
            _kept = new Kept(snapshot, begun, time.GetTimestamp(), keepFor);
            return snapshot;
        }
        finally
        {
            _counting.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _counting.Dispose();

    internal static IQueryable<Delivery> Members(ConsoleDbContext context) =>
        context.Deliveries.Where(d => d.FailureGroupId != null && (d.State == DeliveryState.Retrying || d.State == DeliveryState.Failed));

    private FailureSnapshot? Current() => _kept is { } kept && time.GetElapsedTime(kept.Ended) < kept.For ? kept.Snapshot : null;

    private async Task<IReadOnlyDictionary<int, GroupFigures>> CountAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var entities =
            from d in Members(context)
            group d by new { d.FailureGroupId, d.StakeKind, d.StakeKey } into e
            select new
            {
                e.Key.FailureGroupId,
                e.Key.StakeKind,
                Named = e.Key.StakeKey == null ? 0 : 1,
                Failed = e.Count(d => d.State == DeliveryState.Failed),
                Retrying = e.Count(d => d.State == DeliveryState.Retrying),
                Value = e.Max(d => d.StakeValue),
                Currency = e.Max(d => d.StakeCurrency),
                Oldest = e.Min(d => d.Id),
            };
        var parts = await (
            from e in entities
            group e by new { e.FailureGroupId, e.StakeKind, e.Currency } into g
            select new Part(
                g.Key.FailureGroupId!.Value,
                g.Key.StakeKind,
                g.Key.Currency,
                g.Sum(e => (long)e.Named),
                g.Sum(e => (long)e.Failed),
                g.Sum(e => (long)e.Retrying),
                g.Sum(e => e.Value),
                g.Min(e => e.Oldest)))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return parts.GroupBy(p => p.GroupId).ToDictionary(g => g.Key, Figures);
    }

    private static GroupFigures Figures(IEnumerable<Part> parts)
    {
        var all = parts.ToList();
        return new GroupFigures
        {
            Failed = all.Sum(p => p.Failed),
            Retrying = all.Sum(p => p.Retrying),
            Entities =
            [
                .. all.Where(p => p.Kind is not null and not EntityKind.None && p.Entities > 0).GroupBy(p => p.Kind!.Value)
                    .Select(g => new EntityCount(g.Key, g.Sum(p => p.Entities))).OrderBy(e => e.Kind),
            ],
            Values =
            [
                .. all.Where(p => p.Kind == EntityKind.Order && p.Value > 0)
                    .Select(p => new OrderValue(p.Currency, (decimal)p.Value!.Value / Stake.Unit)).OrderByDescending(v => v.Amount),
            ],
            OldestDelivery = all.Min(p => p.Oldest),
        };
    }

    private sealed record Part(int GroupId, EntityKind? Kind, string? Currency, long Entities, long Failed, long Retrying, long? Value, long Oldest);

    private sealed record Kept(FailureSnapshot Snapshot, long Begun, long Ended, TimeSpan For);
}
