using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Failures;

/// <summary>Reads all that the page of one failure group shows.</summary>
public sealed class FailureGroupPages(IDbContextFactory<ConsoleDbContext> contexts, FailureGroupQueries groups)
{
    /// <summary>Deliveries of a group, the newest, among which the most valuable are looked for.</summary>
    public const int MaxLookedAt = 5_000;

    private const int MaxHeldUp = 20;
    private const int MaxExamples = 3;

    /// <summary>The group; null where the store has no such group.</summary>
    /// <param name="id">The group.</param>
    /// <param name="before"><see cref="FailurePage.Next"/> of the page of deliveries before; null for the first.</param>
    /// <param name="count">Deliveries at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<FailureGroupDetails?> ReadAsync(int id, long? before, int count, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var (row, countedAt) = await groups.FindAsync(context, id, cancellationToken).ConfigureAwait(false);
        return row is null
            ? null
            : new FailureGroupDetails(
                row,
                countedAt,
                await ExamplesAsync(context, id, cancellationToken).ConfigureAwait(false),
                await HeldUpAsync(context, id, cancellationToken).ConfigureAwait(false),
                await MembersAsync(context, row, before ?? long.MaxValue, count, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<FailurePage> MembersAsync(
        ConsoleDbContext context, FailureGroupRow row, long before, int count, CancellationToken cancellationToken)
    {
        var (id, destination) = (row.Group.Id, row.Destination);
        var rows = await (
            from d in FailureFigures.Members(context).Where(d => d.FailureGroupId == id && d.Id < before)
            join e in context.Events on d.EventSeq equals e.Seq
            join type in context.EventTypes on e.EventTypeId equals type.Id
            orderby d.Id descending
            select new FailureRow(
                d.Id, d.EventSeq, type.Name, e.EntityKind, e.EntityKey, d.DestinationId, destination, d.State, d.Attempts,
                d.LastStatusCode, d.LastError, d.DueAt, d.CreatedAt, d.UpdatedAt))
            .Take(count + 1).ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.Count <= count ? new FailurePage(rows, null) : new FailurePage(rows[..count], rows[count - 1].Id);
    }

    private static async Task<IReadOnlyList<HeldUp>> HeldUpAsync(ConsoleDbContext context, int id, CancellationToken cancellationToken)
    {
        var newest = FailureFigures.Members(context).Where(d => d.FailureGroupId == id).OrderByDescending(d => d.Id)
            .Select(d => new { d.Id, d.StakeKind, d.StakeKey, d.StakeValue, d.StakeCurrency }).Take(MaxLookedAt);
        var most = await (
            from d in newest
            where d.StakeKey != null
            group d by new { d.StakeKind, d.StakeKey } into e
            select new { Value = e.Max(d => d.StakeValue), Currency = e.Max(d => d.StakeCurrency), Last = e.Max(d => d.Id) })
            .OrderByDescending(e => e.Value ?? 0).ThenByDescending(e => e.Last).Take(MaxHeldUp)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var ids = most.ConvertAll(e => e.Last);
        var entities = await (
            from d in context.Deliveries
            where ids.Contains(d.Id)
            join e in context.Events on d.EventSeq equals e.Seq
            select new { d.Id, e.EntityKind, e.EntityKey }).ToDictionaryAsync(e => e.Id, cancellationToken).ConfigureAwait(false);
        return
        [
            .. most.Where(m => entities.ContainsKey(m.Last)).Select(m => new HeldUp(
                new EntityRef(entities[m.Last].EntityKind, entities[m.Last].EntityKey),
                m.Value is { } value ? new OrderValue(m.Currency, (decimal)value / Stake.Unit) : null)),
        ];
    }

    private static async Task<IReadOnlyList<FailureExample>> ExamplesAsync(ConsoleDbContext context, int id, CancellationToken cancellationToken)
    {
        var newest = await (
            from d in FailureFigures.Members(context)
            where d.FailureGroupId == id
            join e in context.Events on d.EventSeq equals e.Seq
            join type in context.EventTypes on e.EventTypeId equals type.Id
            orderby d.Id descending
            select new { d.Id, d.EventSeq, Type = type.Name, e.EntityKind, e.EntityKey, e.ContentMode, e.Headers, e.Body })
            .Take(MaxExamples).ToListAsync(cancellationToken).ConfigureAwait(false);
        var examples = new List<FailureExample>();
        foreach (var d in newest)
        {
            var attempt = await context.DeliveryAttempts.AsNoTracking()
                .Where(a => a.DeliveryId == d.Id && (a.Outcome == AttemptOutcome.Transient || a.Outcome == AttemptOutcome.Permanent))
                .OrderByDescending(a => a.Number).ThenByDescending(a => a.StartedAt)
                .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            if (attempt is null)
                continue;
            using var envelope = EventEnvelope.Parse(d.Body, d.ContentMode, d.Headers);
            examples.Add(new FailureExample(attempt, d.EventSeq, d.Type, new EntityRef(d.EntityKind, d.EntityKey), envelope.IsProtected));
        }

        return examples;
    }
}
