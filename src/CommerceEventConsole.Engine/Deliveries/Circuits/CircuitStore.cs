using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Deliveries.Circuits;

/// <summary>
/// The circuits as all nodes share them. Each change is a statement that tests what it replaces: of two nodes that see the same, one
/// makes it.
/// </summary>
internal sealed class CircuitStore(
    IDbContextFactory<ConsoleDbContext> factory, ConfigurationWriter writer, IRouting routing, TimeProvider time)
{
    /// <summary>The row of a destination; null where its circuit was never open.</summary>
    public async Task<DestinationHealth?> ReadAsync(int destinationId, CancellationToken cancellationToken)
    {
        await using var context = await factory.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await context.DestinationHealth.AsNoTracking().SingleOrDefaultAsync(h => h.DestinationId == destinationId, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Makes a destination unreachable; this node knows when the call returns, whoever made it so.</summary>
    /// <param name="destination">The destination.</param>
    /// <param name="reason">Why, for people.</param>
    /// <param name="retryAfter">How long it asks to be left alone.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether this call did it.</returns>
    public async Task<bool> OpenAsync(
        DestinationConfiguration destination, string reason, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        var result = await writer.ChangeAsync<DestinationHealth>(
            DestinationStore.Console,
            async (change, token) =>
            {
                if (!await OpenAsync(change, destination, reason, retryAfter, token).ConfigureAwait(false))
                    return ChangeResult<DestinationHealth>.Unchanged(null);
                change.Record("destination.unreachable", Subject(destination), before: null, AuditJson.Write(new { reason }));
                return ChangeResult<DestinationHealth>.Changed(null);
            },
            cancellationToken).ConfigureAwait(false);
        if (result.Outcome == ChangeOutcome.Changed)
            return true;
        await routing.ReloadAsync(cancellationToken).ConfigureAwait(false);
        return false;
    }

    /// <summary>Makes a destination reachable again; this node knows when the call returns.</summary>
    /// <returns>Whether this call did it.</returns>
    public async Task<bool> CloseAsync(DestinationConfiguration destination, CancellationToken cancellationToken)
    {
        var result = await writer.ChangeAsync<DestinationHealth>(
            DestinationStore.Console,
            async (change, token) =>
            {
                if (!await CloseAsync(change, destination.Id, token).ConfigureAwait(false))
                    return ChangeResult<DestinationHealth>.Unchanged(null);
                change.Record("destination.reachable", Subject(destination), before: null, after: null);
                return ChangeResult<DestinationHealth>.Changed(null);
            },
            cancellationToken).ConfigureAwait(false);
        return result.Outcome == ChangeOutcome.Changed;
    }

    /// <summary>Closes a circuit within a change; false where it was not open. It keeps half of its failed probes: it may open again soon.</summary>
    public static async Task<bool> CloseAsync(ConfigurationChange change, int destinationId, CancellationToken cancellationToken)
    {
        var at = change.At;
        return await change.Context.DestinationHealth.Where(h => h.DestinationId == destinationId && h.IsOpen).ExecuteUpdateAsync(
            set => set
                .SetProperty(h => h.IsOpen, false)
                .SetProperty(h => h.Since, at)
                .SetProperty(h => h.Reason, (string?)null)
                .SetProperty(h => h.FailedProbes, h => h.FailedProbes / 2)
                .SetProperty(h => h.GoodProbes, 0)
                .SetProperty(h => h.NextProbeAt, (DateTimeOffset?)null)
                .SetProperty(h => h.ProbedAt, at)
                .SetProperty(h => h.ProbeError, (string?)null)
                .SetProperty(h => h.ProbeOwner, (string?)null)
                .SetProperty(h => h.ProbeUntil, (DateTimeOffset?)null),
            cancellationToken).ConfigureAwait(false) > 0;
    }

    /// <summary>Leases a probe that is due; false where it is not, or another node has it.</summary>
    public async Task<bool> TakeProbeAsync(int destinationId, string owner, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = time.Now();
        DateTimeOffset? until = now + lease;
        await using var context = await factory.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await context.DestinationHealth
            .Where(h => h.DestinationId == destinationId && h.IsOpen && h.NextProbeAt <= now && (h.ProbeUntil == null || h.ProbeUntil <= now))
            .ExecuteUpdateAsync(
                set => set.SetProperty(h => h.ProbeOwner, owner).SetProperty(h => h.ProbeUntil, until),
                cancellationToken).ConfigureAwait(false) == 1;
    }

    /// <summary>Gives a leased probe back with what it met.</summary>
    /// <param name="destinationId">The destination.</param>
    /// <param name="owner">Who probed.</param>
    /// <param name="result">What it met.</param>
    /// <param name="wait">The time to the next probe.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task EndProbeAsync(int destinationId, string owner, ProbeResult result, TimeSpan wait, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var (failed, good, error) = (result.Failed ? 1 : 0, result.Succeeded, result.Error);
        DateTimeOffset? next = (now + wait).ToStorePrecision();
        await using var context = await factory.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await context.DestinationHealth.Where(h => h.DestinationId == destinationId && h.IsOpen && h.ProbeOwner == owner).ExecuteUpdateAsync(
            set => set
                .SetProperty(h => h.FailedProbes, h => h.FailedProbes + failed)
                .SetProperty(h => h.GoodProbes, h => good ? h.GoodProbes + 1 : 0)
                .SetProperty(h => h.NextProbeAt, next)
                .SetProperty(h => h.ProbedAt, now)
                .SetProperty(h => h.ProbeError, error)
                .SetProperty(h => h.ProbeOwner, (string?)null)
                .SetProperty(h => h.ProbeUntil, (DateTimeOffset?)null),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes every leased probe back: right only where no other process can be probing.</summary>
    public async Task TakeBackProbesAsync(CancellationToken cancellationToken)
    {
        await using var context = await factory.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await context.DestinationHealth.Where(h => h.ProbeOwner != null).ExecuteUpdateAsync(
            set => set.SetProperty(h => h.ProbeOwner, (string?)null).SetProperty(h => h.ProbeUntil, (DateTimeOffset?)null),
            cancellationToken).ConfigureAwait(false);
    }

    private static string Subject(DestinationConfiguration destination) => $"Destination {destination.Name}";

    // Under the lock of the configuration's counter: nobody adds the row meanwhile.
    private static async Task<bool> OpenAsync(
        ConfigurationChange change, DestinationConfiguration destination, string reason, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        var (at, rows, settings) = (change.At, change.Context.DestinationHealth, destination.Circuit);
        if (!await change.Context.Destinations.AnyAsync(d => d.Id == destination.Id, cancellationToken).ConfigureAwait(false))
            return false;
        var seen = await rows.AsNoTracking().SingleOrDefaultAsync(h => h.DestinationId == destination.Id, cancellationToken).ConfigureAwait(false);

        // One that was closed a moment ago goes on where its probes stood.
        var failed = seen is not null && at - seen.Since < settings.LongestProbe ? seen.FailedProbes : 0;
        DateTimeOffset? next = (at + settings.ProbeWait(failed, retryAfter)).ToStorePrecision();
        if (seen is null)
        {
            rows.Add(new DestinationHealth { DestinationId = destination.Id, IsOpen = true, Since = at, Reason = reason, NextProbeAt = next });
            return true;
        }

        return await rows.Where(h => h.DestinationId == destination.Id && !h.IsOpen && h.Since == seen.Since).ExecuteUpdateAsync(
            set => set
                .SetProperty(h => h.IsOpen, true)
                .SetProperty(h => h.Since, at)
                .SetProperty(h => h.Reason, reason)
                .SetProperty(h => h.FailedProbes, failed)
                .SetProperty(h => h.GoodProbes, 0)
                .SetProperty(h => h.NextProbeAt, next)
                .SetProperty(h => h.ProbedAt, (DateTimeOffset?)null)
                .SetProperty(h => h.ProbeError, (string?)null)
                .SetProperty(h => h.ProbeOwner, (string?)null)
                .SetProperty(h => h.ProbeUntil, (DateTimeOffset?)null),
            cancellationToken).ConfigureAwait(false) == 1;
    }
}
