using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Engine.Storage;

namespace CommerceEventConsole.Db.Sqlite;

/// <summary>Writes a replay's step inside the writer's transaction: its one write lock keeps position, deliveries and counter together.</summary>
internal sealed class ReplayStepWriter
{
    private readonly SqliteStatement _advance;
    private readonly SqliteStatement _isWanted;
    private readonly DeliveryWriter _deliveries;
    private readonly SqliteStatement _count;
    private readonly SqliteStatement _activity;
    private readonly SqliteStatement _readCounter;
    private readonly SqliteStatement _saveCounter;

    /// <param name="connection">The writer's connection.</param>
    /// <param name="deliveries">Inserts deliveries; like the next three, the writer's own.</param>
    /// <param name="activity">Adds to the activity of a minute.</param>
    /// <param name="readCounter">Reads a counter.</param>
    /// <param name="saveCounter">Writes a counter.</param>
    public ReplayStepWriter(
        SqliteWriterConnection connection, DeliveryWriter deliveries, SqliteStatement activity, SqliteStatement readCounter, SqliteStatement saveCounter)
    {
        (_deliveries, _activity, _readCounter, _saveCounter) = (deliveries, activity, readCounter, saveCounter);
        // State 1 is running, 4 is done (ReplayState).
        _advance = connection.Prepare(
            "UPDATE Replays SET Position = ?, Examined = Examined + ?, LeaseUntil = ? WHERE Id = ? AND State = 1 AND LeaseOwner = ? AND Position = ?");
        _isWanted = connection.Prepare(
            """
            SELECT EXISTS (SELECT 1 FROM Events WHERE Seq = ?1) AND NOT EXISTS (SELECT 1 FROM Deliveries WHERE EventSeq = ?1 AND RouteId = ?2)
            """);
        _count = connection.Prepare(
            """
            UPDATE Replays SET Created = Created + ?2, Skipped = Skipped + ?3,
                State = CASE WHEN ?4 = 1 THEN 4 ELSE State END,
                FinishedAt = CASE WHEN ?4 = 1 THEN ?5 ELSE FinishedAt END,
                LeaseOwner = CASE WHEN ?4 = 1 THEN NULL ELSE LeaseOwner END,
                LeaseUntil = CASE WHEN ?4 = 1 THEN NULL ELSE LeaseUntil END
            WHERE Id = ?1
            """);
    }

    /// <summary>The deliveries made; null where the replay is not this node's to move, or stands elsewhere.</summary>
    public int? Write(ReplayStep step)
    {
        var moved = _advance.Bind(step.Next).Bind(step.Examined).Bind(step.LeaseUntil).Bind(step.ReplayId).Bind(step.Owner).Bind(step.From).Run();
        if (moved == 0)
            return null;

        var created = new Dictionary<int, int>();
        var sum = 0;
        if (step.Deliveries.Count > 0)
        {
            var id = _readCounter.Bind(Counter.DeliveryId).RunScalar();
            foreach (var (seq, d) in step.Deliveries)
            {
                if (_isWanted.Bind(seq).Bind(d.RouteId).RunScalar() == 0)
                    continue;
                _deliveries.Add(++id, seq, d, step.ReplayId);
                sum++;
                created[d.DestinationId] = created.GetValueOrDefault(d.DestinationId) + 1;
            }

            if (sum > 0)
            {
                _deliveries.Insert(step.At);
                _saveCounter.Bind(id).Bind(Counter.DeliveryId).Run();
            }
        }

        foreach (var (destination, count) in created)
            _activity.Bind(ActivityTally.MinuteOf(step.At)).Bind((long)ActivityMeasure.Created).Bind(destination).Bind(count).Run();
        _count.Bind(step.ReplayId).Bind(sum).Bind(step.Deliveries.Count - sum).Bind(step.IsLast ? 1 : 0).Bind(step.At).Run();
        return sum;
    }
}
