using Microsoft.Data.Sqlite;

namespace CommerceEventConsole.Db.Sqlite;

/// <summary>How connections to the one database file are opened.</summary>
internal sealed class SqliteDatabase
{
    /// <summary>Milliseconds that a connection waits for another's write to end.</summary>
    internal const int BusyTimeout = 10_000;

    public SqliteDatabase(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString) { ForeignKeys = true };
        ConnectionString = builder.ToString();
        DataSource = builder.DataSource;
    }

    public string ConnectionString { get; }

    public string DataSource { get; }

    /// <summary>A connection for the one writer, beside EF Core's pool.</summary>
    public SqliteWriterConnection CreateWriter()
    {
        var connection = new SqliteWriterConnection(DataSource);
        try
        {
            connection.Run($"PRAGMA busy_timeout = {BusyTimeout}");
            connection.Run("PRAGMA synchronous = FULL");
            connection.Run("PRAGMA temp_store = MEMORY");
            // SQLite walks its whole cache at the end of a transaction that split a page: beyond 32 MB that costs more than it saves.
            connection.Run("PRAGMA cache_size = -32768");
            // With a longer log a hot page is copied back once instead of many times; it stays below about 128 MB.
            connection.Run("PRAGMA wal_autocheckpoint = 32000");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static void Run(SqliteConnection connection, string pragmas)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constant texts of this class only.
        command.CommandText = pragmas;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
