namespace CommerceEventConsole.Engine.Resync.Runs;

/// <summary>A field in which the two sides differed when a run looked, or a record that one of them lacked.</summary>
public sealed class ResyncDifference
{
    /// <summary>The longest key; a record with a longer one cannot be listed.</summary>
    public const int MaxKey = 400;

    /// <summary>The longest text of a value or an error.</summary>
    public const int MaxText = 400;

    /// <summary>Identity in the store; rises with the place in the run.</summary>
    public long Id { get; set; }

    /// <summary>The run.</summary>
    public int RunId { get; set; }

    /// <summary>The record's key, such as a SKU.</summary>
    public required string Key { get; set; }

    /// <summary>The field; empty where one side lacks the whole record.</summary>
    public string Field { get; set; } = "";

    /// <summary>What Commerce says; null for nothing.</summary>
    public string? Here { get; set; }

    /// <summary>What the back-office system says; null for nothing.</summary>
    public string? There { get; set; }

    /// <summary>What is to be done about it.</summary>
    public ResyncAction Action { get; set; }

    /// <summary>What became of it.</summary>
    public ResyncOutcome Outcome { get; set; }

    /// <summary>Why it failed, as a sentence; null otherwise.</summary>
    public string? Error { get; set; }

    /// <summary>The event whose delivery takes care of it; null where none does.</summary>
    public long? EventSeq { get; set; }
}
