using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Deliveries.Edits;

/// <summary>
/// The CloudEvent that a delivery is about, made again whole: attempts keep the beginning only. Event, revision and edit never change, so it
/// is what was sent; where the route has stages, it is what they begin with, and what an edit changes.
/// </summary>
internal sealed class SentContent(DeliveryContent content)
{
    /// <summary>The CloudEvent; null where it can no longer be made.</summary>
    public async Task<byte[]?> ReadAsync(ConsoleDbContext context, Delivery delivery, CancellationToken cancellationToken)
    {
        var edited = await context.DeliveryEdits.Where(e => e.DeliveryId == delivery.Id).Select(e => e.Body)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (edited is not null)
            return edited;
        var source = await ClaimedDeliveries.Events(context, [delivery.EventSeq]).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (source is null)
            return null;
        try
        {
            return await content.WriteAsync(delivery.Id, delivery.RevisionId, source, cancellationToken).ConfigureAwait(false);
        }
        catch (NotSendableException)
        {
            return null;
        }
    }
}
