using CommerceEventConsole.Engine.Failures;
using CommerceEventConsole.Engine.Freshness;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Activity;

/// <summary>Everything that the first screen shows, at one moment.</summary>
/// <param name="Chart">Activity over time.</param>
/// <param name="Today">Counts since the start of the viewer's day.</param>
/// <param name="Destinations">Every destination by name.</param>
/// <param name="Sources">Every source by name.</param>
/// <param name="Failed">What was given up, the longest waiting first.</param>
/// <param name="HasSubscriptions">Whether any subscription is switched on.</param>
/// <param name="HasEvents">Whether any event is stored.</param>
public sealed record OverviewSnapshot(
    ActivityChart Chart,
    ActivityTotals Today,
    IReadOnlyList<DestinationActivity> Destinations,
    IReadOnlyList<SourceActivity> Sources,
    IReadOnlyList<Undelivered> Failed,
    bool HasSubscriptions,
    bool HasEvents)
{
    /// <summary>The group of failures that most needs somebody; null where there is none.</summary>
    public FailureGroupRow? WorstGroup { get; init; }

    /// <summary>What is held, by destination; only those of which something is.</summary>
    public IReadOnlyDictionary<int, HeldFigures> Held { get; init; } = new Dictionary<int, HeldFigures>();

    /// <summary>The promises, broken ones first; null before they were read.</summary>
    public IReadOnlyList<PromiseRow>? Promises { get; init; }

    /// <summary>Whether somebody still has to set it up: it lacks a part, or nothing ever came.</summary>
    public bool IsFresh => !HasEvents && (Sources.Count == 0 || Destinations.Count == 0 || !HasSubscriptions);

    /// <summary>Deliveries that have not arrived and are not given up.</summary>
    public long Unsent => Destinations.Sum(d => d.Unsent);

    /// <summary>When the oldest of those was made; null where there is none.</summary>
    public DateTimeOffset? OldestUnsent => Destinations.Min(d => d.OldestUnsent);
}

/// <summary>Reads the first screen: a fixed number of short questions, whatever the store holds.</summary>
public sealed class OverviewQueries(
    IDbContextFactory<ConsoleDbContext> contexts,
    ActivityQueries activity,
    DestinationActivityQueries destinations,
    SourceActivityQueries sources,
    UndeliveredQueries undelivered,
    FailureGroupQueries failures,
    HeldStakes held)
{
    private const int MaxHeld = 10;

    /// <summary>Reads it; <paramref name="startOfDay"/> is the viewer's midnight.</summary>
    public async Task<OverviewSnapshot> ReadAsync(ActivitySpan span, DateTimeOffset startOfDay, CancellationToken cancellationToken)
    {
        var hour = await activity.LastHourAsync(cancellationToken);
        var today = await activity.TotalsAsync(startOfDay, cancellationToken);
        var to = await destinations.ListAsync(hour, cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return new OverviewSnapshot(
            await activity.ChartAsync(span, cancellationToken),
            today,
            to,
            await sources.ListAsync(hour, today, cancellationToken),
            await undelivered.FailedAsync(to.Where(d => d.Failed > 0).Select(d => d.Destination.Id), cancellationToken),
            await context.Subscriptions.AnyAsync(s => s.Enabled && !s.Removed, cancellationToken),
            await context.Events.AnyAsync(cancellationToken))
        {
            WorstGroup = await failures.WorstAsync(cancellationToken),
            Held = await HeldAsync(to, cancellationToken),
        };
    }

    private async Task<IReadOnlyDictionary<int, HeldFigures>> HeldAsync(IReadOnlyList<DestinationActivity> to, CancellationToken cancellationToken)
    {
        var found = new Dictionary<int, HeldFigures>();
        foreach (var destination in to.Where(d => d.Held > 0).Take(MaxHeld))
        {
            if (await held.ReadAsync(destination.Destination.Id, cancellationToken) is { } figures)
                found[destination.Destination.Id] = figures;
        }

        return found;
    }
}
