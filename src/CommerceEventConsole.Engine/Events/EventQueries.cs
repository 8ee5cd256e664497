using System.Collections.Immutable;
using System.Globalization;
using System.Linq.Expressions;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Events;

/// <summary>Reads events for lists and for the page of one event. Pages go by <see cref="StoredEvent.Seq"/>, so that arrivals never shift them.</summary>
public sealed class EventQueries(
    IDbContextFactory<ConsoleDbContext> contexts, ISearchIndex index, EventNames names, EventCatalogue catalogue, StorageInfo storage, TimeProvider time)
{
    // Rows in the first window of a search that no index answers; each further window is twice as long.
    private const long FirstWindow = 20_000;

    /// <summary>How long one page may search; then it says how far it came.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private static readonly Expression<Func<StoredEvent, Raw>> ToRaw = e => new Raw(
        e.Seq, e.EventId, e.ReceivedAt, e.OccurredAt, e.EventTypeId, e.SourceId, e.EntityKind, e.EntityKey, e.Warnings != null, e.OwnChange != null);

    /// <summary>One page of the events that a filter shows, newest first.</summary>
    /// <param name="filter">Which events.</param>
    /// <param name="cursor">From where.</param>
    /// <param name="take">How many at most, from 1.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<EventPage> PageAsync(EventFilter filter, EventCursor cursor, int take, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(take);
        if (filter.Entity is not null) await index.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        var book = await names.GetAsync(cancellationToken).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var plan = await EventPlan.MakeAsync(db, filter, book, catalogue, storage.Provider, cancellationToken).ConfigureAwait(false);
        if (plan is null) return EventPage.Empty;

        var upwards = cursor.After is not null;
        var (found, edge) = await ReadAsync(plan, cursor, take + 1, upwards, cancellationToken).ConfigureAwait(false);
        var hasMore = found.Count > take;
        if (hasMore) found.RemoveAt(take);
        if (upwards) found.Reverse();

        var rows = await CompleteAsync(db, found, cancellationToken).ConfigureAwait(false);
        var ahead = hasMore ? (upwards ? rows[0].Seq : rows[^1].Seq) : edge;
        var searchedTo = !hasMore && edge is { } stopped
            ? await ReceivedAroundAsync(db, stopped, cancellationToken).ConfigureAwait(false)
            : null;
        return upwards
            ? new EventPage(rows, EventCursor.OlderThan(rows.IsEmpty ? cursor.After!.Value + 1 : rows[^1].Seq), Newer(ahead), searchedTo)
            : new EventPage(rows, Older(ahead), cursor.Before is { } before ? EventCursor.NewerThan(rows.IsEmpty ? before - 1 : rows[0].Seq) : null, searchedTo);
    }

    /// <summary>One event without its bytes; null where there is none.</summary>
    public async Task<EventDetails?> FindAsync(long seq, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var one = db.Events.AsNoTracking().Where(e => e.Seq == seq);
        var raw = await one.Select(ToRaw).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (raw.Count == 0) return null;
        var more = await one.Select(e => new { e.ContentMode, e.Channel, e.Warnings, e.OwnChange, e.Headers, e.Body.Length })
            .FirstAsync(cancellationToken).ConfigureAwait(false);
        var rows = await CompleteAsync(db, raw, cancellationToken).ConfigureAwait(false);
        var warnings = more.Warnings?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        var leftOut = (more.OwnChange ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture)).ToList();
        var book = leftOut.Count == 0 ? null : await names.GetAsync(cancellationToken).ConfigureAwait(false);
        return new EventDetails(rows[0], more.ContentMode, more.Channel, [.. warnings], more.Headers, more.Length)
        {
            NotSentTo = [.. leftOut.Select(id => book!.DestinationOf(id)).Order(StringComparer.OrdinalIgnoreCase)],
        };
    }

    /// <summary>The bytes of one event as received; null where there is none.</summary>
    public async Task<byte[]?> ReadBodyAsync(long seq, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Events.AsNoTracking().Where(e => e.Seq == seq).Select(e => e.Body)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The event types and sources to choose from.</summary>
    public ValueTask<NameBook> NamesAsync(CancellationToken cancellationToken) => names.GetAsync(cancellationToken);

    /// <summary>How the deliveries of some events stand now; events without any are left out.</summary>
    public async Task<IReadOnlyDictionary<long, ImmutableArray<DeliveryMark>>> MarksAsync(
        IReadOnlyCollection<long> seqs, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var book = await names.GetAsync(cancellationToken).ConfigureAwait(false);
        return await MarksAsync(db, seqs, book, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The rows of a query over events, in its order.</summary>
    internal async Task<ImmutableArray<EventRow>> RowsAsync(
        ConsoleDbContext db, IQueryable<StoredEvent> events, CancellationToken cancellationToken) =>
        await CompleteAsync(db, await events.Select(ToRaw).ToListAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    // Reads in the direction asked for, window after window, until there are enough, nothing is left or patience ends.
    // The edge is the last place looked at where reading stopped early.
    private async Task<(List<Raw> Found, long? Edge)> ReadAsync(
        EventPlan plan, EventCursor cursor, int enough, bool upwards, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var low = cursor.After is { } after ? Math.Max(plan.Low, after + 1) : plan.Low;
        var high = cursor.Before is { } before ? Math.Min(plan.High, before - 1) : plan.High;
        var found = new List<Raw>();
        for (var window = plan.IsDirect ? long.MaxValue : FirstWindow; low <= high; window *= 2)
        {
            var whole = window > high - low;
            var from = whole || upwards ? low : high - window + 1;
            var to = whole || !upwards ? high : low + window - 1;
            var inWindow = plan.Events.Where(e => e.Seq >= from && e.Seq <= to);
            var ordered = upwards ? inWindow.OrderBy(e => e.Seq) : inWindow.OrderByDescending(e => e.Seq);
            var missing = enough - found.Count;
            found.AddRange(await ordered.Take(missing).Select(ToRaw).ToListAsync(cancellationToken).ConfigureAwait(false));
            if (whole || found.Count == enough) return (found, null);

            if (upwards) low = to + 1;
            else high = from - 1;
            if (time.GetElapsedTime(started) > Patience) return (found, upwards ? to : from);
        }

        return (found, null);
    }

    private async Task<ImmutableArray<EventRow>> CompleteAsync(ConsoleDbContext db, List<Raw> found, CancellationToken cancellationToken)
    {
        if (found.Count == 0) return [];
        var book = await names.GetAsync(found.Select(r => r.TypeId), cancellationToken).ConfigureAwait(false);
        var marks = await MarksAsync(db, [.. found.Select(r => r.Seq)], book, cancellationToken).ConfigureAwait(false);
        return [.. found.Select(r => r.ToRow(book, marks.GetValueOrDefault(r.Seq, [])))];
    }

    private static async Task<Dictionary<long, ImmutableArray<DeliveryMark>>> MarksAsync(
        ConsoleDbContext db, IReadOnlyCollection<long> seqs, NameBook book, CancellationToken cancellationToken)
    {
        var counts = await db.Deliveries.AsNoTracking()
            .Where(d => seqs.Contains(d.EventSeq))
            .GroupBy(d => new { d.EventSeq, d.DestinationId, d.State })
            .Select(g => new { g.Key.EventSeq, g.Key.DestinationId, g.Key.State, Count = g.Count() })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return counts.GroupBy(c => c.EventSeq).ToDictionary(
            g => g.Key,
            g => g.Select(c => new DeliveryMark(c.DestinationId, book.DestinationOf(c.DestinationId), c.State, c.Count))
                .OrderBy(m => m.Destination, StringComparer.OrdinalIgnoreCase).ThenBy(m => m.State).ToImmutableArray());
    }

    private static async Task<DateTimeOffset?> ReceivedAroundAsync(ConsoleDbContext db, long seq, CancellationToken cancellationToken) =>
        await db.Events.AsNoTracking().Where(e => e.Seq >= seq).OrderBy(e => e.Seq).Select(e => (DateTimeOffset?)e.ReceivedAt)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);

    private static EventCursor? Older(long? seq) => seq is { } s ? EventCursor.OlderThan(s) : null;

    private static EventCursor? Newer(long? seq) => seq is { } s ? EventCursor.NewerThan(s) : null;

    private sealed record Raw(
        long Seq, string EventId, DateTimeOffset ReceivedAt, DateTimeOffset? OccurredAt, int TypeId, int SourceId,
        EntityKind Kind, string? Key, bool HasWarnings, bool IsOwnChange)
    {
        public EventRow ToRow(NameBook book, ImmutableArray<DeliveryMark> marks)
        {
            var source = book.SourceOf(SourceId);
            return new EventRow
            {
                Seq = Seq,
                EventId = EventId,
                ReceivedAt = ReceivedAt,
                OccurredAt = OccurredAt,
                Type = book.TypeOf(TypeId),
                Source = source.Name,
                SourceSlug = source.Slug,
                Entity = new EntityRef(Kind, Key),
                HasWarnings = HasWarnings,
                IsOwnChange = IsOwnChange,
                Deliveries = marks.IsDefault ? [] : marks,
            };
        }
    }
}
