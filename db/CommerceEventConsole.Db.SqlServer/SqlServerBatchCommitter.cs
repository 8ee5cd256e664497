using System.Data;
using CommerceEventConsole.Db.SqlServer.Commit;
using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Data.SqlClient;

namespace CommerceEventConsole.Db.SqlServer;

/// <summary>Writes a batch in one transaction, on one connection that stays open.</summary>
internal sealed class SqlServerBatchCommitter(SqlServerDatabase database) : IBatchCommitter
{
    private readonly ActivityTally _tally = new();
    private SqlConnection? _connection;

    public async Task CommitAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            _connection ??= await database.OpenWriterAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await WriteAsync(_connection, batch, secondLook: false, cancellationToken).ConfigureAwait(false);
            }
            catch (SqlException e) when (SqlServerDatabase.IsUniqueViolation(e) || SqlServerDatabase.IsDeadlock(e))
            {
                // Two nodes began the same minute's count together, someone wrote events past the lock, or an attempt was recorded by a
                // commit whose answer was lost. The second look sees it.
                Forget(batch);
                await WriteAsync(_connection, batch, secondLook: true, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            // A connection that failed is not trusted again: the next batch opens a new one.
            Forget(batch);
            await DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static void Forget(WriteBatch batch)
    {
        foreach (var item in batch.Events)
        {
            item.Row.Seq = 0;
            item.IsDuplicate = false;
        }

        foreach (var attempt in batch.Attempts)
            attempt.IsDuplicate = false;
    }

    private async Task WriteAsync(SqlConnection connection, WriteBatch batch, bool secondLook, CancellationToken cancellationToken)
    {
        // Disposed without a commit it rolls back.
        await using var transaction = (SqlTransaction)await connection
            .BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        if (batch.Events.Count > 0)
            await EventWriter.WriteAsync(transaction, batch, cancellationToken).ConfigureAwait(false);
        if (batch.Rejected.Count > 0)
            await BulkTables.RejectedRequests.CopyAsync(transaction, batch.Rejected, cancellationToken).ConfigureAwait(false);
        if (batch.Attempts.Count > 0)
            await AttemptWriter.WriteAsync(transaction, batch, secondLook, cancellationToken).ConfigureAwait(false);

        // Last, because these few rows are wanted by every node; in order of key, so that no two nodes wait for each other.
        _tally.Count(batch);
        var groups = _tally.Counts.Where(c => c.Key.Measure == ActivityMeasure.GroupFailed).OrderBy(c => c.Key)
            .Select(c => new GroupGrowth(c.Key.ScopeId, c.Value, batch.At)).ToList();
        await RowStatements.CountFailures.RunAsync(transaction, groups, cancellationToken).ConfigureAwait(false);
        var activity = _tally.Counts.OrderBy(c => c.Key)
            .Select(c => new ActivityGrowth(_tally.Minute, (byte)c.Key.Measure, c.Key.ScopeId, c.Value)).ToList();
        await RowStatements.AddActivity.RunAsync(transaction, activity, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}
