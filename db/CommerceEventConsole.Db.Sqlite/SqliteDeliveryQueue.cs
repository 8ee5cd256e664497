using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Data.Sqlite;

namespace CommerceEventConsole.Db.Sqlite;

/// <summary>Leases by one UPDATE ... RETURNING: SQLite lets one writer in at a time, so the check and the change are one.</summary>
internal sealed class SqliteDeliveryQueue(SqliteDatabase database) : IDeliveryQueue
{
    // The lists of states stand literally, as in the indexes' filters: only then are those indexes used.
    private const string Claim =
        """
        UPDATE Deliveries SET State = 2, LeaseOwner = $owner, LeaseUntil = $until, UpdatedAt = $now
        WHERE Id IN (
            SELECT d.Id FROM Deliveries AS d
            WHERE d.DestinationId = $destination AND d.State IN (1, 3) AND d.DueAt <= $now
              AND NOT EXISTS (
                SELECT 1 FROM Deliveries AS o
                WHERE o.RouteId = d.RouteId AND o.OrderKey = d.OrderKey AND o.State IN (1, 2, 3, 6)
                  AND o.Id <> d.Id AND (o.State = 2 OR o.EventSeq < d.EventSeq OR (o.EventSeq = d.EventSeq AND o.Id < d.Id)))
            ORDER BY d.DueAt, d.Id
            LIMIT $count)
        RETURNING Id, EventSeq, RouteId, RevisionId, Attempts, CreatedAt, OrderKey
        """;

    public async Task<IReadOnlyList<LeasedDelivery>> ClaimAsync(
        int destinationId, int count, string owner, DateTimeOffset now, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(database.ConnectionString);
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        SqliteDatabase.Run(connection, $"PRAGMA busy_timeout = {SqliteDatabase.BusyTimeout}; PRAGMA synchronous = FULL;");
        await using var command = connection.CreateCommand();
        command.CommandText = Claim;
        command.Parameters.AddWithValue("$owner", owner);
        command.Parameters.AddWithValue("$until", leaseUntil.ToUnixMicroseconds());
        command.Parameters.AddWithValue("$now", now.ToUnixMicroseconds());
        command.Parameters.AddWithValue("$destination", destinationId);
        command.Parameters.AddWithValue("$count", count);
        var claimed = new List<LeasedDelivery>(count);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            claimed.Add(new LeasedDelivery(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetInt32(2), destinationId, reader.GetInt32(3), reader.GetInt32(4),
                UtcTime.FromUnixMicroseconds(reader.GetInt64(5)), reader.IsDBNull(6) ? null : reader.GetInt64(6)));
        }

        claimed.Sort((a, b) => a.EventSeq.CompareTo(b.EventSeq));
        return claimed;
    }
}
