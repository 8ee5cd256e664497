using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace CommerceEventConsole.Db.Sqlite;

/// <summary>The writer's own connection, straight on the native interface. Used by one thread at a time.</summary>
internal sealed unsafe class SqliteWriterConnection : IDisposable
{
    private readonly nint _handle;
    private readonly List<SqliteStatement> _statements = [];

    /// <summary>Opens an existing database.</summary>
    public SqliteWriterConnection(string path)
    {
        var result = SqliteNative.Open(path, out _handle, SqliteNative.OpenReadWrite | SqliteNative.OpenNoMutex, 0);
        if (result == SqliteNative.Ok)
            return;
        var failure = Failure(result);
        _ = SqliteNative.Close(_handle);
        throw failure;
    }

    /// <summary>The version of the native library, such as <c>3.40.1</c>.</summary>
    public static string LibraryVersion => Marshal.PtrToStringUTF8((nint)SqliteNative.LibVersion())!;

    /// <summary>Rows changed by the last statement.</summary>
    public int Changes => SqliteNative.Changes(_handle);

    /// <summary>Prepares a statement that lives as long as the connection.</summary>
    public SqliteStatement Prepare(string sql)
    {
        Check(SqliteNative.Prepare(_handle, sql, -1, out var statement, 0));
        var prepared = new SqliteStatement(this, statement);
        _statements.Add(prepared);
        return prepared;
    }

    /// <summary>Runs a statement once.</summary>
    public void Run(string sql)
    {
        Check(SqliteNative.Prepare(_handle, sql, -1, out var handle, 0));
        using var statement = new SqliteStatement(this, handle);
        statement.RunScalar();
    }

    public void Check(int result)
    {
        if (result != SqliteNative.Ok)
            throw Failure(result);
    }

    public void Dispose()
    {
        foreach (var statement in _statements)
            statement.Dispose();
        _ = SqliteNative.Close(_handle);
    }

    private SqliteException Failure(int result) => new(
        Marshal.PtrToStringUTF8((nint)SqliteNative.ErrorMessage(_handle)) ?? "unknown error", result & 0xff, SqliteNative.ExtendedErrorCode(_handle));
}
