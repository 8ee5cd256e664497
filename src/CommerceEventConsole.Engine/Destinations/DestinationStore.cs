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
        return await context.Destinations.AsNoTracking().OrderBy(d => d.Name).Take(FieldChecks.MaxRows).ToListAsync(cancellationToken);
    }

    /// <summary>One destination; null where there is none.</summary>
    public async Task<Destination?> GetAsync(int id, CancellationToken cancellationToken)
    {
        await using var context = await _factory.CreateDbContextAsync(cancellationToken);
        return await context.Destinations.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancellationToken);
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
        SetStateAsync(id, who, "destination.paused", _ => DestinationState.Paused, cancellationToken);

    /// <summary>Sends again, also to a destination that did not answer: then the next attempts tell whether it does.</summary>
    public Task<ChangeResult<Destination>> ResumeAsync(int id, string who, CancellationToken cancellationToken) =>
        SetStateAsync(id, who, "destination.resumed", _ => DestinationState.Active, cancellationToken);

    /// <summary>Notes that an active destination does not answer. One that a person paused stays paused.</summary>
    public Task<ChangeResult<Destination>> MarkUnreachableAsync(int id, CancellationToken cancellationToken) =>
        SetStateAsync(
            id,
            Console,
            "destination.unreachable",
            state => state == DestinationState.Active ? DestinationState.Unreachable : state,
            cancellationToken);

    /// <summary>Notes that an unreachable destination answers again. One that a person paused stays paused.</summary>
    public Task<ChangeResult<Destination>> MarkReachableAsync(int id, CancellationToken cancellationToken) =>
        SetStateAsync(
            id,
            Console,
            "destination.reachable",
            state => state == DestinationState.Unreachable ? DestinationState.Active : state,
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
    private Task<ChangeResult<Destination>> SetStateAsync(
        int id, string who, string action, Func<DestinationState, DestinationState> next, CancellationToken cancellationToken) =>
        _writer.EditAsync(
            who,
            Find(id),
            seenVersion: null,
            (change, row, _) =>
            {
                var state = next(row.State);
                if (row.State == state)
                    return Task.FromResult(ChangeResult<Destination>.Unchanged(row));
                var before = _editor.Describe(row);
                row.State = state;
                change.Record(action, DestinationEditor.Subject(row), before, _editor.Describe(row));
                return Task.FromResult(ChangeResult<Destination>.Changed(row));
            },
            cancellationToken);
}
