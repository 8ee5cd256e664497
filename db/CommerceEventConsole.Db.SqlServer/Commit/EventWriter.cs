using System.Data;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Data.SqlClient;

namespace CommerceEventConsole.Db.SqlServer.Commit;

/// <summary>Stores the events of a batch with their search keys and deliveries.</summary>
internal static class EventWriter
{
    /// <remarks>
    /// The counter of <c>Seq</c> is raised before anything else, and its row stays locked until the commit. So committers of all nodes
    /// store events one after the other: <c>Seq</c> is given out in commit order, whoever has read up to a <c>Seq</c> misses none below
    /// it, and an event that is not found here cannot be stored by another node before this commit. Numbers of duplicates stay unused.
    /// </remarks>
    public static async Task WriteAsync(SqlTransaction transaction, WriteBatch batch, CancellationToken cancellationToken)
    {
        var events = batch.Events;
        var (seq, deliveryId) = await RaiseCountersAsync(transaction, events, cancellationToken).ConfigureAwait(false);
        MarkRepeated(events);
        await MarkStoredAsync(transaction, events, cancellationToken).ConfigureAwait(false);

        var anyNew = false;
        var anyKey = false;
        var anyDelivery = false;
        foreach (var e in events)
        {
            if (e.IsDuplicate)
                continue;
            e.Row.Seq = ++seq;
            anyNew = true;
            anyKey |= e.SearchKeys.Count > 0;
            anyDelivery |= e.Deliveries.Count > 0;
        }

        if (anyNew)
        {
            await BulkTables.Events.CopyAsync(transaction, events.Where(e => !e.IsDuplicate).Select(e => e.Row), cancellationToken)
                .ConfigureAwait(false);
        }

        if (anyKey)
            await InsertSearchKeysAsync(transaction, events, cancellationToken).ConfigureAwait(false);
        if (anyDelivery)
        {
            await BulkTables.Deliveries.CopyAsync(transaction, DeliveryRows(events, deliveryId, batch.At), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>The last numbers before those that are this batch's.</summary>
    private static async Task<(long Seq, long DeliveryId)> RaiseCountersAsync(
        SqlTransaction transaction, List<NewEvent> events, CancellationToken cancellationToken)
    {
        long deliveries = 0;
        foreach (var e in events)
            deliveries += e.Deliveries.Count;
        await using var command = transaction.Command(Statements.RaiseCounters);
        command.Parameters.Add("@events", SqlDbType.BigInt).Value = (long)events.Count;
        command.Parameters.Add("@deliveries", SqlDbType.BigInt).Value = deliveries;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var seq = await ReadCounterAsync(reader, Counter.EventSeq, cancellationToken).ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        var id = await ReadCounterAsync(reader, Counter.DeliveryId, cancellationToken).ConfigureAwait(false);
        return (seq - events.Count, id - deliveries);
    }

    private static async Task<long> ReadCounterAsync(SqlDataReader reader, string name, CancellationToken cancellationToken) =>
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? reader.GetInt64(0)
            : throw new InvalidOperationException($"The counter {name} is missing: the database was not migrated, or was changed by hand.");

    private static void MarkRepeated(List<NewEvent> events)
    {
        if (events.Count == 1)
            return;
        var seen = new HashSet<(int, UInt128)>(events.Count);
        foreach (var e in events)
            e.IsDuplicate = !seen.Add((e.Row.SourceId, System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(e.Row.IdentityHash)));
    }

    private static async Task MarkStoredAsync(SqlTransaction transaction, List<NewEvent> events, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(Statements.FindDuplicates);
        command.Parameters.Add(TableParameters.Identities(events));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            events[reader.GetInt32(0)].IsDuplicate = true;
    }

    private static async Task InsertSearchKeysAsync(SqlTransaction transaction, List<NewEvent> events, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(Statements.InsertSearchKeys);
        command.Parameters.Add(TableParameters.SearchKeys(events));
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static IEnumerable<DeliveryRow> DeliveryRows(List<NewEvent> events, long lastId, DateTimeOffset at)
    {
        foreach (var e in events)
        {
            if (e.IsDuplicate)
                continue;
            for (var i = 0; i < e.Deliveries.Count; i++)
                yield return new DeliveryRow(++lastId, e.Row.Seq, e.Deliveries[i], at);
        }
    }
}
