using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.Failures;

/// <summary>
/// Counts what fails in each group. The count reads one index, once over for all groups; where that takes its time it is kept for ten
/// times as long, half a minute at most, however many screens ask, and who asks then gets what is known while it is counted anew. So the
/// figures of a quiet shop are current, and a million failed deliveries (counted in some seconds) cost a fraction of a processor.
/// </summary>
public sealed partial class FailureFigures(IDbContextFactory<ConsoleDbContext> contexts, TimeProvider time, ILogger<FailureFigures> logger)
    : IAsyncDisposable
{
    /// <summary>The oldest figures that are shown.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);

    private const int KeptTimes = 10;

    // Counted faster than this they are counted anew each time.
    private static readonly TimeSpan Cheap = TimeSpan.FromMilliseconds(50);

    // So few are counted anew each time even where that once took longer: the first count of a process, a machine that is busy.
    private const long Few = 10_000;

    private static readonly TimeSpan LongestKept = MaxAge / 2;

    private readonly SemaphoreSlim _counting = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private Task _recount = Task.CompletedTask;
    private volatile Kept? _kept;

    /// <summary>The figures; <see cref="FailureSnapshot.At"/> says how old they are.</summary>
    public Task<FailureSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        if (_kept is not { For.Ticks: > 0 } kept || Age(kept) >= MaxAge)
            return CountAsync(cancellationToken);
        if (Age(kept) >= kept.For)
            Recount();
        return Task.FromResult(kept.Snapshot);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _recount.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _counting.Dispose();
        _stopping.Dispose();
    }

    internal static IQueryable<Delivery> Members(ConsoleDbContext context) =>
        context.Deliveries.Where(d => d.FailureGroupId != null && (d.State == DeliveryState.Retrying || d.State == DeliveryState.Failed));

    private TimeSpan Age(Kept kept) => time.GetElapsedTime(kept.Ended);

    private void Recount()
    {
        lock (_gate)
        {
            if (_recount.IsCompleted && !_stopping.IsCancellationRequested)
                _recount = Task.Run(RecountAsync, CancellationToken.None);
        }
    }

    private async Task RecountAsync()
    {
        try
        {
            await CountAsync(_stopping.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!_stopping.IsCancellationRequested)
        {
            // What is known is shown until it is too old; then whoever asks is told.
            LogNotCounted(logger, e);
        }
    }

    private async Task<FailureSnapshot> CountAsync(CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        await _counting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Whoever waited takes what was begun after it asked.
            if (_kept is { } kept && kept.Begun > asked)
                return kept.Snapshot;
            var begun = time.GetTimestamp();
            var snapshot = new FailureSnapshot(time.GetUtcNow(), await ReadFiguresAsync(cancellationToken).ConfigureAwait(false));
            var took = time.GetElapsedTime(begun);
            var keepFor = took < Cheap || snapshot.Groups.Values.Sum(g => g.Failing) < Few ? TimeSpan.Zero
                : took * KeptTimes < LongestKept ? took * KeptTimes : LongestKept;
            _kept = new Kept(snapshot, begun, time.GetTimestamp(), keepFor);
            return snapshot;
        }
        finally
        {
            _counting.Release();
        }
    }

    private async Task<IReadOnlyDictionary<int, GroupFigures>> ReadFiguresAsync(CancellationToken cancellationToken)
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

    [LoggerMessage(LogLevel.Warning, "The figures of failure groups could not be counted")]
    private static partial void LogNotCounted(ILogger logger, Exception exception);

    private sealed record Part(int GroupId, EntityKind? Kind, string? Currency, long Entities, long Failed, long Retrying, long? Value, long Oldest);

    private sealed record Kept(FailureSnapshot Snapshot, long Begun, long Ended, TimeSpan For);
}
