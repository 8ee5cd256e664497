using CommerceEventConsole.Engine.Storage;

namespace CommerceEventConsole.Db.Sqlite;

/// <summary>
/// Records the attempts of a commit, and moves their deliveries on by one statement for all of them: whatever changes a delivery makes
/// SQLite look at the filters of its indexes, and for each list of states in them it builds a small table, once for a statement.
/// </summary>
internal sealed class AttemptWriter
{
    private readonly SqliteStatement _attempt;
    private readonly SqliteStatement _note;
    private readonly SqliteStatement _advance;
    private readonly SqliteStatement _clear;

    /// <param name="connection">The writer's connection, whose temporary tables are in memory.</param>
    public AttemptWriter(SqliteWriterConnection connection)
    {
        _attempt = connection.Prepare(
            """
            INSERT INTO DeliveryAttempts (DeliveryId, Number, StartedAt, DurationMs, Outcome, StatusCode, Error,
                RequestHead, RequestBody, RequestDigest, RequestRevisionId, ResponseHead, ResponseBody, Stage, StageName)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (DeliveryId, Number, StartedAt) DO NOTHING
            """);
        connection.Run(
            """
            CREATE TEMP TABLE Advances (DeliveryId INTEGER NOT NULL, LeaseOwner TEXT NOT NULL, State INTEGER NOT NULL, Attempts INTEGER NOT NULL,
                LastAttempt INTEGER NOT NULL, DueAt INTEGER NOT NULL, StatusCode INTEGER, Error TEXT,
                FailureGroupId INTEGER, StakeKind INTEGER, StakeKey INTEGER, StakeValue INTEGER, StakeCurrency TEXT,
                PRIMARY KEY (DeliveryId, LeaseOwner)) WITHOUT ROWID
            """);
        _note = connection.Prepare(
            """
            INSERT INTO temp.Advances (DeliveryId, LeaseOwner, State, Attempts, LastAttempt, DueAt, StatusCode, Error,
                FailureGroupId, StakeKind, StakeKey, StakeValue, StakeCurrency)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """);
        // The plus keeps the index of leases out of it: each delivery is found by its id.
        _advance = connection.Prepare(
            """
            UPDATE Deliveries SET State = a.State, Attempts = a.Attempts, LastAttempt = a.LastAttempt, DueAt = a.DueAt, UpdatedAt = ?,
                LastStatusCode = a.StatusCode, LastError = a.Error,
                FailureGroupId = COALESCE(a.FailureGroupId, Deliveries.FailureGroupId), StakeKind = COALESCE(a.StakeKind, Deliveries.StakeKind),
                StakeKey = COALESCE(a.StakeKey, Deliveries.StakeKey), StakeValue = COALESCE(a.StakeValue, Deliveries.StakeValue),
                StakeCurrency = COALESCE(a.StakeCurrency, Deliveries.StakeCurrency), LeaseOwner = NULL, LeaseUntil = NULL
            FROM temp.Advances AS a
            WHERE Deliveries.Id = a.DeliveryId AND +Deliveries.State = 2 AND Deliveries.LeaseOwner = a.LeaseOwner
            """);
        _clear = connection.Prepare("DELETE FROM temp.Advances");
    }

    /// <summary>Appends an attempt, unless it is there already. Its delivery stays until <see cref="Advance"/>.</summary>
    public void Add(AttemptResult result)
    {
        var a = result.Attempt;
        var inserted = _attempt.Bind(a.DeliveryId).Bind(a.Number).Bind(a.StartedAt).Bind(a.DurationMs).Bind((long)a.Outcome).Bind(a.StatusCode)
            .Bind(a.Error).Bind(a.RequestHead).BindBytes(a.RequestBody).Bind(a.RequestDigest).Bind(a.RequestRevisionId).Bind(a.ResponseHead).BindBytes(a.ResponseBody)
            .Bind((long?)a.Stage).Bind(a.StageName).Run();
        result.IsDuplicate = inserted == 0;
        if (result.IsDuplicate)
            return;
        var failure = result.Failure;
        _note.Bind(a.DeliveryId).Bind(result.LeaseOwner).Bind((long)result.State).Bind(result.Attempts).Bind(a.Number).Bind(result.DueAt)
            .Bind(a.StatusCode).Bind(a.Error)
            .Bind(failure?.GroupId).Bind((long?)failure?.Stake.Kind).Bind(failure?.Stake.Key).Bind(failure?.Stake.Value).Bind(failure?.Stake.Currency)
            .Run();
    }

    /// <summary>Moves the deliveries of what was added on, as far as the leases still stand under which they were sent.</summary>
    public void Advance(DateTimeOffset at)
    {
        _advance.Bind(at).Run();
        _clear.Run();
    }
}
