using CommerceEventConsole.Engine.Deliveries.Edits;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Deliveries.Stages;

/// <summary>Makes an attempt of a delivery whose route has stages: from the beginning, or from where the last one failed.</summary>
internal sealed class StagedSender(
    RoutePreparation preparation, StageProgress progress, DestinationClient client, TimeProvider time, IOptions<StageOptions> options)
{
    /// <inheritdoc cref="RoutePreparation.StagesOfAsync"/>
    public ValueTask<CompiledStages?> StagesOfAsync(ClaimedDelivery delivery, CancellationToken cancellationToken) =>
        preparation.StagesOfAsync(delivery, cancellationToken);

    /// <summary>Asks, maps and sends; where the destination has taken it before, only reads what is written back. That itself is left to <see cref="WriteBackRunner"/>.</summary>
    public async Task<FinishedAttempt> SendAsync(
        ClaimedDelivery delivery, CompiledStages stages, DestinationConfiguration destination, CancellationToken cancellationToken)
    {
        var started = time.Now();
        var clock = time.GetTimestamp();
        try
        {
            var done = stages.WriteBack.IsEmpty ? StagesDone.Nothing : await progress.ReadAsync(delivery.Lease.Id, cancellationToken).ConfigureAwait(false);
            return done.Sent is null
                ? await CallAsync(delivery, stages, destination, done, started, clock, cancellationToken).ConfigureAwait(false)
                : await ResumeAsync(delivery, stages, destination, done, started, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (NotSendableException e)
        {
            return Ended(DeliveryOutcome.NotSendable(e.Message));
        }
        catch (StageFailedException e)
        {
            return Ended(e.Outcome) with { Failed = e.Stage };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Ended(DeliveryOutcome.Of(destination.Name, destination.Timeout, new DestinationAnswer { NoAnswer = NoAnswer.Interrupted }));
        }

        FinishedAttempt Ended(DeliveryOutcome outcome) => new(delivery, destination, started, time.GetElapsedTime(clock), null, null, outcome);
    }

    /// <summary>A request that carries a document, by the route's method and path.</summary>
    /// <exception cref="StageFailedException">The address cannot be made.</exception>
    public static OutboundRequest Request(
        DestinationConfiguration destination, CompiledStages stages, string id, byte[] body, string contentType, string? path, DateTimeOffset at) =>
        OutboundRequest.Create(destination, id, body, at, contentType) with
        {
            Method = stages.Source.Send?.Method ?? OutboundRequest.Post,
            Url = path is null ? destination.Url : StageAddress.Below(destination.Url, path),
        };

    private async Task<FinishedAttempt> CallAsync(
        ClaimedDelivery delivery, CompiledStages stages, DestinationConfiguration destination, StagesDone done, DateTimeOffset started, long clock, CancellationToken cut)
    {
        var prepared = await preparation.PrepareAsync(delivery, stages, destination, cut).ConfigureAwait(false);
        var headed = delivery.Edit is { } edit ? destination with { Headers = EditedHeaders.Apply(destination, edit.Headers) } : destination;
        var request = Request(headed, stages, prepared.Id, prepared.Body, prepared.ContentType, prepared.Path, started);
        var bytes = stages.WriteBack.IsEmpty ? DestinationClient.KeptBytes : options.Value.AnswerBytes;
        var answer = await client.SendAsync(destination, request, bytes, cut).ConfigureAwait(false);
        var outcome = DeliveryOutcome.Of(destination.Name, destination.Timeout, answer, destination.Statuses);
        return new FinishedAttempt(delivery, destination, started, time.GetElapsedTime(clock), request, answer, outcome)
        {
            Left = stages.WriteBack.IsEmpty ? null : new WriteBackLeft(stages, prepared.Inputs, done, prepared.Id, cut),
            Failed = outcome.Outcome == AttemptOutcome.Delivered ? null : new FailedStage(StageKind.Send, null),
        };
    }

    private async Task<FinishedAttempt> ResumeAsync(
        ClaimedDelivery delivery, CompiledStages stages, DestinationConfiguration destination, StagesDone done, DateTimeOffset started, long clock, CancellationToken cut)
    {
        var (id, inputs) = await preparation.ReadAgainAsync(delivery, stages, destination, cut).ConfigureAwait(false);
        return new FinishedAttempt(
            delivery, destination, started, time.GetElapsedTime(clock), null, null, new DeliveryOutcome(AttemptOutcome.Delivered, done.Sent!.StatusCode, null))
        {
            Left = new WriteBackLeft(stages, inputs, done, id, cut),
            SentBefore = done.Sent,
        };
    }
}
