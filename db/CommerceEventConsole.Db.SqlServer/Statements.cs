using CommerceEventConsole.Engine.Storage;

namespace CommerceEventConsole.Db.SqlServer;

/// <summary>
/// The T-SQL that this provider holds. Plain enough for servers that only speak SQL Server's protocol: no MERGE, no join in an UPDATE,
/// states as literals, because only then the filtered indexes are used.
/// </summary>
internal static class Statements
{
    /// <summary>The number of the last delivery is raised under the lock of the last <c>Seq</c>, always in this order.</summary>
    public const string RaiseCounters =
        $"""
        UPDATE Counters SET Value = Value + @events OUTPUT inserted.Value WHERE Name = N'{Counter.EventSeq}';
        UPDATE Counters SET Value = Value + @deliveries OUTPUT inserted.Value WHERE Name = N'{Counter.DeliveryId}';
        """;

    public const string FindDuplicates =
        """
        SELECT i.Position FROM @identities AS i
        INNER JOIN Events AS e ON e.SourceId = i.SourceId AND e.IdentityHash = i.IdentityHash;
        """;

    /// <summary>The server tells which keys are the same: only it knows its collation.</summary>
    public const string InsertSearchKeys =
        """
        INSERT INTO EventSearchKeys (Value, Kind, EventSeq)
        SELECT DISTINCT Value, Kind, EventSeq FROM @keys;
        """;

    public const string FindAttempt =
        "SELECT 1 FROM DeliveryAttempts WHERE DeliveryId = @delivery AND Number = @number AND StartedAt = @started;";

    /// <summary>One of many: <c>#</c> is the row's number. A delivery whose lease another holds by now stays as it is.</summary>
    public const string AdvanceDelivery =
        """
        UPDATE Deliveries SET State = @State#, Attempts = @Attempts#, LastAttempt = @LastAttempt#, DueAt = @DueAt#, UpdatedAt = @At#,
            LastStatusCode = @StatusCode#, LastError = @Error#, FailureGroupId = COALESCE(@Group#, FailureGroupId),
            StakeKind = COALESCE(@StakeKind#, StakeKind), StakeKey = COALESCE(@StakeKey#, StakeKey),
            StakeValue = COALESCE(@StakeValue#, StakeValue), StakeCurrency = COALESCE(@StakeCurrency#, StakeCurrency), LeaseOwner = NULL, LeaseUntil = NULL
        WHERE Id = @Id# AND State = 2 AND LeaseOwner = @Owner#;
        """;

    /// <summary>
    /// One of many: <c>#</c> is the row's number. 4 is resolved, 1 is open: what comes back opens the group again. A row without values
    /// does nothing.
    /// </summary>
    public const string CountFailures =
        """
        UPDATE FailureGroups SET Attempts = Attempts + @Attempts#,
            LastSeenAt = CASE WHEN LastSeenAt > @At# THEN LastSeenAt ELSE @At# END,
            OpenedAt = CASE WHEN State = 4 THEN @At# ELSE OpenedAt END,
            Reopened = CASE WHEN State = 4 THEN Reopened + 1 ELSE Reopened END,
            Version = CASE WHEN State = 4 THEN Version + 1 ELSE Version END,
            State = CASE WHEN State = 4 THEN 1 ELSE State END
        WHERE Id = @Group#;
        """;

    /// <summary>One of many: <c>#</c> is the row's number. A row without values does nothing.</summary>
    public const string AddActivity =
        """
        UPDATE ActivityMinutes SET [Count] = [Count] + @Count# WHERE Minute = @Minute# AND Measure = @Measure# AND ScopeId = @Scope#;
        IF @@ROWCOUNT = 0 AND @Count# IS NOT NULL
            INSERT INTO ActivityMinutes (Minute, Measure, ScopeId, [Count]) VALUES (@Minute#, @Measure#, @Scope#, @Count#);
        """;

    /// <summary>Whether a claim is worth a transaction.</summary>
    public const string AnyDue =
        "SELECT TOP (1) Id FROM Deliveries WHERE DestinationId = @destination AND State IN (1, 3) AND DueAt <= @now;";

