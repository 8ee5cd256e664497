namespace CommerceEventConsole.Engine.Intake;

/// <summary>A batch item that was not stored as an event.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Reason">What is wrong and where.</param>
public sealed record RejectedItem(int Index, string Reason);

/// <summary>What the sender is told.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong and where; null with 200.</param>
/// <param name="Stored">Events stored by this request.</param>
/// <param name="Duplicates">Events that were stored already.</param>
/// <param name="Rejected">Batch items that were kept as rejected.</param>
public sealed record IntakeAnswer(int Status, string? Detail, int Stored, int Duplicates, IReadOnlyList<RejectedItem> Rejected)
{
    /// <summary>One event stored: the answer of nearly every request.</summary>
    public static IntakeAnswer OneStored { get; } = new(200, null, 1, 0, []);

    /// <summary>One event that was there already.</summary>
    public static IntakeAnswer OneDuplicate { get; } = new(200, null, 0, 1, []);

    /// <summary>An answer that stores nothing.</summary>
    public static IntakeAnswer Refused(int status, string detail) => new(status, detail, 0, 0, []);
}
