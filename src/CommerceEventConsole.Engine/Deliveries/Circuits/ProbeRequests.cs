using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Routing;

namespace CommerceEventConsole.Engine.Deliveries.Circuits;

/// <summary>Makes the request of a probe: the destination's health address, or else one held delivery.</summary>
internal sealed class ProbeRequests(ProbeDeliveries deliveries, DeliverySender sender, DestinationClient client)
{
    // What fails costs the delivery nothing: it is held again.
    private static readonly AttemptVerdict Open = new(IsOpen: true, IsUncounted: true);
    private static readonly AttemptVerdict Closes = new(IsOpen: true, IsUncounted: false);

    /// <summary>Asks the health address; anything but 2xx is a failure.</summary>
    public async Task<ProbeResult> AskAsync(DestinationConfiguration destination, Uri address, CancellationToken cancellationToken)
    {
        var answer = await client.AskAsync(destination, address, cancellationToken).ConfigureAwait(false);
        var outcome = DeliveryOutcome.Of(destination.Name, destination.Timeout, answer);
        return outcome.Outcome switch
        {
            AttemptOutcome.Delivered => ProbeResult.Works,
            AttemptOutcome.Interrupted => ProbeResult.None,
            _ => ProbeResult.Fails(Masked(outcome, destination), outcome.RetryAfter, mayBeEvent: false),
        };
    }

    /// <summary>Takes a held delivery to probe with; null where there is none.</summary>
    public Task<ClaimedDelivery?> TakeAsync(
        DestinationConfiguration destination, long after, string owner, TimeSpan lease, CancellationToken cancellationToken) =>
        deliveries.TakeAsync(destination.Id, after, owner, lease, cancellationToken);

    /// <summary>Sends it and records the attempt. An event that is refused shows that the destination works.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="owner">The dispatcher that holds it.</param>
    /// <param name="cut">Cuts the attempt off; the record is made all the same.</param>
    /// <param name="abandon">Drops everything.</param>
    public async Task<ProbeResult> SendAsync(
        ClaimedDelivery delivery, DestinationConfiguration destination, string owner, CancellationToken cut, CancellationToken abandon)
    {
        var attempt = await sender.SendAsync(delivery, destination, cut).ConfigureAwait(false);
        var outcome = attempt.Outcome;
        var fails = outcome.Fault != DestinationFault.None;
        await sender.RecordAsync(attempt, fails || outcome.Outcome == AttemptOutcome.Transient ? Open : Closes, owner, abandon).ConfigureAwait(false);
        if (!attempt.TellsOfDestination)
            return outcome.Outcome == AttemptOutcome.Transient ? ProbeResult.Blocked : ProbeResult.None;
        return fails ? ProbeResult.Fails(Masked(outcome, destination), outcome.RetryAfter, outcome.Fault == DestinationFault.Failing) : ProbeResult.Works;
    }

    private static string? Masked(DeliveryOutcome outcome, DestinationConfiguration destination) =>
        outcome.Error is null ? null : CredentialMask.Text(outcome.Error, destination);
}
