using System.Globalization;
using CommerceEventConsole.Engine.Deliveries.Circuits;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Deliveries.Stages;
using CommerceEventConsole.Engine.Failures;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>Makes one attempt of one delivery, and records it.</summary>
internal sealed partial class DeliverySender(
    IRouting routing,
    DeliveryContent content,
    DestinationClient client,
    StagedSender staged,
    WriteBackRunner writeBack,
    FailureMarks failures,
    StoreWriter writer,
    TimeProvider time,
    IOptions<DeliveryOptions> options,
    ILogger<DeliverySender> logger)
{
    /// <summary>Builds the request, sends it and judges the answer. Nothing is stored yet.</summary>
    public async Task<FinishedAttempt> SendAsync(
        ClaimedDelivery delivery, DestinationConfiguration destination, CancellationToken cancellationToken)
    {
        if (await staged.StagesOfAsync(delivery, cancellationToken).ConfigureAwait(false) is { } stages)
            return await staged.SendAsync(delivery, stages, destination, cancellationToken).ConfigureAwait(false);

        var started = time.Now();
        var clock = time.GetTimestamp();
        OutboundRequest? request = null;
        DestinationAnswer? answer = null;
        DeliveryOutcome outcome;
        try
        {
            request = await content.RequestAsync(delivery, destination, started, cancellationToken).ConfigureAwait(false);
            answer = await client.SendAsync(destination, request, cancellationToken).ConfigureAwait(false);
            outcome = DeliveryOutcome.Of(destination.Name, destination.Timeout, answer, destination.Statuses);
        }
        catch (NotSendableException e)
        {
            outcome = DeliveryOutcome.NotSendable(e.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            outcome = DeliveryOutcome.Of(destination.Name, destination.Timeout, new DestinationAnswer { NoAnswer = NoAnswer.Interrupted });
        }

        return new FinishedAttempt(delivery, destination, started, time.GetElapsedTime(clock), request, answer, outcome)
        {
            IsOfRevision = delivery.Edit is null,
        };
    }

    /// <summary>
    /// Records an attempt and moves its delivery on; where the route writes back to Commerce, that is done before. A store that is in
    /// trouble is asked again until the lease runs out: what has been delivered should not be sent twice for it.
    /// </summary>
    public async Task RecordAsync(FinishedAttempt attempt, AttemptVerdict verdict, string owner, CancellationToken cancellationToken)
    {
        if (attempt.Left is not null)
            attempt = await writeBack.FinishAsync(attempt, owner, cancellationToken).ConfigureAwait(false);
        var lease = attempt.Delivery.Lease;
        var destination = routing.Current.Destinations.GetValueOrDefault(attempt.Destination.Id, attempt.Destination);
        var progress = DeliveryProgress.After(lease, attempt.Outcome, verdict, destination, time.Now(), Random.Shared.NextDouble());
        var result = new AttemptResult(
            attempt.ToRow(progress.Outcome), destination.Id, owner, progress.State, progress.Attempts, progress.DueAt.ToStorePrecision());
        while (true)
        {
            try
            {
                // What costs nothing is held: it fails once it counts.
                if (result.Failure is null && progress.Outcome != AttemptOutcome.Uncounted
                    && await failures.OfAsync(attempt, cancellationToken).ConfigureAwait(false) is { } mark)
                {
                    result = result with { Failure = mark };
                }

                await writer.RecordAsync(result, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (StoreUnavailableException e) when (time.Now() + options.Value.ErrorPause < attempt.Delivery.LeaseUntil)
            {
                LogNotRecorded(logger, e, lease.Id);
                await Task.Delay(options.Value.ErrorPause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "An attempt of delivery {DeliveryId} could not be recorded; trying again")]
    private static partial void LogNotRecorded(ILogger logger, Exception exception, long deliveryId);
}

/// <summary>An attempt that is over, not yet stored.</summary>
internal sealed record FinishedAttempt(
    ClaimedDelivery Delivery,
    DestinationConfiguration Destination,
    DateTimeOffset StartedAt,
    TimeSpan Duration,
    OutboundRequest? Request,
    DestinationAnswer? Answer,
    DeliveryOutcome Outcome)
{
    /// <summary>What is written back to Commerce before the attempt is recorded; null for nothing.</summary>
    public WriteBackLeft? Left { get; init; }

    /// <summary>The stage of the route that failed; null where none did, or the route has none.</summary>
    public FailedStage? Failed { get; init; }

    /// <summary>That the destination had taken it before, so that nothing was sent; null where it had not.</summary>
    public DeliveryStage? SentBefore { get; init; }

    /// <summary>Whether the body is what the delivery's revision makes of its event, by itself and unedited: then it can be made again.</summary>
    public bool IsOfRevision { get; init; }

    /// <summary>Whether something was sent, and so the destination had its say.</summary>
    public bool TellsOfDestination => Answer is not null && Outcome.Outcome != AttemptOutcome.Interrupted;

    /// <summary>The row: bodies cut, credentials masked.</summary>
    public DeliveryAttempt ToRow(AttemptOutcome outcome)
    {
        // Most attempts by far, and most of what they would write.
        var isMadeAgain = outcome == AttemptOutcome.Delivered && IsOfRevision && Request is not null;
        return new DeliveryAttempt
        {
            DeliveryId = Delivery.Lease.Id,
            Number = Delivery.Number,
            StartedAt = StartedAt,
            DurationMs = (int)Math.Min(Math.Ceiling(Duration.TotalMilliseconds), int.MaxValue),
            Outcome = outcome,
            StatusCode = Outcome.StatusCode,
            Error = Outcome.Error is null ? null : CredentialMask.Text(Outcome.Error, Destination),
            RequestHead = Request is null ? Failed?.Request ?? NotSentAgain() : CredentialMask.Text(HeadText.Of(Request), Destination),
            RequestBody = !isMadeAgain && (Request is null ? Failed?.Body : Request.Body) is { } body ? Cut(body) : null,
            RequestDigest = isMadeAgain ? BodyDigest.Of(Request!.Body) : null,
            RequestRevisionId = isMadeAgain ? Delivery.Lease.RevisionId : null,
            ResponseHead = Answer?.Head is null ? null : CredentialMask.Text(Answer.Head, Destination),
            ResponseBody = (Answer?.Head is null ? SentBefore?.Result : Answer.Body) is { } answer ? CredentialMask.Body(Cut(answer), Destination) : null,
            Stage = Failed?.Kind,
            StageName = Failed?.Name,
        };
    }

    private string? NotSentAgain() => SentBefore is null ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"Not sent again: {Destination.Name} had taken it at {SentBefore.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC. What was left to write back to Commerce was done.");

    /// <summary>As much of a body as is kept.</summary>
    internal static byte[] Cut(byte[] body) =>
        body.Length <= DestinationClient.KeptBytes ? body : body[..DestinationClient.KeptBytes];
}
