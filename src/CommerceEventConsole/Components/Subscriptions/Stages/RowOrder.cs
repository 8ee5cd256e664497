namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>The order of rows that people move.</summary>
internal static class RowOrder
{
    /// <summary>Moves a row by so many places, up where that is negative.</summary>
    public static void Move<T>(List<T> rows, int index, int by)
    {
        var row = rows[index];
        rows.RemoveAt(index);
        rows.Insert(index + by, row);
    }
}
