using System.Buffers;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Deliveries.Outbound;

/// <summary>Turns a stored event into the structured CloudEvent that destinations get, whatever mode it came in.</summary>
internal static class CloudEventBody
{
    /// <exception cref="JsonException">The stored bytes are not what the content mode says.</exception>
    public static byte[] Write(OutboundEvent source, FieldFilter filter, EventCatalogue catalogue)
    {
        var output = new ArrayBufferWriter<byte>(source.Body.Length + 256);
        using var document = StoredDocument.Open(source.ContentMode, source.Headers, source.Body);
        document.Write(output, filter, catalogue.Find(source.EventType));
        return output.WrittenSpan.ToArray();
    }
}
