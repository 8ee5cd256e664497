using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CommerceEventConsole.Sandbox.Shop;

namespace CommerceEventConsole.Sandbox.Adobe;

/// <summary>
/// Takes what happens in the shop and pushes it to the console: verified first, then new events and due retries side by side.
/// Order is not kept, as with Adobe (spec 2.7).
/// </summary>
internal sealed class Publisher(
    Sender sender, RetryQueue retries, Registration registration, Challenge challenge, SandboxAddress address,
    DeliveryLog log, SandboxOptions options, TimeProvider time, ILogger<Publisher> logger) : BackgroundService
{
    private const int ConcurrentRequests = 4;

    /// <summary>Limits of a batch (spec 2.4).</summary>
    private const int BatchEvents = 20;
    private const int BatchBytes = 2_000_000;

    /// <summary>Commerce does not create larger events (spec 6.9).</summary>
    private const int EventBytes = 64 * 1024;

    private static readonly TimeSpan ProbeWait = TimeSpan.FromSeconds(2);

    private readonly Channel<AdobeEvent> _fresh = Channel.CreateBounded<AdobeEvent>(options.EventQueue);

    /// <summary>Events that wait for their first attempt.</summary>
    public int Waiting => _fresh.Reader.Count;

    /// <summary>Hands an event over. It waits here until the registration is verified for the first time.</summary>
    public void Publish(ShopEvent happened)
    {
        var wrapped = AdobeEvent.From(happened, options, time.GetUtcNow());
        log.EventPublished();
        if (wrapped.Json.Length > EventBytes || registration.State == RegistrationState.Disabled || !_fresh.Writer.TryWrite(wrapped))
            log.EventNotPushed();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await address.WhenListeningAsync(stoppingToken);
            await Task.WhenAll(VerifyAsync(stoppingToken), PushAsync(stoppingToken), RetryAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the sandbox; retries end with it.
        }
    }

    /// <summary>An administrator who presses Retry until the console is there.</summary>
    private async Task VerifyAsync(CancellationToken cancellationToken)
    {
        while (registration.State == RegistrationState.Unverified)
        {
            await challenge.AskAsync(cancellationToken);
            if (registration.State == RegistrationState.Unverified)
                await Task.Delay(ProbeWait, time, cancellationToken);
        }
        logger.LogInformation("The registration is active; events go to {Slug}.", options.SourceSlug);
    }

    private async Task PushAsync(CancellationToken cancellationToken)
    {
        await registration.WhenVerifiedAsync(cancellationToken);
        await Parallel.ForEachAsync(ReadFreshAsync(cancellationToken), Limits(cancellationToken),
            async (delivery, token) => await sender.AttemptAsync(delivery, token));
    }

    private async Task RetryAsync(CancellationToken cancellationToken) =>
        await Parallel.ForEachAsync(retries.ReadDueAsync(cancellationToken), Limits(cancellationToken),
            async (delivery, token) => await sender.AttemptAsync(delivery, token));

    private async IAsyncEnumerable<Delivery> ReadFreshAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _fresh.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_fresh.Reader.TryRead(out var first))
                yield return options.BatchDelivery ? Delivery.Batch(CollectBatch(first)) : Delivery.Single(first);
        }
    }

    private List<AdobeEvent> CollectBatch(AdobeEvent first)
    {
        var batch = new List<AdobeEvent> { first };
        var bytes = first.Json.Length;
        while (batch.Count < BatchEvents && _fresh.Reader.TryPeek(out var next) && bytes + next.Json.Length < BatchBytes && _fresh.Reader.TryRead(out next))
        {
            batch.Add(next);
            bytes += next.Json.Length;
        }
        return batch;
    }

    private static ParallelOptions Limits(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = ConcurrentRequests, CancellationToken = cancellationToken };
}
