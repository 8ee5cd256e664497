using CommerceEventConsole.Engine.Deliveries.Circuits;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Destinations;

/// <summary>Reads and changes destinations. Changes are audited and in force on this node when the call returns.</summary>
public sealed class DestinationStore
{
    /// <summary>Who the audit log names for what the console finds out by itself.</summary>
    public const string Console = "console";

    private readonly IDbContextFactory<ConsoleDbContext> _factory;
    private readonly ConfigurationWriter _writer;
    private readonly DestinationEditor _editor;

    internal DestinationStore(IDbContextFactory<ConsoleDbContext> factory, ConfigurationWriter writer, DestinationEditor editor)
    {
        _factory = factory;
        _writer = writer;
        _editor = editor;
    }

    /// <summary>Every destination by name. The console holds at most 1,000.</summary>
    public async Task<IReadOnlyList<Destination>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await _factory.CreateDbContextAsync(cancellationToken);
        return await WithCircuitsAsync(context, context.Destinations.OrderBy(d => d.Name).Take(FieldChecks.MaxRows), cancellationToken);
    }

    /// <summary>One destination; null where there is none.</summary>
    public async Task<Destination?> GetAsync(int id, CancellationToken cancellationToken)
    {
        await using var context = await _factory.CreateDbContextAsync(cancellationToken);
        return (await WithCircuitsAsync(context, Find(id)(context), cancellationToken)).SingleOrDefault();
    }

    /// <summary>The circuits that are open, by destination.</summary>
    public async Task<IReadOnlyDictionary<int, DestinationHealth>> OutagesAsync(CancellationToken cancellationToken)
    {
        await using var context = await _factory.CreateDbContextAsync(cancellationToken);
        return await context.DestinationHealth.AsNoTracking().Where(h => h.IsOpen).OrderBy(h => h.DestinationId).Take(FieldChecks.MaxRows)
            .ToDictionaryAsync(h => h.DestinationId, cancellationToken);
    }

    /// <summary>The names of a destination's further headers, for an editor that does not show their values.</summary>
    public IReadOnlyList<string> HeaderNames(Destination destination) => _editor.HeaderNames(destination);

    /// <summary>Makes a destination; it starts active.</summary>
    public Task<ChangeResult<Destination>> CreateAsync(DestinationDraft draft, string who, CancellationToken cancellationToken) =>
        _writer.ChangeAsync(
            who,
            async (change, token) => _editor.Save(change, draft, null, await change.Context.Destinations.ToListAsync(token)),
            cancellationToken);

    /// <summary>Changes a destination that was read as <paramref name="version"/> (<see cref="Destination.Version"/>).</summary>
    public Task<ChangeResult<Destination>> UpdateAsync(
        int id, long version, DestinationDraft draft, string who, CancellationToken cancellationToken) =>
        _writer.EditAsync(
            who,
            Find(id),
            version,
            async (change, row, token) =>
                _editor.Save(change, draft, row, await change.Context.Destinations.Where(d => d.Id != id).ToListAsync(token)),
            cancellationToken);

    /// <summary>Stops sending: deliveries are held until somebody resumes.</summary>
    public Task<ChangeResult<Destination>> PauseAsync(int id, string who, CancellationToken cancellationToken) =>
        _writer.EditAsync(
            who,
            Find(id),
            seenVersion: null,
            (change, row, _) => Task.FromResult(SetState(change, row, "destination.paused", DestinationState.Paused, always: false)),
            cancellationToken);

    /// <summary>Sends again, also to a destination that did not answer: then the next attempts tell whether it does.</summary>
    public Task<ChangeResult<Destination>> ResumeAsync(int id, string who, CancellationToken cancellationToken) =>
        _writer.EditAsync(
            who,
            Find(id),
            seenVersion: null,
            async (change, row, token) =>
            {
                var wasOpen = await CircuitStore.CloseAsync(change, id, token);
                return SetState(change, row, "destination.resumed", DestinationState.Active, wasOpen);
            },
            cancellationToken);

    /// <summary>Has an unreachable destination checked at once, on whatever node is first.</summary>
    public Task<ChangeResult<Destination>> CheckNowAsync(int id, string who, CancellationToken cancellationToken) =>
        _writer.EditAsync(
            who,
            Find(id),
            seenVersion: null,
            async (change, row, token) =>
            {
                DateTimeOffset? now = change.At;
                var count = await change.Context.DestinationHealth.Where(h => h.DestinationId == id && h.IsOpen)
                    .ExecuteUpdateAsync(set => set.SetProperty(h => h.NextProbeAt, now), token);
                if (count == 0)
                    return ChangeResult<Destination>.Unchanged(row);
                change.Record("destination.checked", DestinationEditor.Subject(row), before: null, after: null);
                return ChangeResult<Destination>.Changed(row);
            },
            cancellationToken);

    /// <summary>Deletes a destination that nothing was ever made for; refused, with the count of what names it, otherwise.</summary>
    public async Task<ChangeResult<Destination>> DeleteAsync(int id, string who, CancellationToken cancellationToken)
    {
        // Before the transaction: where there are none every delivery is looked at, and nobody should wait for that at a lock.
        var deliveries = await CountDeliveriesAsync(id, cancellationToken);
        return await _writer.EditAsync(
            who,
            Find(id),
            seenVersion: null,
            async (change, row, token) =>
            {
                var subscriptions = await change.Context.Routes.CountAsync(r => r.DestinationId == id && !r.Removed, token);
                if (deliveries + subscriptions > 0)
                {
                    return ChangeResult<Destination>.InUse(
                        $"{BoundedCount.Text(subscriptions, "subscription")} and {BoundedCount.Text(deliveries, "delivery", "deliveries")} name this destination. Take it out of the subscriptions, or pause it instead.");
                }

                change.Context.Routes.RemoveRange(await change.Context.Routes.Where(r => r.DestinationId == id).ToListAsync(token));
                await change.Context.DestinationHealth.Where(h => h.DestinationId == id).ExecuteDeleteAsync(token);
                change.Context.Destinations.Remove(row);
                change.Record("destination.deleted", DestinationEditor.Subject(row), _editor.Describe(row), after: null);
                return ChangeResult<Destination>.Changed(null);
            },
            cancellationToken);
    }

    private static Func<ConsoleDbContext, IQueryable<Destination>> Find(int id) => context => context.Destinations.Where(d => d.Id == id);

    private async Task<int> CountDeliveriesAsync(int id, CancellationToken cancellationToken)
    {
        await using var context = await _factory.CreateDbContextAsync(cancellationToken);
        return await context.Deliveries.Where(d => d.DestinationId == id).CountUpToAsync(cancellationToken);
    }

    // No new version of the row: whoever edits the address meanwhile is not in the way of who pauses.
    private ChangeResult<Destination> SetState(ConfigurationChange change, Destination row, string action, DestinationState state, bool always)
    {
        if (row.State == state && !always)
            return ChangeResult<Destination>.Unchanged(row);
        var before = _editor.Describe(row);
        row.State = state;
        change.Record(action, DestinationEditor.Subject(row), before, _editor.Describe(row));
        return ChangeResult<Destination>.Changed(row);
    }

    // What is read is shown: the circuit belongs to the state.
    private static async Task<List<Destination>> WithCircuitsAsync(
        ConsoleDbContext context, IQueryable<Destination> query, CancellationToken cancellationToken)
    {
        var rows = await query.AsNoTracking().ToListAsync(cancellationToken);
        var open = await context.DestinationHealth.Where(h => h.IsOpen).Select(h => h.DestinationId).ToHashSetAsync(cancellationToken);
        foreach (var row in rows)
            row.State = row.StateWith(open.Contains(row.Id));
        return rows;
    }
}
