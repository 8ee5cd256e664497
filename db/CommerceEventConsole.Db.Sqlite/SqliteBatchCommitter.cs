using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Data.Sqlite;

namespace CommerceEventConsole.Db.Sqlite;

/// <summary>Writes a batch through prepared statements in one <c>BEGIN IMMEDIATE ... COMMIT</c>, flushed by <c>synchronous=FULL</c>.</summary>
internal sealed class SqliteBatchCommitter(SqliteDatabase database) : IBatchCommitter, ISearchIndex, IReplayCommitter, IDeliveryQueue
{
    // Some milliseconds of work, so that the flush at its end is not most of it.
    private const int SliceOnDemand = 4096;

    private readonly Lock _gate = new();
    private readonly ActivityTally _tally = new();
    private readonly WriterThread _thread = new("SQLite writer");
    private readonly WalCheckpoints _checkpoints = new(database);
    private volatile Session? _session;
    private Task? _merge;
    private int _runsEnded;
    private int _disposed;
    private bool _isClosed;

    /// <inheritdoc />
    public TaskScheduler Scheduler => _thread;

    public Task CommitAsync(WriteBatch batch, CancellationToken cancellationToken) => _thread.RunAsync(() => Commit(batch));

    /// <inheritdoc />
    public async Task<int?> CommitAsync(ReplayStep step, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int? created = null;
        // Between two commits of intake, and once begun without a token, as those.
        await _thread.RunAsync(() => created = Use(session => session.Commit(step))).ConfigureAwait(false);
        return created;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<LeasedDelivery>> ClaimAsync(
        int destinationId, int count, string owner, DateTimeOffset now, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<LeasedDelivery> claimed = [];
        var claim = new DeliveryClaim(destinationId, count, owner, now, leaseUntil);
        await _thread.RunAsync(() => claimed = Use(session => session.Claim(claim))).ConfigureAwait(false);
        return claimed;
    }

    /// <inheritdoc />
    public Task CatchUpAsync(CancellationToken cancellationToken)
    {
        if (_session is { UnmergedKeys: 0 } || Volatile.Read(ref _disposed) != 0)
            return Task.CompletedTask;
        return QueueMerge().WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _thread.RunAsync(() =>
        {
            _isClosed = true;
            Close();
        }).ConfigureAwait(false);
        _thread.Dispose();
        _checkpoints.Dispose();
    }

    private void Commit(WriteBatch batch)
    {
        try
        {
            CountRun(Use(session => session.Commit(batch, _tally)));
            _checkpoints.Wrote((2 * batch.Events.Count) + batch.Attempts.Count + batch.Rejected.Count);
        }
        catch
        {
            foreach (var item in batch.Events)
            {
                item.Row.Seq = 0;
                item.IsDuplicate = false;
            }

            foreach (var attempt in batch.Attempts)
                attempt.IsDuplicate = false;
            throw;
        }
    }

    // One merge serves everyone who asked before it began.
    private Task QueueMerge()
    {
        lock (_gate)
            return _merge ??= MergeAsync();
    }

    // In slices, so that commits that wait go between.
    private async Task MergeAsync()
    {
        var until = 0;
        await _thread.RunAsync(() =>
        {
            lock (_gate)
                _merge = null;
            // A run that has begun leaves out what came since: the next has it.
            until = _runsEnded + (_session is { IsMerging: true } ? 2 : 1);
        }).ConfigureAwait(false);
        while (Volatile.Read(ref _runsEnded) < until)
            await _thread.RunAsync(() => CountRun(Use(session => session.Merge(SliceOnDemand)))).ConfigureAwait(false);
    }

    private void CountRun(bool hasEnded)
    {
        if (hasEnded)
            Volatile.Write(ref _runsEnded, _runsEnded + 1);
    }

    // A connection that failed is not trusted again: whoever comes next opens a new one. Search keys that wait stay where they are.
    private T Use<T>(Func<Session, T> work)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        try
        {
            return work(_session ??= new Session(database.CreateWriter()));
        }
        catch
        {
            Close();
            throw;
        }
    }

    private void Close()
    {
        _session?.Dispose();
        _session = null;
    }

    private sealed class Session : IDisposable
    {
        private readonly SqliteWriterConnection _connection;
        private readonly SqliteStatement _begin;
        private readonly SqliteStatement _commit;
        private readonly SqliteStatement _rollback;
        private readonly SqliteStatement _event;
        private readonly SearchKeyLog _searchKeys;
        private readonly DeliveryWriter _deliveries;
        private readonly SqliteStatement _rejected;
        private readonly AttemptWriter _attempts;
        private readonly SqliteStatement _group;
        private readonly SqliteStatement _activity;
        private readonly SqliteStatement _saveCounter;
        private readonly SqliteStatement _readCounter;
        private readonly DeliveryClaims _claims;
        private ReplayStepWriter? _replays;

