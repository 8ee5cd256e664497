using System.Collections.Concurrent;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Intake;

/// <summary>Numbers for canonical event types, so that an event row holds four bytes instead of a name.</summary>
public sealed class EventTypeIds(IDbContextFactory<ConsoleDbContext> contexts) : IDisposable
{
    /// <summary>The type that stands for the rest once <see cref="Capacity"/> is reached: a sender that invents types fills no table.</summary>
    public const string Rest = "(other)";

    /// <summary>Types kept at most.</summary>
    public const int Capacity = 5_000;

    private readonly ConcurrentDictionary<string, int> _ids = new(StringComparer.Ordinal);

    // The first events of a type come together: one of them makes it, the others find it.
    private readonly SemaphoreSlim _adding = new(1);

    /// <summary>The number of a type; the first event of a new type makes it.</summary>
    public ValueTask<int> GetAsync(string name, CancellationToken cancellationToken) =>
        _ids.TryGetValue(name, out var id) ? ValueTask.FromResult(id) : new ValueTask<int>(FindOrAddAsync(name, cancellationToken));

    /// <inheritdoc />
    public void Dispose() => _adding.Dispose();

    private async Task<int> FindOrAddAsync(string name, CancellationToken cancellationToken)
    {
        // Once the memory is full, an invented type costs no query.
        if (_ids.Count >= Capacity && _ids.TryGetValue(Rest, out var rest))
            return rest;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        if (await FindAsync(context, name, cancellationToken).ConfigureAwait(false) is { } known)
            return await TakeAsync(name, known, cancellationToken).ConfigureAwait(false);
        // Counted in the store: what a sender invents before a restart, or at another node, counts too.
        if (!string.Equals(name, Rest, StringComparison.Ordinal)
            && await context.EventTypes.CountAsync(cancellationToken).ConfigureAwait(false) >= Capacity)
        {
            foreach (var type in await context.EventTypes.AsNoTracking().ToListAsync(cancellationToken).ConfigureAwait(false))
                Remember(type.Name, type.Id);
            return await GetAsync(Rest, cancellationToken).ConfigureAwait(false);
        }

        if (await TryAddAsync(context, name, cancellationToken).ConfigureAwait(false) is { } added)
            return added;
        // Another node was first, or SQL Server knows the name with other capitals.
        return await FindAsync(context, name, cancellationToken).ConfigureAwait(false) is { } theirs
            ? await TakeAsync(name, theirs, cancellationToken).ConfigureAwait(false)
            : throw new StoreUnavailableException("The event type could not be stored.");
    }

    private async Task<int?> TryAddAsync(ConsoleDbContext context, string name, CancellationToken cancellationToken)
    {
        await _adding.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_ids.TryGetValue(name, out var known))
                return known;
            var added = new EventType { Name = name };
            context.EventTypes.Add(added);
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return Remember(name, added.Id);
        }
        catch (DbUpdateException)
        {
            context.ChangeTracker.Clear();
            return null;
        }
        finally
        {
            _adding.Release();
        }
    }

    private static async Task<EventType?> FindAsync(ConsoleDbContext context, string name, CancellationToken cancellationToken) =>
        await context.EventTypes.AsNoTracking().FirstOrDefaultAsync(t => t.Name == name, cancellationToken).ConfigureAwait(false);

    // SQL Server takes names that differ in case for the same, so that the second finds no room beside the first: it counts among the rest,
    // because it is not what the first one is.
    private async Task<int> TakeAsync(string name, EventType found, CancellationToken cancellationToken) =>
        string.Equals(found.Name, name, StringComparison.Ordinal) || string.Equals(name, Rest, StringComparison.Ordinal)
            ? Remember(name, found.Id)
            : Remember(name, await GetAsync(Rest, cancellationToken).ConfigureAwait(false));

    private int Remember(string name, int id)
    {
        _ids[name] = id;
        return id;
    }
}
