namespace CommerceEventConsole.Sandbox.Adobe;

/// <summary>What one request carries: an event, or a batch that is repeated as a whole.</summary>
internal sealed class Delivery
{
    private const byte Comma = (byte)',';

    private Delivery(IReadOnlyList<AdobeEvent> events, byte[] body, string contentType)
    {
        Events = events;
        Body = body;
        ContentType = contentType;
    }

    public IReadOnlyList<AdobeEvent> Events { get; }

    /// <summary>The bytes that are signed and sent, the same on every attempt.</summary>
    public byte[] Body { get; }

    public string ContentType { get; }

    /// <summary>0 on the first attempt; sent as `x-adobe-retry-count` from 1 on.</summary>
    public int RetryCount { get; set; }

    public DateTimeOffset? FirstAttemptAt { get; set; }

    public DateTimeOffset DueAt { get; set; }

    public int LastStatus { get; set; }

    /// <summary>Single style: one CloudEvent.</summary>
    public static Delivery Single(AdobeEvent single) => new([single], single.Json, "application/cloudevents+json; charset=UTF-8");

    /// <summary>Batch style: a JSON array of the same objects. The content type of batches is not documented; samples show JSON.</summary>
    public static Delivery Batch(IReadOnlyList<AdobeEvent> events)
    {
        using var body = new MemoryStream(events.Sum(item => item.Json.Length + 1) + 1);
        body.WriteByte((byte)'[');
        for (var i = 0; i < events.Count; i++)
        {
            if (i > 0)
                body.WriteByte(Comma);
            body.Write(events[i].Json);
        }
        body.WriteByte((byte)']');
        return new Delivery(events, body.ToArray(), "application/json; charset=utf-8");
    }
}
