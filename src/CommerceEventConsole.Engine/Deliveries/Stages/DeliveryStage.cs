using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Deliveries.Stages;

/// <summary>
/// A stage of a delivery that is done and must not be done again: the destination has taken it, or something was written back to Commerce.
/// Append-only. What was done before a delivered attempt belongs to that round: a delivery that is sent again begins anew.
/// </summary>
public sealed class DeliveryStage
{
    /// <summary>The delivery.</summary>
    public long DeliveryId { get; set; }

    /// <summary>The number of the attempt that did it.</summary>
    public int Attempt { get; set; }

    /// <summary>Which stage: <see cref="StageKind.Send"/> or <see cref="StageKind.WriteBack"/>.</summary>
    public StageKind Stage { get; set; }

    /// <summary>Its name; empty where the kind has but one. At most 40 characters.</summary>
    public required string Name { get; set; }

    /// <summary>When it was done.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Of a sending, the HTTP status that the destination answered.</summary>
    public int? StatusCode { get; set; }

    /// <summary>The media type of <see cref="Result"/>; null where it is not said.</summary>
    public string? MediaType { get; set; }

    /// <summary>
    /// What came of it: the destination's answer, as much as is kept of it; of a write-back what Commerce calls what was made, such as the id
    /// of a shipment, as JSON. Null for nothing.
    /// </summary>
    public byte[]? Result { get; set; }
}
