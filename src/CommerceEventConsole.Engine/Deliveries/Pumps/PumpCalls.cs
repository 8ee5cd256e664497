using CommerceEventConsole.Engine.Deliveries.Batches;
using CommerceEventConsole.Engine.Deliveries.Circuits;
using CommerceEventConsole.Engine.Routing;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.Deliveries.Pumps;

/// <summary>Sends what is in hand, as many at once as the gate lets through, and records how it ended.</summary>
/// <param name="pump">The pump's own.</param>
/// <param name="gate">Whether and how fast.</param>
/// <param name="hand">What is in hand.</param>
/// <param name="cut">Cuts off what is in flight.</param>
/// <param name="abandon">Drops everything, as the end of the process would.</param>
internal sealed partial class PumpCalls(PumpIdentity pump, DestinationGate gate, PumpHand hand, CancellationToken cut, CancellationToken abandon)
{
    private readonly PumpServices _services = pump.Services;

    /// <summary>Begins as many as may go out now.</summary>
    public Task StartAsync()
    {
        List<ClaimedDelivery>? tooLate = null;
        while (hand.TakeNext(out var destination, ref tooLate) is { } deliveries)
            _ = SendAsync(deliveries, destination!);
        return tooLate is null ? Task.CompletedTask : GiveBackAsync(tooLate);
    }

    /// <summary>Gives leases back.</summary>
    public async Task GiveBackAsync(List<ClaimedDelivery> deliveries)
    {
        if (deliveries.Count == 0)
            return;
        try
        {
            // A dispatcher that is dropped gives nothing back, as a process that ends.
            await _services.Leases.ReleaseAsync(deliveries.ConvertAll(d => d.Lease.Id), pump.Owner, abandon).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Their leases run out by themselves.
            if (!abandon.IsCancellationRequested)
                LogTrouble(_services.Logger, e, pump.DestinationId);
        }

        Leave(deliveries);
    }

    private async Task SendAsync(IReadOnlyList<ClaimedDelivery> deliveries, DestinationConfiguration destination)
    {
        await Task.Yield();
        FinishedBatch? sent = null;
        var verdict = default(AttemptVerdict);
        try
        {
            sent = await CallAsync(deliveries, destination).ConfigureAwait(false);
            if (sent.Call is { } call)
                verdict = gate.Observe(call);
        }
        catch (Exception e)
        {
            // Nothing was sent: what it takes to send it could not be read.
            LogTrouble(_services.Logger, e, pump.DestinationId);
            await Task.Delay(_services.Options.ErrorPause, _services.Time, cut).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // The slot is free: the next goes out while this one is being recorded.
        hand.Landed(deliveries.Count);
        await StartAsync().ConfigureAwait(false);
        if (sent is null)
        {
            await GiveBackAsync([.. deliveries]).ConfigureAwait(false);
            return;
        }

        if (verdict.Opens)
            await OpenAsync(sent.Call!).ConfigureAwait(false);
        if (sent.Attempts.Count == 1)
            await RecordAsync(sent.Attempts[0], verdict).ConfigureAwait(false);
        else
            await Task.WhenAll(sent.Attempts.Select(a => RecordAsync(a, verdict))).ConfigureAwait(false);
        Leave(deliveries);
    }

    private async ValueTask<FinishedBatch> CallAsync(IReadOnlyList<ClaimedDelivery> deliveries, DestinationConfiguration destination)
    {
        if (deliveries.Count > 1 || _services.Sendings.BatchOf(deliveries[0]) is not null)
            return await _services.Batches.SendAsync(deliveries, destination, cut).ConfigureAwait(false);
        var attempt = await _services.Sender.SendAsync(deliveries[0], destination, cut).ConfigureAwait(false);
        return new FinishedBatch([attempt], attempt);
    }

    // Where it cannot be stored, the next failures ask again.
    private async Task OpenAsync(FinishedAttempt attempt)
    {
        try
        {
            var reason = attempt.ToRow(attempt.Outcome.Outcome).Error ?? "";
            await _services.Circuits.OpenAsync(attempt.Destination, reason, attempt.Outcome.RetryAfter, abandon).ConfigureAwait(false);
            LogUnreachable(_services.Logger, pump.DestinationId);
        }
        catch (Exception e)
        {
            if (!abandon.IsCancellationRequested)
                LogTrouble(_services.Logger, e, pump.DestinationId);
            await Task.Delay(_services.Options.ErrorPause, _services.Time, cut).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        gate.Stored();
    }

    private async Task RecordAsync(FinishedAttempt attempt, AttemptVerdict verdict)
    {
        try
        {
            if (!abandon.IsCancellationRequested)
                await _services.Sender.RecordAsync(attempt, verdict, pump.Owner, abandon).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The lease runs out, and the delivery is sent again with the same id.
            if (!abandon.IsCancellationRequested)
                LogLost(_services.Logger, e, attempt.Delivery.Lease.Id);
        }
    }

    private void Leave(IReadOnlyList<ClaimedDelivery> deliveries)
    {
        hand.Leave(deliveries);
        pump.Wake.Set();
    }

    [LoggerMessage(LogLevel.Warning, "Deliveries of destination {DestinationId} could not be worked on; trying again shortly")]
    private static partial void LogTrouble(ILogger logger, Exception exception, int destinationId);

    [LoggerMessage(LogLevel.Warning, "Destination {DestinationId} is unreachable: its deliveries are held until it answers")]
    private static partial void LogUnreachable(ILogger logger, int destinationId);

    [LoggerMessage(LogLevel.Error, "An attempt of delivery {DeliveryId} was not recorded; it will be sent again when its lease has run out")]
    private static partial void LogLost(ILogger logger, Exception exception, long deliveryId);
}
