using System.Buffers;
using CommerceEventConsole.Engine.Deliveries.Batches;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Deliveries.Stages;

/// <summary>
/// Several deliveries of a route with stages in one request. Each is asked for and mapped by itself, the questions in as few calls as can be.
/// Mapped documents go as one JSON array of just those documents, in the order of their events; without a mapping they go as a batch of
/// CloudEvents. The request's id is made of theirs; a document that needs its own maps <c>envelope.delivery</c>.
/// </summary>
internal sealed class StagedBatches(
    RoutePreparation preparation, StagedSender sender, StageProgress progress, DestinationClient client, TimeProvider time, IOptions<StageOptions> options)
{
    private const string JsonArray = "application/json; charset=utf-8";

    /// <summary>The deliveries by their stages: of revisions that came one after the other, most often one group.</summary>
    public async ValueTask<IReadOnlyList<(CompiledStages? Stages, IReadOnlyList<ClaimedDelivery> Deliveries)>> GroupAsync(
        IReadOnlyList<ClaimedDelivery> deliveries, CancellationToken cancellationToken)
    {
        var first = await preparation.StagesOfAsync(deliveries[0], cancellationToken).ConfigureAwait(false);
        List<(CompiledStages?, IReadOnlyList<ClaimedDelivery>)>? groups = null;
        var current = new List<ClaimedDelivery>(deliveries.Count);
        foreach (var delivery in deliveries)
        {
            var stages = await preparation.StagesOfAsync(delivery, cancellationToken).ConfigureAwait(false);
            if (!ReferenceEquals(stages, first))
            {
                (groups ??= []).Add((first, current));
                (first, current) = (stages, []);
            }

            current.Add(delivery);
        }

        if (groups is null)
            return [(first, current)];
        groups.Add((first, current));
        return groups;
    }

    /// <summary>Sends deliveries of one group; one attempt for each.</summary>
    public async Task<FinishedBatch> SendAsync(
        IReadOnlyList<ClaimedDelivery> deliveries, CompiledStages stages, DestinationConfiguration destination, CancellationToken cut)
    {
        var done = stages.WriteBack.IsEmpty
            ? new Dictionary<long, StagesDone>()
            : await progress.ReadAsync([.. deliveries.Select(d => d.Lease.Id)], cut).ConfigureAwait(false);

        // What was taken before goes on by itself; so does everything where a request is about one event by its address.
        var single = deliveries.Where(d => !stages.CanGather || done.ContainsKey(d.Lease.Id)).ToList();
        var attempts = new List<FinishedAttempt>(deliveries.Count);
        FinishedAttempt? call = null;
        foreach (var delivery in single)
        {
            var attempt = await sender.SendAsync(delivery, stages, destination, cut).ConfigureAwait(false);
            attempts.Add(attempt);
            call = attempt.Answer is null ? call : attempt;
        }

        var rest = deliveries.Except(single).ToList();
        if (rest.Count == 0)
            return new FinishedBatch(attempts, call);
        var (together, whole) = await SendTogetherAsync(rest, stages, destination, cut).ConfigureAwait(false);
        attempts.AddRange(together);
        return new FinishedBatch(attempts, whole ?? call);
    }

    private async Task<(List<FinishedAttempt> Attempts, FinishedAttempt? Call)> SendTogetherAsync(
        List<ClaimedDelivery> deliveries, CompiledStages stages, DestinationConfiguration destination, CancellationToken cut)
    {
        var started = time.Now();
        var clock = time.GetTimestamp();
        var made = await Task.WhenAll(deliveries.Select(d => PrepareAsync(d, stages, destination, started, cut))).ConfigureAwait(false);
        var attempts = made.Where(m => m.Failed is not null).Select(m => m.Failed!).ToList();
        var parts = made.Where(m => m.Prepared is not null).Select(m => m.Prepared!).ToList();
        if (parts.Count == 0)
            return (attempts, null);
        var items = parts.ConvertAll(p => new BatchItem(p.Id, p.Body));
        var (body, type) = stages.Map is null ? (BatchBody.Write(items), BatchBody.ContentType) : (Array(items), JsonArray);
        var request = StagedSender.Request(destination, stages, BatchBody.IdOf(items), body, type, parts[0].Path, started);
        var most = stages.WriteBack.IsEmpty ? DestinationClient.KeptBytes : options.Value.AnswerBytes;
        var answer = await client.SendAsync(destination, request, most + (parts.Count * BatchAnswer.BytesPerItem), cut).ConfigureAwait(false);
        var took = time.GetElapsedTime(clock);
        var answers = BatchAnswer.Split(answer, parts.ConvertAll(p => (p.Id, BatchBody.EventIdOf(p.Event))));
        attempts.AddRange(parts.Select((part, i) => Finished(part, request with { Body = part.Body }, answers[i])));
        return (attempts, Finished(parts[0], request, answer));

        FinishedAttempt Finished(PreparedDelivery part, OutboundRequest sent, DestinationAnswer said)
        {
            var outcome = DeliveryOutcome.Of(destination.Name, destination.Timeout, said, destination.Statuses);
            return new FinishedAttempt(part.Delivery, destination, started, took, sent, said, outcome)
            {
                Left = stages.WriteBack.IsEmpty ? null : new WriteBackLeft(stages, part.Inputs, StagesDone.Nothing, part.Id, cut),
                Failed = outcome.Outcome == AttemptOutcome.Delivered ? null : new FailedStage(StageKind.Send, null),
            };
        }
    }

    private async Task<(PreparedDelivery? Prepared, FinishedAttempt? Failed)> PrepareAsync(
        ClaimedDelivery delivery, CompiledStages stages, DestinationConfiguration destination, DateTimeOffset started, CancellationToken cut)
    {
        try
        {
            return (await preparation.PrepareAsync(delivery, stages, destination, cut).ConfigureAwait(false), null);
        }
        catch (StageFailedException e)
        {
            return (null, Ended(e.Outcome) with { Failed = e.Stage });
        }
        catch (NotSendableException e)
        {
            return (null, Ended(DeliveryOutcome.NotSendable(e.Message)));
        }
        catch (OperationCanceledException) when (cut.IsCancellationRequested)
        {
            return (null, Ended(DeliveryOutcome.Of(destination.Name, destination.Timeout, new DestinationAnswer { NoAnswer = NoAnswer.Interrupted })));
        }

        FinishedAttempt Ended(DeliveryOutcome outcome) => new(delivery, destination, started, TimeSpan.Zero, null, null, outcome);
    }

    private static byte[] Array(List<BatchItem> items)
    {
        var output = new ArrayBufferWriter<byte>(items.Sum(i => i.Event.Length + 1) + 2);
        output.Write("["u8);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                output.Write(","u8);
            output.Write(items[i].Event);
        }

        output.Write("]"u8);
        return output.WrittenSpan.ToArray();
    }
}
