using CommerceEventConsole.Engine.Deliveries.Edits;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>A leased delivery with what it takes to send it.</summary>
/// <param name="Lease">The delivery.</param>
/// <param name="LeaseUntil">When the lease runs out.</param>
/// <param name="Event">Its event; null where the store no longer has it.</param>
internal sealed record ClaimedDelivery(LeasedDelivery Lease, DateTimeOffset LeaseUntil, OutboundEvent? Event)
{
    /// <summary>The number of its next attempt.</summary>
    public int Number => Lease.LastAttempt + 1;

    /// <summary>What it takes of memory, about, in bytes.</summary>
    public int Bytes => (Event?.Body.Length ?? 0) + (Edit?.Body.Length ?? 0);

    /// <summary>What a person made it send instead; null for nearly all.</summary>
    public SentEdit? Edit { get; init; }

    /// <summary>Whether an edited delivery was made from it, in whose place it must not go.</summary>
    public bool IsReplaced => Lease.Edits.HasFlag(EditMarks.IsReplaced);
}

/// <summary>What an edited delivery sends.</summary>
/// <param name="Body">The CloudEvent.</param>
/// <param name="Headers">See <see cref="DeliveryEdit.Headers"/>.</param>
internal sealed record SentEdit(byte[] Body, string? Headers);

/// <summary>Claims deliveries: leases them, and reads what a whole claim needs in one go.</summary>
internal sealed class ClaimedDeliveries(
    IDeliveryQueue queue, SupersededDeliveries superseded, DeliveryLeases leases, IDbContextFactory<ConsoleDbContext> store, TimeProvider time)
{
    /// <summary>Leases up to <paramref name="count"/> due deliveries, oldest event first, until the time that it returns.</summary>
    public async Task<(IReadOnlyList<LeasedDelivery> Leased, DateTimeOffset Until)> LeaseAsync(
        int destinationId, int count, string owner, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var until = now + lease;
        return (await LeaseAsync(destinationId, count, owner, now, until, cancellationToken).ConfigureAwait(false), until);
    }

    /// <summary>Reads what it takes to send leased deliveries; where that fails they are given back.</summary>
    public async Task<IReadOnlyList<ClaimedDelivery>> LoadAsync(
        IReadOnlyList<LeasedDelivery> claimed, string owner, DateTimeOffset until, CancellationToken cancellationToken)
    {
        try
        {
            await using var context = await store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            var events = await EventsAsync(context, claimed, cancellationToken).ConfigureAwait(false);
            var edits = await EditsAsync(context, claimed, cancellationToken).ConfigureAwait(false);
            var loaded = new ClaimedDelivery[claimed.Count];
            for (var i = 0; i < loaded.Length; i++)
            {
                var lease = claimed[i];
                loaded[i] = new ClaimedDelivery(lease, until, events.GetValueOrDefault(lease.EventSeq)) { Edit = edits?.GetValueOrDefault(lease.Id) };
            }

            return loaded;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            await leases.ReleaseAsync([.. claimed.Select(d => d.Id)], owner, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// When the next delivery of a destination falls due that was not due at <paramref name="since"/>; null where there is none. What was
    /// due then and was not claimed waits for an older one of its entity, not for the clock.
    /// </summary>
    public async Task<DateTimeOffset?> NextDueAsync(int destinationId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var context = await store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await context.Deliveries
            .Where(d => d.DestinationId == destinationId
                && (d.State == DeliveryState.Pending || d.State == DeliveryState.Retrying) && d.DueAt > since)
            .OrderBy(d => d.DueAt).Select(d => (DateTimeOffset?)d.DueAt)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    // What is passed over makes way for the newest of its entity, which is claimed in its place.
    private async Task<IReadOnlyList<LeasedDelivery>> LeaseAsync(
        int destinationId, int count, string owner, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var kept = new List<LeasedDelivery>();
        while (true)
        {
            var claimed = await queue.ClaimAsync(destinationId, count - kept.Count, owner, now, until, cancellationToken).ConfigureAwait(false);
            try
            {
                var rest = await superseded.PassOverAsync(claimed, owner, cancellationToken).ConfigureAwait(false);
                kept.AddRange(rest);
                if (rest.Count == claimed.Count)
                    return kept;
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                await leases.ReleaseAsync([.. kept.Concat(claimed).Select(d => d.Id)], owner, cancellationToken).ConfigureAwait(false);
                throw;
            }
        }
    }

    /// <summary>What it takes of events to send them.</summary>
    internal static IQueryable<OutboundEvent> Events(ConsoleDbContext context, List<long> seqs) =>
        from e in context.Events
        where seqs.Contains(e.Seq)
        join source in context.Sources on e.SourceId equals source.Id
        join type in context.EventTypes on e.EventTypeId equals type.Id
        select new OutboundEvent(e.Seq, source.Slug, type.Name, e.IdentityHash, e.ContentMode, e.Headers, e.Body);

    private static Task<Dictionary<long, OutboundEvent>> EventsAsync(
        ConsoleDbContext context, IReadOnlyList<LeasedDelivery> claimed, CancellationToken cancellationToken)
    {
        var seqs = claimed.Select(d => d.EventSeq).Distinct().ToList();
        return Events(context, seqs).ToDictionaryAsync(e => e.Seq, cancellationToken);
    }

    // Null where none was edited: nearly always.
    private static async Task<Dictionary<long, SentEdit>?> EditsAsync(
        ConsoleDbContext context, IReadOnlyList<LeasedDelivery> claimed, CancellationToken cancellationToken)
    {
        var ids = claimed.Where(d => d.Edits.HasFlag(EditMarks.IsEdited)).Select(d => d.Id).ToList();
        return ids.Count == 0
            ? null
            : await context.DeliveryEdits.Where(e => ids.Contains(e.DeliveryId))
                .ToDictionaryAsync(e => e.DeliveryId, e => new SentEdit(e.Body, e.Headers), cancellationToken).ConfigureAwait(false);
    }
}