        public Session(SqliteWriterConnection connection)
        {
            _connection = connection;
            _begin = connection.Prepare("BEGIN IMMEDIATE");
            _commit = connection.Prepare("COMMIT");
            _rollback = connection.Prepare("ROLLBACK");
            _readCounter = connection.Prepare("SELECT Value FROM Counters WHERE Name = ?");
            _saveCounter = connection.Prepare("UPDATE Counters SET Value = ? WHERE Name = ?");
            _event = connection.Prepare(
                """
                INSERT INTO Events (Seq, SourceId, EventTypeId, IdentityHash, EventId, OccurredAt, ReceivedAt, EntityKind, EntityKey,
                    ContentMode, Channel, DeliveryCount, Warnings, OwnChange, Headers, Body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (SourceId, IdentityHash) DO NOTHING
                """);
            _searchKeys = new SearchKeyLog(connection);
            _claims = new DeliveryClaims(connection);
            _deliveries = new DeliveryWriter(connection);
            _rejected = connection.Prepare(
                "INSERT INTO RejectedRequests (SourceId, ReceivedAt, Reason, BatchIndex, Headers, Body) VALUES (?, ?, ?, ?, ?, ?)");
            _attempts = new AttemptWriter(connection);
            // 4 is resolved, 1 is open: what comes back opens the group again.
            _group = connection.Prepare(
                """
                UPDATE FailureGroups SET Attempts = Attempts + ?2, LastSeenAt = MAX(LastSeenAt, ?3),
                    OpenedAt = CASE State WHEN 4 THEN ?3 ELSE OpenedAt END, Reopened = CASE State WHEN 4 THEN Reopened + 1 ELSE Reopened END,
                    Version = CASE State WHEN 4 THEN Version + 1 ELSE Version END, State = CASE State WHEN 4 THEN 1 ELSE State END
                WHERE Id = ?1
                """);
            _activity = connection.Prepare(
                """
                INSERT INTO ActivityMinutes (Minute, Measure, ScopeId, Count) VALUES (?, ?, ?, ?)
                ON CONFLICT (Minute, Measure, ScopeId) DO UPDATE SET Count = Count + excluded.Count
                """);
        }

        public int UnmergedKeys => _searchKeys.Count;

        public bool IsMerging => _searchKeys.IsMerging;

        /// <summary>Whether a run of merging ended with it.</summary>
        public bool Commit(WriteBatch batch, ActivityTally tally) => Merging(() =>
        {
            var ended = false;
            if (batch.Events.Count > 0)
            {
                InsertEvents(batch);
                ended = _searchKeys.Flush();
            }

            foreach (var r in batch.Rejected)
            {
                _rejected.Bind(r.SourceId).Bind(r.ReceivedAt).Bind(r.Reason).Bind(r.BatchIndex)
                    .BindBytes(r.Headers).BindBytes(r.Body).Run();
            }

            foreach (var a in batch.Attempts)
                _attempts.Add(a);
            if (batch.Attempts.Count > 0)
                _attempts.Advance(batch.At);
            tally.Count(batch);
            foreach (var ((measure, scope), count) in tally.Counts)
            {
                _activity.Bind(tally.Minute).Bind((long)measure).Bind(scope).Bind(count).Run();
                if (measure == ActivityMeasure.GroupFailed)
                    _group.Bind(scope).Bind(count).Bind(batch.At).Run();
            }

            return ended;
        });

        public int? Commit(ReplayStep step) =>
            InTransaction(() => (_replays ??= new ReplayStepWriter(_connection, _deliveries, _activity, _readCounter, _saveCounter)).Write(step));

        public List<LeasedDelivery> Claim(DeliveryClaim claim) => _claims.Run(claim);

        /// <summary>Whether a run of merging ended with it.</summary>
        public bool Merge(int keys) => Merging(() => _searchKeys.Merge(keys));

        public void Dispose() => _connection.Dispose();

        private bool Merging(Func<bool> work)
        {
            var ended = InTransaction(work);
            if (ended)
                _searchKeys.Merged();
            return ended;
        }

        private T InTransaction<T>(Func<T> work)
        {
            _begin.Run();
            try
            {
                var result = work();
                _commit.Run();
                return result;
            }
            catch
            {
                // SQLite rolls some failures back by itself; then this one fails, and says nothing new.
                try
                {
                    _rollback.Run();
                }
                catch (SqliteException)
                {
                }

                throw;
            }
        }

        private void InsertEvents(WriteBatch batch)
        {
            // Read inside the transaction: whoever else writes events (a restore, say) is taken into account.
            var seq = _readCounter.Bind(Counter.EventSeq).RunScalar();
            var firstDeliveryId = _readCounter.Bind(Counter.DeliveryId).RunScalar();
            var deliveryId = firstDeliveryId;
            foreach (var item in batch.Events)
            {
                var row = item.Row;
                row.Seq = seq + 1;
                var inserted = _event.Bind(row.Seq).Bind(row.SourceId).Bind(row.EventTypeId).BindBytes(row.IdentityHash)
                    .Bind(row.EventId).Bind(row.OccurredAt).Bind(row.ReceivedAt).Bind((long)row.EntityKind).Bind(row.EntityKey)
                    .Bind((long)row.ContentMode).Bind((long)row.Channel).Bind(row.DeliveryCount).Bind(row.Warnings).Bind(row.OwnChange)
                    .BindBytes(row.Headers).BindBytes(row.Body).Run();
                if (inserted == 0)
                {
                    row.Seq = 0;
                    item.IsDuplicate = true;
                    continue;
                }

                seq++;
                _searchKeys.Append(seq, item.SearchKeys);
                for (var i = 0; i < item.Deliveries.Count; i++)
                    _deliveries.Add(++deliveryId, seq, item.Deliveries[i]);
            }

            _saveCounter.Bind(seq).Bind(Counter.EventSeq).Run();
            if (deliveryId == firstDeliveryId)
                return;
            _deliveries.Insert(batch.At);
            _saveCounter.Bind(deliveryId).Bind(Counter.DeliveryId).Run();
        }
    }
}
