namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>What the last dry run found wrong, to be shown at its row until something is changed there.</summary>
public sealed class StageNotes
{
    private readonly Dictionary<string, string> _byRow = new(StringComparer.Ordinal);

    /// <summary>What is wrong with a row; null for nothing.</summary>
    public string? Of(string row) => _byRow.GetValueOrDefault(row);

    /// <summary>Notes what is wrong with a row.</summary>
    public void Set(string row, string problem) => _byRow[row] = problem;

    /// <summary>Something was changed: nobody knows any more.</summary>
    public void Clear() => _byRow.Clear();
}