    /// <summary>Holds the destination's row until the transaction ends.</summary>
    public const string TakeTurn = "UPDATE Counters SET Value = Value + 1 OUTPUT inserted.Value WHERE Name = @turn;";

    public const string AddTurn =
        """
        INSERT INTO Counters (Name, Value)
        SELECT @turn, 0 WHERE NOT EXISTS (SELECT 1 FROM Counters WHERE Name = @turn);
        """;

    public const string ChooseDue =
        """
        SELECT TOP (@count) d.Id FROM Deliveries AS d
        WHERE d.DestinationId = @destination AND d.State IN (1, 3) AND d.DueAt <= @now
          AND NOT EXISTS (
            SELECT 1 FROM Deliveries AS o
            WHERE o.RouteId = d.RouteId AND o.OrderKey = d.OrderKey AND o.State IN (1, 2, 3, 6)
              AND o.Id <> d.Id AND (o.State = 2 OR o.EventSeq < d.EventSeq OR (o.EventSeq = d.EventSeq AND o.Id < d.Id)))
        ORDER BY d.DueAt, d.Id;
        """;

    /// <summary>State and time are tested again: what a person holds or dismisses meanwhile is not taken. <c>#</c> is the list of ids.</summary>
    public const string Lease =
        """
        UPDATE Deliveries WITH (UPDLOCK, READPAST, ROWLOCK)
        SET State = 2, LeaseOwner = @owner, LeaseUntil = @until, UpdatedAt = @now
        OUTPUT inserted.Id, inserted.EventSeq, inserted.RouteId, inserted.RevisionId, inserted.Attempts, inserted.CreatedAt, inserted.OrderKey,
            inserted.LastAttempt, inserted.Edits
        WHERE Id IN (#) AND DestinationId = @destination AND State IN (1, 3) AND DueAt <= @now;
        """;

    /// <summary>State 1 is running. Holds the replay's row until the transaction ends.</summary>
    public const string AdvanceReplay =
        """
        UPDATE Replays SET Position = @next, Examined = Examined + @examined, LeaseUntil = @until
        WHERE Id = @replay AND State = 1 AND LeaseOwner = @owner AND Position = @from;
        """;

    /// <summary>
    /// Whoever makes deliveries raises this number first and holds its row to the end: so nobody else makes one between the look for what
    /// is there and the insert.
    /// </summary>
    public const string RaiseDeliveryId =
        $"UPDATE Counters SET Value = Value + @deliveries OUTPUT inserted.Value WHERE Name = N'{Counter.DeliveryId}';";

    /// <summary><c>#</c> is the list of rows; rows of NULLs are passed over.</summary>
    public const string InsertReplayed =
        """
        INSERT INTO Deliveries (Id, EventSeq, RouteId, DestinationId, RevisionId, State, OrderKey, Attempts, DueAt, CreatedAt, UpdatedAt, ReplayId)
        OUTPUT inserted.DestinationId
        SELECT r.Id, r.EventSeq, r.RouteId, r.DestinationId, r.RevisionId, r.State, r.OrderKey, 0, @at, @at, @at, @replay
        FROM (VALUES #) AS r (Id, EventSeq, RouteId, DestinationId, RevisionId, State, OrderKey)
        WHERE r.Id IS NOT NULL
          AND EXISTS (SELECT 1 FROM Events AS e WHERE e.Seq = r.EventSeq)
          AND NOT EXISTS (SELECT 1 FROM Deliveries AS d WHERE d.EventSeq = r.EventSeq AND d.RouteId = r.RouteId);
        """;

    public const string CountReplayed =
        "UPDATE Replays SET Created = Created + @created, Skipped = Skipped + @skipped WHERE Id = @replay;";

    /// <summary>State 4 is done.</summary>
    public const string FinishReplay =
        "UPDATE Replays SET State = 4, FinishedAt = @at, LeaseOwner = NULL, LeaseUntil = NULL WHERE Id = @replay;";
}
