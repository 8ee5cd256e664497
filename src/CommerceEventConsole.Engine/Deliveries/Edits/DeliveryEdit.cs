namespace CommerceEventConsole.Engine.Deliveries.Edits;

/// <summary>
/// What a person changed of a delivery before it went again. The edited delivery is a row of its own with the same event, route and
/// idempotency id; the one that it was made from stays in the record, attempts and all.
/// </summary>
/// <remarks>
/// The original becomes <c>superseded</c> in the same commit, and is never sent again as it is: an edited delivery carries its
/// idempotency id, so a destination that got both would keep whichever came first. One original has one edit at most; what an edit got
/// wrong is put right by editing the edited delivery. A replay to another destination takes the edited body along: a delivery there that
/// replaces none.
/// </remarks>
public sealed class DeliveryEdit
{
    /// <summary>The edited delivery.</summary>
    public long DeliveryId { get; set; }

    /// <summary>The delivery that it was made from, and goes in the place of; unique. Null for one that a replay made for another destination.</summary>
    public long? OriginalId { get; set; }

    /// <summary>The CloudEvent that is sent, to the byte.</summary>
    public required byte[] Body { get; set; }

    /// <summary>
    /// What differs from the destination's further headers, as a JSON object: a text replaces or adds one, <c>null</c> leaves it out.
    /// Null where nothing does. Never a credential.
    /// </summary>
    public string? Headers { get; set; }

    /// <summary>What the same headers were when the edit was made, in the same form.</summary>
    public string? HeadersBefore { get; set; }

    /// <summary>Who edited it.</summary>
    public required string EditedBy { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset EditedAt { get; set; }

    /// <summary>Why, in that person's words, at most 500 characters.</summary>
    public required string Reason { get; set; }
}
