using Microsoft.Data.Sqlite;

namespace CommerceEventConsole.Db.Sqlite;

/// <summary>
/// Copies what stands in the write-ahead log back into the database while the writer goes on. Left to the writer, the log would be copied
/// whole at the end of some commit, and whoever waits for that commit would wait for tens of megabytes.
/// </summary>
internal sealed class WalCheckpoints(SqliteDatabase database) : IDisposable
{
    /// <summary>Rows written between two copies: some ten thousand pages, a third of what the writer lets stand at most.</summary>
    private const int Rows = 4000;

    private readonly WriterThread _thread = new("SQLite checkpoints");
    private SqliteWriterConnection? _connection;
    private int _rows;
    private int _isRunning;

    /// <summary>So many rows were written. On the writer's thread; costs it nothing.</summary>
    public void Wrote(int rows)
    {
        _rows += rows;
        if (_rows < Rows || Interlocked.Exchange(ref _isRunning, 1) != 0)
            return;
        _rows = 0;
        _ = _thread.RunAsync(Copy);
    }

    public void Dispose()
    {
        _ = _thread.RunAsync(Close);
        _thread.Dispose();
    }

    // Passive: it waits for nobody, and nobody for it. What it cannot copy now, the next one does, or the writer itself.
    private void Copy()
    {
        try
        {
            (_connection ??= database.CreateWriter()).Run("PRAGMA wal_checkpoint(PASSIVE)");
        }
        catch (SqliteException)
        {
            Close();
        }
        finally
        {
            Volatile.Write(ref _isRunning, 0);
        }
    }

    private void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
