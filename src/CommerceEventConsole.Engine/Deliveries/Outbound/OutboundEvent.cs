using CommerceEventConsole.Engine.Events;

namespace CommerceEventConsole.Engine.Deliveries.Outbound;

/// <summary>What of a stored event is needed to send it.</summary>
/// <param name="Seq">Its position in the store.</param>
/// <param name="SourceSlug">The source that it came from.</param>
/// <param name="EventType">The canonical name of its type.</param>
/// <param name="IdentityHash">Its identity within the source.</param>
/// <param name="ContentMode">How it stood in what was received.</param>
/// <param name="Headers">The request headers kept, as a JSON object in UTF-8.</param>
/// <param name="Body">The bytes received.</param>
public sealed record OutboundEvent(
    long Seq, string SourceSlug, string EventType, byte[] IdentityHash, ContentMode ContentMode, byte[]? Headers, byte[] Body);
