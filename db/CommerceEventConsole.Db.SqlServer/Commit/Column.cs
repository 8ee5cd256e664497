namespace CommerceEventConsole.Db.SqlServer.Commit;

/// <summary>A column of a table that rows are copied into.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Type">The type of its values, null aside.</param>
/// <param name="Value">Its value in a row; null for NULL.</param>
internal sealed record Column<T>(string Name, Type Type, Func<T, object?> Value)
{
    public static Column<T> Of<TValue>(string name, Func<T, TValue?> value)
        where TValue : struct => new(name, typeof(TValue), row => value(row));

    public static Column<T> OfText(string name, Func<T, string?> value) => new(name, typeof(string), value);

    public static Column<T> OfBytes(string name, Func<T, byte[]?> value) => new(name, typeof(byte[]), value);

    public static Column<T> OfTime(string name, Func<T, DateTimeOffset?> value) =>
        new(name, typeof(DateTime), row => value(row)?.ToColumn());
}
