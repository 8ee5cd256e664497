using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Deliveries.Edits;

/// <summary>
/// The body that a delivery sends, made again whole: attempts keep the beginning only. Event, revision and edit never change, so it is
/// what was sent.
/// </summary>
internal sealed class SentContent(IRouting routing, EventCatalogue catalogue)
{
    /// <summary>The CloudEvent; null where it can no longer be made.</summary>
    public async Task<byte[]?> ReadAsync(ConsoleDbContext context, Delivery delivery, CancellationToken cancellationToken)
    {
        var edited = await context.DeliveryEdits.Where(e => e.DeliveryId == delivery.Id).Select(e => e.Body)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (edited is not null)
            return edited;
        var source = await ClaimedDeliveries.Events(context, [delivery.EventSeq]).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        var revision = await routing.RevisionAsync(delivery.RevisionId, cancellationToken).ConfigureAwait(false);
        if (source is null || revision is null)
            return null;
        try
        {
            return CloudEventBody.Write(source, revision.Filter, catalogue);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
