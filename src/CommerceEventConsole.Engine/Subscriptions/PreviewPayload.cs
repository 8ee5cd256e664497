using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Subscriptions;

/// <summary>The payload of a preview's event, read as delivering reads it. Holds pooled memory: dispose it.</summary>
internal sealed class PreviewPayload : IDisposable
{
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = 10_000 };

    private readonly JsonDocument _document;

    private PreviewPayload(JsonDocument document, PayloadRoot payload, bool isProtected, int bytes) =>
        (_document, Payload, IsProtected, Bytes) = (document, payload, isProtected, bytes);

    /// <summary>Where the payload begins.</summary>
    public PayloadRoot Payload { get; }

    /// <summary>Whether its values are protected health information (spec 9.2 check 29).</summary>
    public bool IsProtected { get; }

    /// <summary>The size of the whole event as a destination would get it, in bytes.</summary>
    public int Bytes { get; }

    /// <summary>Opens an event; null where it cannot be read as JSON.</summary>
    public static PreviewPayload? Open(PreviewEvent preview, EventCatalogue catalogue)
    {
        try
        {
            // Whole and structured: the same document in every content mode.
            var whole = CloudEventBody.Write(preview.Event, FieldFilter.Everything, catalogue);
            var document = JsonDocument.Parse(whole, AnyDepth);
            SafeJson.TryGetProperty(document.RootElement, "data"u8, out var data);
            using var envelope = EventEnvelope.Parse(preview.Event.Body, preview.Event.ContentMode, preview.Event.Headers);
            return new PreviewPayload(document, PayloadRoot.Find(data, catalogue.Find(preview.Event.EventType)), envelope.IsProtected, whole.Length);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public void Dispose() => _document.Dispose();
}
