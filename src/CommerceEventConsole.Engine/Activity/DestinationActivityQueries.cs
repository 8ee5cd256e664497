using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Destinations;

namespace CommerceEventConsole.Engine.Activity;

/// <summary>A destination and how its deliveries stand.</summary>
/// <param name="Destination">The destination.</param>
/// <param name="DeliveredLastHour">Deliveries that arrived in the last 60 minutes.</param>
/// <param name="Waiting">Deliveries on their way or about to be: pending, sending and retrying.</param>
/// <param name="Retrying">Those of them that failed so far.</param>
/// <param name="Held">Deliveries that wait for the destination to be sent to again.</param>
/// <param name="Failed">Deliveries given up.</param>
/// <param name="OldestUnsent">When the oldest waiting or held delivery was made; null where there is none.</param>
/// <param name="LastAnswer">How the newest attempt ended; null where none is known.</param>
public sealed record DestinationActivity(
    Destination Destination,
    long DeliveredLastHour,
    long Waiting,
    long Retrying,
    long Held,
    long Failed,
    DateTimeOffset? OldestUnsent,
    LastAnswer? LastAnswer)
{
    /// <summary>Its circuit while that is open; null while the destination answers.</summary>
    public DestinationHealth? Outage { get; init; }

    /// <summary>Everything that has not arrived and is not given up.</summary>
    public long Unsent => Waiting + Held;
}

/// <summary>Answers how the destinations fare.</summary>
public sealed class DestinationActivityQueries(
    DestinationStore destinations, DeliveryQueries deliveries, ActivityQueries activity, LastAnswers answers)
{
    /// <summary>Every destination by name.</summary>
    public async Task<IReadOnlyList<DestinationActivity>> ListAsync(CancellationToken cancellationToken) =>
        await ListAsync(await activity.LastHourAsync(cancellationToken), cancellationToken);

    /// <summary>The same with totals that were read before.</summary>
    public async Task<IReadOnlyList<DestinationActivity>> ListAsync(ActivityTotals hour, CancellationToken cancellationToken)
    {
        var rows = await destinations.ListAsync(cancellationToken);
        var counts = (await deliveries.CountsAsync(cancellationToken)).ToDictionary(c => (c.DestinationId, c.State), c => c.Count);
        var oldest = await deliveries.OldestUnsentAsync(cancellationToken);
        var last = await answers.ReadAsync(cancellationToken);
        var outages = await destinations.OutagesAsync(cancellationToken);
        return [.. rows.Select(Activity)];

        DestinationActivity Activity(Destination row)
        {
            var retrying = Count(DeliveryState.Retrying);
            return new DestinationActivity(
                row,
                hour.Of(ActivityMeasure.Delivered, row.Id),
                Count(DeliveryState.Pending) + Count(DeliveryState.Sending) + retrying,
                retrying,
                Count(DeliveryState.Held),
                Count(DeliveryState.Failed),
                oldest.TryGetValue(row.Id, out var at) ? at : null,
                last.GetValueOrDefault(row.Id))
            {
                Outage = outages.GetValueOrDefault(row.Id),
            };

            long Count(DeliveryState state) => counts.GetValueOrDefault((row.Id, state));
        }
    }
}
