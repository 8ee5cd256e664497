using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Subscriptions.History;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Subscriptions;

/// <summary>The payload of a preview's event, parsed once and read as delivering reads it. Holds pooled memory: dispose it.</summary>
internal sealed class PreviewPayload : IDisposable
{
    private readonly StoredDocument _document;
    private readonly EventTypeInfo? _info;

    private PreviewPayload(StoredDocument document, EventTypeInfo? info, bool isProtected)
    {
        (_document, _info, IsProtected) = (document, info, isProtected);
        Payload = PayloadRoot.Find(document.Data, info);
        Bytes = SizeWith(FieldFilter.Everything);
    }

    /// <summary>Where the payload begins.</summary>
    public PayloadRoot Payload { get; }

    /// <summary>Whether its values are protected health information (spec 9.2 check 29).</summary>
    public bool IsProtected { get; }

    /// <summary>The size of the whole event as a destination would get it, in bytes.</summary>
    public int Bytes { get; }

    /// <summary>Opens an event; null where it cannot be read as JSON.</summary>
    public static PreviewPayload? Open(PreviewEvent preview, EventCatalogue catalogue)
    {
        StoredDocument? document = null;
        try
        {
            var source = preview.Event;
            document = StoredDocument.Open(source.ContentMode, source.Headers, source.Body);
            using var envelope = EventEnvelope.Parse(source.Body, source.ContentMode, source.Headers);
            return new PreviewPayload(document, catalogue.Find(source.EventType), envelope.IsProtected);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            document?.Dispose();
            return null;
        }
    }

    /// <summary>The size of the event as a destination gets it through a filter, in bytes.</summary>
    public int SizeWith(FieldFilter filter)
    {
        var counted = new CountedBytes();
        _document.Write(counted, filter, _info);
        return (int)counted.Count;
    }

    public void Dispose() => _document.Dispose();
}
