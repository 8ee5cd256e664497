using System.Collections;
using System.Data.Common;
using System.Text;

namespace CommerceEventConsole.Storage.Tests.TSql;

/// <summary>At most one row of made-up values, of whatever type is asked for: the number, the state, empty JSON, a time in the past, nothing NULL.</summary>
internal sealed class OfflineReader(bool hasRow, int number, byte state) : DbDataReader
{
    private const int MaxResults = 4;

    private static readonly DateTime Past = new(2026, 5, 4, 8, 0, 0, DateTimeKind.Utc);

    private int _results;
    private bool _isRead;

    // More than any query of the console asks for.
    public override int FieldCount => 100;

    public override bool HasRows => hasRow;

    public override int Depth => 0;

    public override bool IsClosed => false;

    public override int RecordsAffected => hasRow ? 1 : 0;

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(0);

    public override bool Read() => hasRow && !_isRead && (_isRead = true);

    // Statements that go out together are answered one by one, with a row each; they are few.
    public override bool NextResult()
    {
        _isRead = false;
        return hasRow && ++_results < MaxResults;
    }

    public override bool GetBoolean(int ordinal) => true;

    public override byte GetByte(int ordinal) => state;

    public override short GetInt16(int ordinal) => (short)number;

    public override int GetInt32(int ordinal) => number;

    public override long GetInt64(int ordinal) => number;

    public override decimal GetDecimal(int ordinal) => number;

    public override double GetDouble(int ordinal) => number;

    public override float GetFloat(int ordinal) => number;

    public override char GetChar(int ordinal) => '1';

    public override string GetString(int ordinal) => "[]";

    public override DateTime GetDateTime(int ordinal) => Past;

    public override Guid GetGuid(int ordinal) => Guid.Empty;

    public override object GetValue(int ordinal) => number;

    public override bool IsDBNull(int ordinal) => false;

    public override T GetFieldValue<T>(int ordinal) => (T)(
        typeof(T) == typeof(byte[]) ? Encoding.UTF8.GetBytes("{}")
        : typeof(T) == typeof(DateTimeOffset) ? (object)new DateTimeOffset(Past)
        : throw new NotSupportedException($"There is no made-up {typeof(T)}."));

    public override string GetName(int ordinal) => "";

    public override int GetOrdinal(string name) => 0;

    public override string GetDataTypeName(int ordinal) => "sql_variant";

    public override Type GetFieldType(int ordinal) => typeof(object);

    public override int GetValues(object[] values) => throw new NotSupportedException();

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

    public override IEnumerator GetEnumerator() => throw new NotSupportedException();
}
