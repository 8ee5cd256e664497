using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Subscriptions.History;

/// <summary>
/// Reads the stored events of a type, slice by slice along <c>Seq</c>. Each slice is a query of its own on a connection of its own, so
/// that nothing is held open against intake; its bodies together stay below a bound.
/// </summary>
internal sealed class EventSlices(IDbContextFactory<ConsoleDbContext> contexts)
{
    // A body may have 2 MB: a slice is cut before it holds more than this, but never below one event.
    private const long MaxBytes = 8 * 1024 * 1024;

    /// <summary>The number of an event type; null where no event of it came yet.</summary>
    public async Task<int?> TypeIdAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var found = await db.EventTypes.AsNoTracking().FirstOrDefaultAsync(t => t.Name == name, cancellationToken).ConfigureAwait(false);
        // SQL Server compares without regard to case.
        return found is not null && string.Equals(found.Name, name, StringComparison.Ordinal) ? found.Id : null;
    }

    /// <summary>The places of what was received in a time, by the index of times; <paramref name="to"/> is not included.</summary>
    public async Task<SeqRange?> RangeAsync(DateTimeOffset from, DateTimeOffset? to, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var events = db.Events.AsNoTracking().Where(e => e.ReceivedAt >= from);
        if (to is { } end) events = events.Where(e => e.ReceivedAt < end);
        var first = await events.OrderBy(e => e.ReceivedAt).ThenBy(e => e.Seq)
            .Select(e => (long?)e.Seq).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        var last = await events.OrderByDescending(e => e.ReceivedAt).ThenByDescending(e => e.Seq)
            .Select(e => (long?)e.Seq).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return first is { } low && last is { } high && low <= high ? new SeqRange(low, high) : null;
    }

    /// <summary>How many events of a type there are, counted in the index.</summary>
    public async Task<int> CountAsync(int typeId, SeqRange range, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await Within(db, typeId, range).CountAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The next events from one end of a range, at most <paramref name="count"/>; none at its end.</summary>
    public async Task<IReadOnlyList<StoredRow>> NextAsync(
        int typeId, SeqRange range, bool newestFirst, int count, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var places = await Ordered(Within(db, typeId, range), newestFirst).Take(count)
            .Select(e => new Place(e.Seq, e.Body.Length)).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (places.Count == 0) return [];
        var last = places[Math.Max(Fitting(places), 1) - 1].Seq;
        var cut = newestFirst ? range with { First = last } : range with { Last = last };
        return await Ordered(Within(db, typeId, cut), newestFirst)
            .Select(e => new StoredRow(
                e.Seq, e.EventId, e.ReceivedAt, e.EntityKind, e.EntityKey, e.ContentMode,
                e.ContentMode == ContentMode.Binary ? e.Headers : null, e.Body))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    private static IQueryable<StoredEvent> Within(ConsoleDbContext db, int typeId, SeqRange range) =>
        db.Events.AsNoTracking().Where(e => e.EventTypeId == typeId && e.Seq >= range.First && e.Seq <= range.Last);

    private static IQueryable<StoredEvent> Ordered(IQueryable<StoredEvent> events, bool newestFirst) =>
        newestFirst ? events.OrderByDescending(e => e.Seq) : events.OrderBy(e => e.Seq);

    private static int Fitting(List<Place> places)
    {
        var bytes = 0L;
        var end = places.FindIndex(p => (bytes += p.Length) > MaxBytes);
        return end < 0 ? places.Count : end;
    }

    private sealed record Place(long Seq, int Length);
}
