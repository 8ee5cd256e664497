using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Storage;

namespace CommerceEventConsole.Db.Sqlite;

/// <summary>What a claim asks for.</summary>
internal readonly record struct DeliveryClaim(int DestinationId, int Count, string Owner, DateTimeOffset Now, DateTimeOffset LeaseUntil);

/// <summary>Leases by one UPDATE ... RETURNING on the writer's connection: it never waits for a lock that the writer itself holds.</summary>
internal sealed class DeliveryClaims(SqliteWriterConnection connection)
{
    // The lists of states stand literally, as in the indexes' filters: only then are those indexes used.
    private readonly SqliteStatement _claim = connection.Prepare(
        """
        UPDATE Deliveries SET State = 2, LeaseOwner = ?1, LeaseUntil = ?2, UpdatedAt = ?3
        WHERE Id IN (
            SELECT d.Id FROM Deliveries AS d
            WHERE d.DestinationId = ?4 AND d.State IN (1, 3) AND d.DueAt <= ?3
              AND NOT EXISTS (
                SELECT 1 FROM Deliveries AS o
                WHERE o.RouteId = d.RouteId AND o.OrderKey = d.OrderKey AND o.State IN (1, 2, 3, 6)
                  AND o.Id <> d.Id AND (o.State = 2 OR o.EventSeq < d.EventSeq OR (o.EventSeq = d.EventSeq AND o.Id < d.Id)))
            ORDER BY d.DueAt, d.Id
            LIMIT ?5)
        RETURNING Id, EventSeq, RouteId, RevisionId, Attempts, CreatedAt, OrderKey IS NOT NULL, OrderKey, LastAttempt, Edits
        """);

    /// <summary>The deliveries leased, oldest event first.</summary>
    public List<LeasedDelivery> Run(DeliveryClaim claim)
    {
        var claimed = new List<LeasedDelivery>(claim.Count);
        // A lease that a power failure takes back costs no more than one that runs out: nobody waits for the disk.
        connection.Run("PRAGMA synchronous = NORMAL");
        try
        {
            _claim.Bind(claim.Owner).Bind(claim.LeaseUntil).Bind(claim.Now).Bind(claim.DestinationId).Bind(claim.Count).ReadRows(row => claimed.Add(
                new LeasedDelivery(
                    row.Number(0),
                    row.Number(1),
                    (int)row.Number(2),
                    claim.DestinationId,
                    (int)row.Number(3),
                    (int)row.Number(4),
                    UtcTime.FromUnixMicroseconds(row.Number(5)),
                    row.Number(6) == 0 ? null : row.Number(7),
                    (int)row.Number(8),
                    (EditMarks)row.Number(9))));
        }
        finally
        {
            connection.Run("PRAGMA synchronous = FULL");
        }

        claimed.Sort((a, b) => a.EventSeq.CompareTo(b.EventSeq));
        return claimed;
    }
}
