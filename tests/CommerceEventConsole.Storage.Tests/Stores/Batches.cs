using System.Security.Cryptography;
using System.Text;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Storage;

namespace CommerceEventConsole.Storage.Tests.Stores;

/// <summary>Rows as intake and dispatcher make them.</summary>
internal static class Batches
{
    public static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    public static WriteBatch Of(params NewEvent[] events)
    {
        var batch = new WriteBatch { At = Noon };
        batch.Events.AddRange(events);
        return batch;
    }

    public static WriteBatch OfRejected(params RejectedRequest[] rejected)
    {
        var batch = new WriteBatch { At = Noon };
        batch.Rejected.AddRange(rejected);
        return batch;
    }

    public static WriteBatch OfAttempts(params AttemptResult[] attempts)
    {
        var batch = new WriteBatch { At = Noon };
        batch.Attempts.AddRange(attempts);
        return batch;
    }

    public static NewEvent Event(
        int sourceId, string id, byte[]? body = null, IReadOnlyList<SearchKey>? keys = null, params NewDelivery[] deliveries) => new()
    {
        Row = new StoredEvent
        {
            SourceId = sourceId,
            EventTypeId = 1,
            IdentityHash = SHA256.HashData(Encoding.UTF8.GetBytes(id))[..16],
            EventId = id,
            ReceivedAt = Noon,
            DeliveryCount = (short)deliveries.Length,
            Body = body ?? "{}"u8.ToArray(),
        },
        SearchKeys = keys ?? [],
        Deliveries = deliveries,
    };

    /// <summary>An event that the database refuses, whichever it is.</summary>
    public static NewEvent Poison(int sourceId)
    {
        var item = Event(sourceId, "poison");
        item.Row.EventId = null!;
        return item;
    }

    public static NewDelivery To(
        int destinationId, long? orderKey = null, int routeId = 0, DeliveryState state = DeliveryState.Pending) =>
        new(routeId == 0 ? destinationId : routeId, destinationId, 1, orderKey, state);

    public static RejectedRequest Rejected(int sourceId, byte[] body) => new()
    {
        SourceId = sourceId,
        ReceivedAt = Noon,
        Reason = "Not JSON at byte 3.",
        BatchIndex = 2,
        Headers = "{}"u8.ToArray(),
        Body = body,
    };

    public static AttemptResult Attempt(
        LeasedDelivery delivery, string owner, DeliveryState state, AttemptOutcome outcome = AttemptOutcome.Delivered) => new(
        new DeliveryAttempt
        {
            DeliveryId = delivery.Id,
            Number = delivery.Attempts + 1,
            StartedAt = Noon,
            DurationMs = 12,
            Outcome = outcome,
            StatusCode = state == DeliveryState.Delivered ? 200 : 503,
            Error = state == DeliveryState.Delivered ? null : "The answer was 503.",
            RequestHead = "POST /",
            RequestBody = [1, 2, 3],
            RequestDigest = -4,
            RequestRevisionId = 5,
            ResponseHead = "HTTP/1.1",
            ResponseBody = [],
        },
        delivery.DestinationId,
        owner,
        state,
        delivery.Attempts + 1,
        Noon.AddMinutes(5));
}
