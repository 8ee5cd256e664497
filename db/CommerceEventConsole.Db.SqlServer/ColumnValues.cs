using CommerceEventConsole.Engine.Storage;

namespace CommerceEventConsole.Db.SqlServer;

/// <summary>How values stand in columns, one way for EF Core and for the statements written by hand.</summary>
internal static class ColumnValues
{
    /// <summary>UTC, cut to the microsecond: a longer fraction would be rounded by the server, and a row would differ from what it was made of.</summary>
    public static DateTime ToColumn(this DateTimeOffset time) => time.ToStorePrecision().UtcDateTime;

    public static DateTimeOffset FromColumn(this DateTime value) => new(DateTime.SpecifyKind(value, DateTimeKind.Utc));
}
