using System.Data;
using CommerceEventConsole.Db.SqlServer.Schema;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Data.SqlClient;
using Microsoft.Data.SqlClient.Server;

namespace CommerceEventConsole.Db.SqlServer.Commit;

/// <summary>Lists that go to the server as one parameter, read while they are sent. SqlClient refuses an empty one.</summary>
internal static class TableParameters
{
    private static readonly SqlMetaData[] IdentityColumns =
    [
        new("Position", SqlDbType.Int),
        new("SourceId", SqlDbType.Int),
        new("IdentityHash", SqlDbType.Binary, 16),
    ];

    private static readonly SqlMetaData[] SearchKeyColumns =
    [
        new("Value", SqlDbType.NVarChar, TableTypes.SearchKeyLength),
        new("Kind", SqlDbType.TinyInt),
        new("EventSeq", SqlDbType.BigInt),
    ];

    /// <summary>The identities of a batch's events, with their places in it.</summary>
    public static SqlParameter Identities(List<NewEvent> events) =>
        Table("@identities", TableTypes.EventIdentities, IdentityRecords(events));

    /// <summary>The search keys of events that have their <c>Seq</c>.</summary>
    public static SqlParameter SearchKeys(List<NewEvent> events) =>
        Table("@keys", TableTypes.NewSearchKeys, SearchKeyRecords(events));

    private static SqlParameter Table(string name, string type, IEnumerable<SqlDataRecord> records) =>
        new(name, SqlDbType.Structured) { TypeName = type, Value = records };

    // SqlClient reads a record before it asks for the next: one is filled again and again.
    private static IEnumerable<SqlDataRecord> IdentityRecords(List<NewEvent> events)
    {
        var record = new SqlDataRecord(IdentityColumns);
        for (var i = 0; i < events.Count; i++)
        {
            record.SetInt32(0, i);
            record.SetInt32(1, events[i].Row.SourceId);
            record.SetValue(2, events[i].Row.IdentityHash);
            yield return record;
        }
    }

    private static IEnumerable<SqlDataRecord> SearchKeyRecords(List<NewEvent> events)
    {
        var record = new SqlDataRecord(SearchKeyColumns);
        foreach (var e in events)
        {
            if (e.IsDuplicate)
                continue;
            for (var i = 0; i < e.SearchKeys.Count; i++)
            {
                record.SetString(0, e.SearchKeys[i].Value);
                record.SetByte(1, (byte)e.SearchKeys[i].Kind);
                record.SetInt64(2, e.Row.Seq);
                yield return record;
            }
        }
    }
}
