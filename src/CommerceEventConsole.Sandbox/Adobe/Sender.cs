namespace CommerceEventConsole.Sandbox.Adobe;

/// <summary>Makes one attempt of a delivery and decides what follows (spec 2.4 to 2.6).</summary>
internal sealed class Sender(
    ConsoleClient console, SigningKeys keys, Registration registration, RetryQueue retries, DeliveryLog log,
    SandboxOptions options, TimeProvider time, ILogger<Sender> logger)
{
    private const string Provider = "dx_commerce_events_5A4D0B0C5A17E5A4D0B0C5A1@AdobeOrg_fernhill";

    /// <summary>Sends; a failure that Adobe repeats goes to the retry queue.</summary>
    public async Task AttemptAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        delivery.FirstAttemptAt ??= started;
        delivery.LastStatus = await SendAsync(delivery, cancellationToken);
        var success = RetryPolicy.IsSuccess(delivery.LastStatus);
        registration.Record(success);
        log.Attempted(delivery, started, time.GetUtcNow() - started, success ? DeliveryOutcome.Acknowledged : Follow(delivery));
    }

    private DeliveryOutcome Follow(Delivery delivery)
    {
        if (!RetryPolicy.IsRetried(delivery.LastStatus))
            return DeliveryOutcome.Refused;
        var dueAt = time.GetUtcNow() + RetryPolicy.Wait(delivery.RetryCount + 1, options.RetryTimeScale);
        if (!RetryPolicy.IsAlive(delivery.FirstAttemptAt!.Value, dueAt, options.RetryTimeScale))
            return DeliveryOutcome.GivenUp;
        delivery.RetryCount++;
        delivery.DueAt = dueAt;
        return retries.TryAdd(delivery) ? DeliveryOutcome.WillRetry : DeliveryOutcome.GivenUp;
    }

    private async Task<int> SendAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Request(delivery);
            using var answer = await console.SendAsync(request, cancellationToken);
            return (int)answer.Status;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return RetryPolicy.TimedOut;
        }
        catch (HttpRequestException problem)
        {
            logger.LogDebug(problem, "The console did not take a delivery.");
            return problem.HttpRequestError switch
            {
                HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError => RetryPolicy.ConnectFailure,
                HttpRequestError.SecureConnectionError => RetryPolicy.TlsFailure,
                _ => RetryPolicy.UnexpectedError,
            };
        }
    }

    private HttpRequestMessage Request(Delivery delivery)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, console.Intake) { Content = new ByteArrayContent(delivery.Body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", delivery.ContentType);

        var signatures = keys.Sign(delivery.Body);
        // What these two hold for a batch is not documented; the first event stands for it.
        Add("x-adobe-event-code", delivery.Events[0].Code);
        Add("x-adobe-event-id", delivery.Events[0].EventId);
        Add("x-adobe-delivery-id", Guid.NewGuid().ToString());
        Add("x-adobe-provider", Provider);
        Add("x-adobe-digital-signature-1", signatures.First);
        Add("x-adobe-digital-signature-2", signatures.Second);
        Add("x-adobe-public-key1-path", signatures.FirstPath);
        Add("x-adobe-public-key2-path", signatures.SecondPath);
        if (delivery.RetryCount > 0)
            Add("x-adobe-retry-count", Text.Of(delivery.RetryCount));
        return request;

        void Add(string name, string value) => request.Headers.TryAddWithoutValidation(name, value);
    }
}
