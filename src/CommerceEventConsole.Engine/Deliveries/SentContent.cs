using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>
/// The CloudEvent that a delivery is about, made again whole: attempts keep the beginning at most. Event, revision and edit never change, so
/// it is what was sent; where the route has stages, it is what they begin with, and what an edit changes.
/// </summary>
internal sealed class SentContent(DeliveryContent content)
{
    /// <summary>The CloudEvent, as somebody edited it or as its revision makes it; null where it can no longer be made.</summary>
    public async Task<byte[]?> ReadAsync(ConsoleDbContext context, Delivery delivery, CancellationToken cancellationToken)
    {
        var edited = await context.DeliveryEdits.Where(e => e.DeliveryId == delivery.Id).Select(e => e.Body)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return edited ?? await MakeAsync(context, delivery, delivery.RevisionId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What a revision makes of a delivery's event, whatever was edited; null where it can no longer be made.</summary>
    public async Task<byte[]?> MakeAsync(ConsoleDbContext context, Delivery delivery, int revisionId, CancellationToken cancellationToken)
    {
        var source = await ClaimedDeliveries.Events(context, [delivery.EventSeq]).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (source is null)
            return null;
        try
        {
            return await content.WriteAsync(delivery.Id, revisionId, source, cancellationToken).ConfigureAwait(false);
        }
        catch (NotSendableException)
        {
            return null;
        }
    }
}
