using System.Globalization;
using System.Text.Json;
using CommerceEventConsole.Engine.Audit;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>A delivery that something is to be done to.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="State">Where it stands.</param>
/// <param name="DestinationId">Its destination.</param>
/// <param name="IsReplaced">Whether an edited delivery goes in its place.</param>
internal sealed record ChangeTarget(long Id, DeliveryState State, int DestinationId, bool IsReplaced);

/// <summary>What is done to deliveries.</summary>
/// <param name="Action">As the audit log names it.</param>
/// <param name="Who">Who asks.</param>
/// <param name="WhyNot">Why a delivery is left as it is; null where it is not.</param>
/// <param name="Set">The change.</param>
internal sealed record DeliveryChange(string Action, string Who, Func<ChangeTarget, string?> WhyNot, Action<UpdateSettersBuilder<Delivery>> Set)
{
    /// <summary>The dismissal that counts what is changed; null where it is none.</summary>
    public int? DismissalId { get; init; }
}

/// <summary>
/// Changes deliveries, a bounded chunk at a time. Each chunk is one transaction with the audit entries that name who asked and which
/// deliveries; what changed its state meanwhile is left alone.
/// </summary>
internal sealed class DeliveryChanges(IDbContextFactory<ConsoleDbContext> store, DeliverySignals signals, TimeProvider time, DeliveryChange change)
{
    private const string Gone = "no longer in the store";
    private const string ChangedMeanwhile = "changed meanwhile";

    private readonly Dictionary<string, int> _skipped = new(StringComparer.Ordinal);

    /// <summary>Deliveries changed so far.</summary>
    public int Changed { get; private set; }

    /// <summary>What has come of it so far.</summary>
    public DeliveryActionResult Result => new(Changed, _skipped) { DismissalId = change.DismissalId };

    /// <summary>Changes a chunk.</summary>
    public async Task ApplyAsync(long[] ids, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = await FindAsync(ids, cancellationToken).ConfigureAwait(false);
        Skip(Gone, ids.Length - found.Count);
        foreach (var target in found)
        {
            if (change.WhyNot(target) is { } reason)
                Skip(reason, 1);
        }

        // Deliveries of one state at a time, so that only what still is as it was judged gets changed.
        foreach (var group in found.Where(d => change.WhyNot(d) is null).GroupBy(d => d.State))
        {
            var count = await ChangeAsync([.. group.Select(d => d.Id)], group.Key, cancellationToken).ConfigureAwait(false);
            Changed += count;
            Skip(ChangedMeanwhile, group.Count() - count);
        }

        foreach (var destination in found.Select(d => d.DestinationId).Distinct())
            signals.RaiseDue(destination);
    }

    private void Skip(string reason, int count)
    {
        if (count > 0)
            _skipped[reason] = _skipped.GetValueOrDefault(reason) + count;
    }

    private async Task<List<ChangeTarget>> FindAsync(long[] ids, CancellationToken cancellationToken)
    {
        await using var context = await store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await context.Deliveries.Where(d => ids.Contains(d.Id))
            .Select(d => new ChangeTarget(d.Id, d.State, d.DestinationId, context.DeliveryEdits.Any(e => e.OriginalId == d.Id)))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> ChangeAsync(long[] ids, DeliveryState from, CancellationToken cancellationToken)
    {
        await using var outer = await store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await outer.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await using var context = await store.CreateDbContextAsync(token).ConfigureAwait(false);
                await using var transaction = await context.Database.BeginTransactionAsync(token).ConfigureAwait(false);

                // One that was edited since it was looked at is superseded for good: see DeliveryEdit.
                var count = await context.Deliveries
                    .Where(d => ids.Contains(d.Id) && d.State == from && !context.DeliveryEdits.Any(e => e.OriginalId == d.Id))
                    .ExecuteUpdateAsync(change.Set, token).ConfigureAwait(false);
                if (count == 0)
                    return 0;
                if (change.DismissalId is { } dismissal)
                {
                    await context.Dismissals.Where(d => d.Id == dismissal)
                        .ExecuteUpdateAsync(set => set.SetProperty(d => d.Count, d => d.Count + count), token).ConfigureAwait(false);
                }

                context.AuditEntries.Add(Entry(ids, from, count));
                await context.SaveChangesAsync(token).ConfigureAwait(false);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                return count;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private AuditEntry Entry(long[] ids, DeliveryState from, int count) => new()
    {
        At = time.Now(),
        Who = change.Who,
        Action = change.Action,
        Subject = ids.Length == 1
            ? string.Create(CultureInfo.InvariantCulture, $"delivery {ids[0]}")
            : string.Create(CultureInfo.InvariantCulture, $"{count} deliveries"),
        Before = JsonSerializer.Serialize(new { state = from.ToString() }),
        After = JsonSerializer.Serialize(new { changed = count, deliveries = ids }),
    };
}
