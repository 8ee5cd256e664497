namespace CommerceEventConsole.Engine.Intake;

/// <summary>Something authentic that could not be read as an event: kept, so that nothing is lost.</summary>
public sealed class RejectedRequest
{
    /// <summary>Identity in the store.</summary>
    public long Id { get; set; }

    /// <summary>The source that it came from.</summary>
    public int SourceId { get; set; }

    /// <summary>When it was received.</summary>
    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>What is wrong and where, in words.</summary>
    public required string Reason { get; set; }

    /// <summary>Its place in the batch that it came in, from 0; null for a whole request.</summary>
    public int? BatchIndex { get; set; }

    /// <summary>Request headers worth keeping, as a JSON object in UTF-8.</summary>
    public byte[]? Headers { get; set; }

    /// <summary>The bytes received.</summary>
    public required byte[] Body { get; set; }
}
