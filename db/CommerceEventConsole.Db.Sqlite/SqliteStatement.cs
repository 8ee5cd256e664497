using System.Buffers;
using System.Text;
using CommerceEventConsole.Engine.Storage;

namespace CommerceEventConsole.Db.Sqlite;

/// <summary>
/// One prepared statement, bound from its first parameter on and run many times: on the intake path a command object per row costs more
/// than the row.
/// </summary>
internal sealed unsafe class SqliteStatement(SqliteWriterConnection connection, nint handle) : IDisposable
{
    private int _index;

    /// <summary>Takes a row.</summary>
    internal delegate void Row(long number, ReadOnlySpan<byte> bytes);

    public SqliteStatement Bind(long value)
    {
        connection.Check(SqliteNative.BindInt64(handle, ++_index, value));
        return this;
    }

    public SqliteStatement Bind(long? value) => value is { } v ? Bind(v) : BindNull();

    public SqliteStatement Bind(DateTimeOffset value) => Bind(value.ToUnixMicroseconds());

    public SqliteStatement Bind(DateTimeOffset? value) => value is { } v ? Bind(v) : BindNull();

    public SqliteStatement Bind(string? value)
    {
        if (value is null)
            return BindNull();
        var max = Encoding.UTF8.GetMaxByteCount(value.Length);
        var rented = max > 1024 ? ArrayPool<byte>.Shared.Rent(max) : null;
        var buffer = rented ?? stackalloc byte[1024];
        var length = Encoding.UTF8.GetBytes(value, buffer);
        fixed (byte* start = buffer)
            connection.Check(SqliteNative.BindText(handle, ++_index, start, length, SqliteNative.Transient));
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return this;
    }

    /// <summary>Text that is UTF-8 already.</summary>
    public SqliteStatement BindText(ReadOnlySpan<byte> value)
    {
        fixed (byte* start = value)
        {
            // Without an address the library would bind NULL.
            byte none;
            connection.Check(SqliteNative.BindText(handle, ++_index, start is null ? &none : start, value.Length, SqliteNative.Transient));
        }

        return this;
    }

    public SqliteStatement BindBytes(byte[]? value) => value is null ? BindNull() : BindBytes(value.AsSpan());

    public SqliteStatement BindBytes(ReadOnlySpan<byte> value)
    {
        _index++;
        if (value.Length == 0)
        {
            connection.Check(SqliteNative.BindZeroBlob(handle, _index, 0));
            return this;
        }

        fixed (byte* start = value)
            connection.Check(SqliteNative.BindBlob(handle, _index, start, value.Length, SqliteNative.Transient));
        return this;
    }

    /// <summary>Runs it; the number of rows changed.</summary>
    public int Run()
    {
        Step();
        return connection.Changes;
    }

    /// <summary>Runs it; the first column of the first row, or 0 where there is none.</summary>
    public long RunScalar() => Step();

    /// <summary>Runs it and hands over each row's first column, a number, and its second, bytes that are valid during the call.</summary>
    public void ReadRows(Row each)
    {
        try
        {
            int result;
            while ((result = SqliteNative.Step(handle)) == SqliteNative.Row)
            {
                var bytes = SqliteNative.ColumnBlob(handle, 1);
                each(SqliteNative.ColumnInt64(handle, 0), new ReadOnlySpan<byte>(bytes, SqliteNative.ColumnBytes(handle, 1)));
            }

            if (result != SqliteNative.Done)
                connection.Check(result);
        }
        finally
        {
            _index = 0;
            _ = SqliteNative.Reset(handle);
        }
    }

    /// <summary>Runs it and hands itself over for each row, whose columns <see cref="Number"/> reads.</summary>
    public void ReadRows(Action<SqliteStatement> each)
    {
        try
        {
            int result;
            while ((result = SqliteNative.Step(handle)) == SqliteNative.Row)
                each(this);
            if (result != SqliteNative.Done)
                connection.Check(result);
        }
        finally
        {
            _index = 0;
            _ = SqliteNative.Reset(handle);
        }
    }

    /// <summary>A column of the current row; 0 for NULL.</summary>
    public long Number(int column) => SqliteNative.ColumnInt64(handle, column);

    public void Dispose() => _ = SqliteNative.FinalizeStatement(handle);

    private long Step()
    {
        try
        {
            var result = SqliteNative.Step(handle);
            if (result == SqliteNative.Row)
                return SqliteNative.ColumnInt64(handle, 0);
            if (result != SqliteNative.Done)
                connection.Check(result);
            return 0;
        }
        finally
        {
            _index = 0;
            _ = SqliteNative.Reset(handle);
        }
    }

    private SqliteStatement BindNull()
    {
        connection.Check(SqliteNative.BindNull(handle, ++_index));
        return this;
    }
}
