using System.Globalization;
using System.Text.Json;
using CommerceEventConsole.Engine.Audit;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>What came of an action on deliveries.</summary>
/// <param name="Changed">Deliveries that it changed.</param>
/// <param name="Skipped">Deliveries that it left as they were, by reason.</param>
public sealed record DeliveryActionResult(int Changed, IReadOnlyDictionary<string, int> Skipped);

/// <summary>
/// What people do with deliveries. Each chunk of changes is one transaction with the audit entry that names who asked and which
/// deliveries; what changed its state meanwhile is left alone.
/// </summary>
public sealed class DeliveryActions(
    IDbContextFactory<ConsoleDbContext> store, DeliverySignals signals, TimeProvider time, IOptions<DeliveryOptions> options)
{
    private const string Gone = "no longer in the store";
    private const string ChangedMeanwhile = "changed meanwhile";

    /// <summary>
    /// Sends deliveries again, at once and with the same idempotency id. They get all attempts anew: the delivery's own count starts at
    /// 0, while the numbers of its recorded attempts go on, so that its history stays whole.
    /// </summary>
    /// <param name="ids">Failed, dismissed or superseded deliveries; others are skipped.</param>
    /// <param name="who">The person who asks.</param>
    /// <param name="deliveredToo">Sends again also what has arrived.</param>
    /// <param name="cancellationToken">Stops between two chunks; what was done stays done.</param>
    public Task<DeliveryActionResult> ReplayAsync(
        IReadOnlyCollection<long> ids, string who, bool deliveredToo, CancellationToken cancellationToken)
    {
        var now = time.Now();
        return ApplyAsync(
            ids,
            who,
            "delivery.replayed",
            state => state switch
            {
                DeliveryState.Failed or DeliveryState.Dismissed or DeliveryState.Superseded => null,
                DeliveryState.Delivered => deliveredToo ? null : "delivered already",
                DeliveryState.Sending => "being sent now",
                _ => "waiting to be sent already",
            },
            set => set
                .SetProperty(d => d.State, DeliveryState.Pending)
                .SetProperty(d => d.Attempts, 0)
                .SetProperty(d => d.DueAt, now)
                .SetProperty(d => d.UpdatedAt, now),
            cancellationToken);
    }

    /// <summary>Makes deliveries that wait for their next attempt due at once; it costs them that attempt, as waiting would have.</summary>
    public Task<DeliveryActionResult> RetryNowAsync(IReadOnlyCollection<long> ids, string who, CancellationToken cancellationToken)
    {
        var now = time.Now();
        return ApplyAsync(
            ids,
            who,
            "delivery.retried",
            state => state switch
            {
                DeliveryState.Retrying => null,
                DeliveryState.Pending => "due already",
                DeliveryState.Sending => "being sent now",
                DeliveryState.Held => "held: its destination is not being sent to",
                _ => "finished",
            },
            set => set.SetProperty(d => d.DueAt, now).SetProperty(d => d.UpdatedAt, now),
            cancellationToken);
    }

    /// <summary>Takes deliveries out of the queue that need not arrive; a replay brings them back.</summary>
    public Task<DeliveryActionResult> DismissAsync(IReadOnlyCollection<long> ids, string who, CancellationToken cancellationToken)
    {
        var now = time.Now();
        return ApplyAsync(
            ids,
            who,
            "delivery.dismissed",
            state => state switch
            {
                DeliveryState.Failed or DeliveryState.Retrying or DeliveryState.Held or DeliveryState.Pending => null,
                DeliveryState.Sending => "being sent now",
                _ => "finished",
            },
            set => set.SetProperty(d => d.State, DeliveryState.Dismissed).SetProperty(d => d.UpdatedAt, now),
            cancellationToken);
    }

    private async Task<DeliveryActionResult> ApplyAsync(
        IReadOnlyCollection<long> ids,
        string who,
        string action,
        Func<DeliveryState, string?> whyNot,
        Action<UpdateSettersBuilder<Delivery>> change,
        CancellationToken cancellationToken)
    {
        var skipped = new Dictionary<string, int>(StringComparer.Ordinal);
        var changed = 0;
        foreach (var chunk in ids.Distinct().Chunk(options.Value.ChunkSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var found = await FindAsync(chunk, cancellationToken).ConfigureAwait(false);
            Skip(Gone, chunk.Length - found.Count);
            foreach (var (_, state, _) in found)
            {
                if (whyNot(state) is { } reason)
                    Skip(reason, 1);
            }

            // Deliveries of one state at a time, so that only what still is as it was judged gets changed.
            foreach (var group in found.Where(d => whyNot(d.State) is null).GroupBy(d => d.State))
            {
                var count = await ChangeAsync([.. group.Select(d => d.Id)], group.Key, who, action, change, cancellationToken).ConfigureAwait(false);
                changed += count;
                Skip(ChangedMeanwhile, group.Count() - count);
            }

            foreach (var destination in found.Select(d => d.DestinationId).Distinct())
                signals.RaiseDue(destination);
        }

        return new DeliveryActionResult(changed, skipped);

        void Skip(string reason, int count)
        {
            if (count > 0)
                skipped[reason] = skipped.GetValueOrDefault(reason) + count;
        }
    }

    private async Task<List<Found>> FindAsync(long[] ids, CancellationToken cancellationToken)
    {
        await using var context = await store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await context.Deliveries.Where(d => ids.Contains(d.Id)).Select(d => new Found(d.Id, d.State, d.DestinationId))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> ChangeAsync(
        long[] ids, DeliveryState from, string who, string action, Action<UpdateSettersBuilder<Delivery>> change, CancellationToken cancellationToken)
    {
        await using var outer = await store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await outer.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await using var context = await store.CreateDbContextAsync(token).ConfigureAwait(false);
                await using var transaction = await context.Database.BeginTransactionAsync(token).ConfigureAwait(false);
                var count = await context.Deliveries.Where(d => ids.Contains(d.Id) && d.State == from)
                    .ExecuteUpdateAsync(change, token).ConfigureAwait(false);
                context.AuditEntries.Add(Entry(ids, from, count, who, action));
                await context.SaveChangesAsync(token).ConfigureAwait(false);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                return count;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private AuditEntry Entry(long[] ids, DeliveryState from, int count, string who, string action) => new()
    {
        At = time.Now(),
        Who = who,
        Action = action,
        Subject = ids.Length == 1
            ? string.Create(CultureInfo.InvariantCulture, $"delivery {ids[0]}")
            : string.Create(CultureInfo.InvariantCulture, $"{count} deliveries"),
        Before = JsonSerializer.Serialize(new { state = from.ToString() }),
        After = JsonSerializer.Serialize(new { changed = count, deliveries = ids }),
    };

    private sealed record Found(long Id, DeliveryState State, int DestinationId);
}
