using CommerceEventConsole.Engine.Storage;

namespace CommerceEventConsole.Db.Sqlite;

/// <summary>Inserts the deliveries of a commit by one statement for all, for the reason that <see cref="AttemptWriter"/> gives.</summary>
internal sealed class DeliveryWriter
{
    private readonly SqliteStatement _note;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _clear;

    /// <param name="connection">The writer's connection, whose temporary tables are in memory.</param>
    public DeliveryWriter(SqliteWriterConnection connection)
    {
        connection.Run(
            """
            CREATE TEMP TABLE NewDeliveries (Id INTEGER NOT NULL PRIMARY KEY, EventSeq INTEGER NOT NULL, RouteId INTEGER NOT NULL,
                DestinationId INTEGER NOT NULL, RevisionId INTEGER NOT NULL, State INTEGER NOT NULL, OrderKey INTEGER, ReplayId INTEGER)
            """);
        _note = connection.Prepare(
            "INSERT INTO temp.NewDeliveries (Id, EventSeq, RouteId, DestinationId, RevisionId, State, OrderKey, ReplayId) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        _insert = connection.Prepare(
            """
            INSERT INTO Deliveries (Id, EventSeq, RouteId, DestinationId, RevisionId, State, OrderKey, ReplayId, Attempts, DueAt, CreatedAt, UpdatedAt)
            SELECT Id, EventSeq, RouteId, DestinationId, RevisionId, State, OrderKey, ReplayId, 0, ?1, ?1, ?1 FROM temp.NewDeliveries ORDER BY Id
            """);
        _clear = connection.Prepare("DELETE FROM temp.NewDeliveries");
    }

    /// <summary>Takes a delivery, of intake or of a replay; <see cref="Insert"/> writes it.</summary>
    public void Add(long id, long seq, in NewDelivery delivery, int? replayId = null)
    {
        _note.Bind(id).Bind(seq).Bind(delivery.RouteId).Bind(delivery.DestinationId).Bind(delivery.RevisionId).Bind((long)delivery.State)
            .Bind(delivery.OrderKey).Bind(replayId).Run();
    }

    /// <summary>Writes what was taken, due at once.</summary>
    public void Insert(DateTimeOffset at)
    {
        _insert.Bind(at).Run();
        _clear.Run();
    }
}
