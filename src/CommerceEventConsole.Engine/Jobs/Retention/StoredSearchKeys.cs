using System.Globalization;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Jobs.Retention;

/// <summary>
/// The search keys of stored events. Their table is ordered by value and has no index by event, which intake would pay for: they are
/// worked out from the event again, as intake did, and removed by their whole key. A key that intake found by rules that have changed
/// since stays behind; queries pass over keys that lead to no event.
/// </summary>
internal sealed class StoredSearchKeys(
    EventCatalogue catalogue, EventTypeResolver types, EntityExtractor extractor, EventNames names)
{
    /// <summary>Keys removed by one command: a compromise between round trips and SQLite's work, which grows with the square of it.</summary>
    private const int KeysPerCommand = 16;

    /// <summary>EF Core has no delete by a list of composite keys; one text for every full command, so that its plan is kept.</summary>
    private static readonly string RemoveText = string.Join(
        '\n',
        Enumerable.Range(0, KeysPerCommand).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"DELETE FROM EventSearchKeys WHERE Value = {{{3 * i}}} AND Kind = {{{(3 * i) + 1}}} AND EventSeq = {{{(3 * i) + 2}}};")));

    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    /// <summary>Works out the keys of some events; may name keys that were never stored.</summary>
    public async Task<List<EventSearchKey>> ReadAsync(ConsoleDbContext db, List<long> seqs, CancellationToken cancellationToken)
    {
        var rows = await EventSweep.Events(db, seqs).AsNoTracking()
            .Select(e => new Row(e.Seq, e.EventTypeId, e.EventId, e.ContentMode, e.Headers, e.Body))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var book = await names.GetAsync(rows.Select(r => r.EventTypeId), cancellationToken).ConfigureAwait(false);
        var found = new List<EventSearchKey>();
        var keys = new List<SearchKey>();
        foreach (var row in rows)
        {
            Extract(row, book.TypeOf(row.EventTypeId), keys);
            found.AddRange(keys.Select(k => new EventSearchKey { Value = k.Value, Kind = k.Kind, EventSeq = row.Seq }));
        }

        return found;
    }

    /// <summary>Removes keys.</summary>
    public static async Task<int> RemoveAsync(ConsoleDbContext db, List<EventSearchKey> keys, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var some in keys.Chunk(KeysPerCommand))
        {
            var parameters = new object[3 * KeysPerCommand];
            for (var i = 0; i < KeysPerCommand; i++)
            {
                // The last command is filled up with a key that it removes already.
                var key = some[Math.Min(i, some.Length - 1)];
                (parameters[3 * i], parameters[(3 * i) + 1], parameters[(3 * i) + 2]) = (key.Value, (byte)key.Kind, key.EventSeq);
            }

            removed += await db.Database.ExecuteSqlRawAsync(RemoveText, parameters, cancellationToken).ConfigureAwait(false);
        }

        return removed;
    }

    private void Extract(Row row, string typeName, List<SearchKey> keys)
    {
        // Intake reads past a byte order mark, and keeps it.
        var body = row.Body.AsMemory();
        if (body.Span.StartsWith(ByteOrderMark))
            body = body[ByteOrderMark.Length..];
        using var envelope = EventEnvelope.Parse(body, row.ContentMode, row.Headers);
        extractor.Extract(TypeOf(typeName, envelope), envelope.Data, keys);
        // The id of an event that is not Adobe's is a key as well (see EventFactory).
        keys.Add(new SearchKey(SearchKeyKind.EventId, SearchKey.Normalize(row.EventId)));
    }

    // Past their capacity, types share one row of the store; what the event itself says is all there is then.
    private ResolvedEventType TypeOf(string name, EventEnvelope envelope) => name == EventTypeIds.Rest
        ? types.Resolve(envelope.Attributes.FirstOrDefault(a => a.Name == "type").Value)
        : catalogue.Describe(name);

    private sealed record Row(long Seq, int EventTypeId, string EventId, ContentMode ContentMode, byte[]? Headers, byte[] Body);
}
