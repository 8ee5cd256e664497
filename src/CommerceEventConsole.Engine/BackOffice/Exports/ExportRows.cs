using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.BackOffice.Exports;

/// <summary>Rows that come next, and how far that is.</summary>
/// <param name="Rows">The values of each, in the order of the columns.</param>
/// <param name="State">How far it is then.</param>
/// <param name="IsEnd">Whether there is no more for now.</param>
internal sealed record ExportBatch(IReadOnlyList<object?[]> Rows, ExportState State, bool IsEnd);

/// <summary>Reads what is exported, a bounded part at a time, by key.</summary>
internal sealed class ExportRows(IDbContextFactory<ConsoleDbContext> factory)
{
    /// <summary>
    /// Deliveries that have not ended and are looked at again; beyond them no new ones are looked at until some end, so that the list stays
    /// bounded and none is forgotten.
    /// </summary>
    public const int MaxOpen = 20_000;

    private const int PageSize = 500;

    /// <summary>
    /// Columns of events: position in the store, the sender's id, canonical type, source's name, what it is about and which one, when it
    /// happened and was received (ISO 8601, UTC), by which way it came, and how many deliveries were made of it.
    /// </summary>
    public static IReadOnlyList<string> EventColumns { get; } =
        ["seq", "event_id", "type", "source", "entity_kind", "entity_key", "occurred_at", "received_at", "channel", "deliveries"];

    /// <summary>
    /// Columns of deliveries: id, the event's position and type, destination's name, how it ended, attempts made, when it was made and ended
    /// (ISO 8601, UTC), the seconds between, the last HTTP status and the last error.
    /// </summary>
    public static IReadOnlyList<string> DeliveryColumns { get; } =
        ["id", "event_seq", "event_type", "destination", "state", "attempts", "created_at", "ended_at", "seconds", "last_status", "last_error"];

    /// <summary>The next events.</summary>
    public async Task<ExportBatch> EventsAsync(ExportState state, int count, CancellationToken cancellationToken)
    {
        var (after, rows) = (state.After, new List<object?[]>());
        while (rows.Count < count)
        {
            var size = Math.Min(PageSize, count - rows.Count);
            var page = await EventPageAsync(after, size, cancellationToken).ConfigureAwait(false);
            rows.AddRange(page);
            if (page.Count > 0)
                after = (long)page[^1][0]!;
            if (page.Count < size)
                return new ExportBatch(rows, state with { After = after }, IsEnd: true);
        }

        return new ExportBatch(rows, state with { After = after }, IsEnd: false);
    }

    /// <summary>The next deliveries that have ended: first those that had not when they were looked at before.</summary>
    public async Task<ExportBatch> DeliveriesAsync(ExportState state, int count, CancellationToken cancellationToken)
    {
        var rows = new List<object?[]>();
        var open = new List<long>();
        var waiting = state.Open;
        for (var at = 0; at < waiting.Count; at += PageSize)
        {
            var ids = waiting.Skip(at).Take(PageSize).ToArray();
            if (rows.Count >= count)
            {
                open.AddRange(ids);
                continue;
            }

            // One that is gone was cleaned up before it ended, with its event.
            foreach (var (id, row) in await DeliveryPageAsync(d => d.Where(x => ids.Contains(x.Id)), PageSize, cancellationToken).ConfigureAwait(false))
            {
                if (row is null)
                    open.Add(id);
                else
                    rows.Add(row);
            }
        }

        var after = state.After;
        while (rows.Count < count && open.Count < MaxOpen)
        {
            var (from, size) = (after, Math.Min(PageSize, count - rows.Count));
            var page = await DeliveryPageAsync(d => d.Where(x => x.Id > from), size, cancellationToken).ConfigureAwait(false);
            foreach (var (id, row) in page)
            {
                after = id;
                if (row is null)
                    open.Add(id);
                else
                    rows.Add(row);
            }

            if (page.Count < size)
                return new ExportBatch(rows, state with { After = after, Open = open }, IsEnd: true);
        }

        return new ExportBatch(rows, state with { After = after, Open = open }, IsEnd: open.Count >= MaxOpen);
    }

    private async Task<List<object?[]>> EventPageAsync(long after, int size, CancellationToken cancellationToken)
    {
        await using var context = await factory.CreateDbContextAsync(cancellationToken);
        var page = await context.Events.AsNoTracking().Where(e => e.Seq > after).OrderBy(e => e.Seq).Take(size)
            .Select(e => new
            {
                e.Seq,
                e.EventId,
                Type = context.EventTypes.Where(t => t.Id == e.EventTypeId).Select(t => t.Name).FirstOrDefault(),
                Source = context.Sources.Where(s => s.Id == e.SourceId).Select(s => s.Name).FirstOrDefault(),
                e.EntityKind,
                e.EntityKey,
                e.OccurredAt,
                e.ReceivedAt,
                e.Channel,
                e.DeliveryCount,
            })
            .ToListAsync(cancellationToken);
        return
        [
            .. page.Select(e => new object?[]
            {
                e.Seq, e.EventId, e.Type, e.Source, e.EntityKind.ToString(), e.EntityKey, e.OccurredAt, e.ReceivedAt, e.Channel.ToString(), (long)e.DeliveryCount,
            }),
        ];
    }

    private async Task<List<(long Id, object?[]? Row)>> DeliveryPageAsync(
        Func<IQueryable<Delivery>, IQueryable<Delivery>> which, int size, CancellationToken cancellationToken)
    {
        await using var context = await factory.CreateDbContextAsync(cancellationToken);
        var page = await which(context.Deliveries.AsNoTracking()).OrderBy(d => d.Id).Take(size)
            .Select(d => new
            {
                d.Id,
                d.EventSeq,
                Type = context.Events.Where(e => e.Seq == d.EventSeq)
                    .Select(e => context.EventTypes.Where(t => t.Id == e.EventTypeId).Select(t => t.Name).FirstOrDefault()).FirstOrDefault(),
                Destination = context.Destinations.Where(x => x.Id == d.DestinationId).Select(x => x.Name).FirstOrDefault(),
                d.State,
                d.Attempts,
                d.CreatedAt,
                d.UpdatedAt,
                d.LastStatusCode,
                d.LastError,
            })
            .ToListAsync(cancellationToken);
        return
        [
            .. page.Select(d => (d.Id, HasEnded(d.State)
                ? new object?[]
                {
                    d.Id, d.EventSeq, d.Type, d.Destination, d.State.ToString(), (long)d.Attempts, d.CreatedAt, d.UpdatedAt,
                    Math.Round((decimal)(d.UpdatedAt - d.CreatedAt).TotalSeconds, 3), (long?)d.LastStatusCode, d.LastError,
                }
                : null)),
        ];
    }

    private static bool HasEnded(DeliveryState state) =>
        state is DeliveryState.Delivered or DeliveryState.Failed or DeliveryState.Superseded or DeliveryState.Dismissed;
}
