using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Deliveries.Stages;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Storage;

namespace CommerceEventConsole.Engine.Deliveries.Batches;

/// <summary>How a request with several deliveries ended.</summary>
/// <param name="Attempts">One for each delivery.</param>
/// <param name="Call">What the call as a whole says of the destination; null where nothing was sent.</param>
internal sealed record FinishedBatch(IReadOnlyList<FinishedAttempt> Attempts, FinishedAttempt? Call);

/// <summary>Sends several deliveries in one request, and judges the answer for each.</summary>
internal sealed class BatchSender(DeliveryContent content, StagedBatches staged, DestinationClient client, TimeProvider time)
{
    /// <summary>Builds the request, sends it and judges the answer. What cannot be made fails by itself and is not sent. Nothing is stored yet.</summary>
    public async Task<FinishedBatch> SendAsync(
        IReadOnlyList<ClaimedDelivery> deliveries, DestinationConfiguration destination, CancellationToken cancellationToken)
    {
        var groups = await staged.GroupAsync(deliveries, cancellationToken).ConfigureAwait(false);
        if (groups is [{ Stages: null }])
            return await SendPlainAsync(deliveries, destination, cancellationToken).ConfigureAwait(false);
        var attempts = new List<FinishedAttempt>(deliveries.Count);
        FinishedAttempt? call = null;
        foreach (var (stages, some) in groups)
        {
            var sent = stages is null
                ? await SendPlainAsync(some, destination, cancellationToken).ConfigureAwait(false)
                : await staged.SendAsync(some, stages, destination, cancellationToken).ConfigureAwait(false);
            attempts.AddRange(sent.Attempts);
            call = sent.Call ?? call;
        }

        return new FinishedBatch(attempts, call);
    }

    private async Task<FinishedBatch> SendPlainAsync(
        IReadOnlyList<ClaimedDelivery> deliveries, DestinationConfiguration destination, CancellationToken cancellationToken)
    {
        var started = time.Now();
        var attempts = new List<FinishedAttempt>(deliveries.Count);
        var parts = new List<(ClaimedDelivery Delivery, BatchItem Item)>(deliveries.Count);
        foreach (var delivery in deliveries)
        {
            try
            {
                var (id, body) = await content.MakeAsync(delivery, cancellationToken).ConfigureAwait(false);
                parts.Add((delivery, new BatchItem(id, body)));
            }
            catch (NotSendableException e)
            {
                attempts.Add(new FinishedAttempt(delivery, destination, started, TimeSpan.Zero, null, null, DeliveryOutcome.NotSendable(e.Message)));
            }
        }

        if (parts.Count == 0)
            return new FinishedBatch(attempts, Call: null);
        var items = parts.ConvertAll(p => p.Item);
        var request = OutboundRequest.Create(destination, BatchBody.IdOf(items), BatchBody.Write(items), started, BatchBody.ContentType);
        var clock = time.GetTimestamp();
        var answerBytes = DestinationClient.KeptBytes + (parts.Count * BatchAnswer.BytesPerItem);
        var answer = await client.SendAsync(destination, request, answerBytes, cancellationToken).ConfigureAwait(false);
        var took = time.GetElapsedTime(clock);
        var answers = BatchAnswer.Split(answer, parts.ConvertAll(p => (p.Item.Id, BatchBody.EventIdOf(p.Item.Event))));
        for (var i = 0; i < parts.Count; i++)
            attempts.Add(Finished(parts[i].Delivery, request with { Body = items[i].Event }, answers[i]));
        return new FinishedBatch(attempts, Finished(parts[0].Delivery, request, answer));

        FinishedAttempt Finished(ClaimedDelivery delivery, OutboundRequest sent, DestinationAnswer said) => new(
            delivery, destination, started, took, sent, said, DeliveryOutcome.Of(destination.Name, destination.Timeout, said, destination.Statuses))
        {
            IsOfRevision = delivery.Edit is null,
        };
    }
}
