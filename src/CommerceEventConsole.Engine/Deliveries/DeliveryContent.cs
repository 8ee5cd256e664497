using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries.Edits;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Routing;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>A delivery cannot be sent, and will not be better for waiting.</summary>
internal sealed class NotSendableException(string message) : Exception(message);

/// <summary>What a delivery sends.</summary>
/// <param name="Id">Its <see cref="IdempotencyId"/>.</param>
/// <param name="Body">Its CloudEvent.</param>
internal readonly record struct DeliveryBody(string Id, byte[] Body);

/// <summary>Makes what deliveries send from their events, by their revisions or as somebody edited them.</summary>
internal sealed partial class DeliveryContent(IRouting routing, EventCatalogue catalogue, ILogger<DeliveryContent> logger)
{
    /// <summary>The body of a delivery.</summary>
    /// <exception cref="NotSendableException">It cannot be made; the message says why.</exception>
    public async ValueTask<DeliveryBody> MakeAsync(ClaimedDelivery delivery, CancellationToken cancellationToken)
    {
        var source = delivery.Event ?? throw new NotSendableException("The event is no longer in the store, so it cannot be sent");
        if (delivery.IsReplaced)
            throw new NotSendableException("Not sent, because an edited delivery was made from it and goes in its place");
        var id = IdempotencyId.Of(source.SourceSlug, source.IdentityHash, delivery.Lease.RouteId);
        if (delivery.Edit is { } edit)
            return new DeliveryBody(id, edit.Body);
        return new DeliveryBody(id, await WriteAsync(delivery.Lease.Id, delivery.Lease.RevisionId, source, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The CloudEvent that a revision makes of an event.</summary>
    /// <exception cref="NotSendableException">It cannot be made; the message says why.</exception>
    public async ValueTask<byte[]> WriteAsync(long deliveryId, int revisionId, OutboundEvent source, CancellationToken cancellationToken)
    {
        var revision = await routing.RevisionAsync(revisionId, cancellationToken).ConfigureAwait(false)
            ?? throw new NotSendableException("The subscription's revision that asked for this delivery cannot be used any more");
        try
        {
            return CloudEventBody.Write(source, revision.Filter, catalogue);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            LogNotBuilt(logger, e, deliveryId);
            throw new NotSendableException("The stored event could not be turned into a CloudEvent");
        }
    }

    /// <summary>The whole request of a delivery that goes by itself.</summary>
    /// <exception cref="NotSendableException">It cannot be made; the message says why.</exception>
    public async ValueTask<OutboundRequest> RequestAsync(
        ClaimedDelivery delivery, DestinationConfiguration destination, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var (id, body) = await MakeAsync(delivery, cancellationToken).ConfigureAwait(false);
        if (delivery.Edit is { } edit)
            destination = destination with { Headers = EditedHeaders.Apply(destination, edit.Headers) };
        return OutboundRequest.Create(destination, id, body, at);
    }

    [LoggerMessage(LogLevel.Error, "Delivery {DeliveryId} could not be prepared")]
    private static partial void LogNotBuilt(ILogger logger, Exception exception, long deliveryId);
}
