using System.Collections.Concurrent;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CommerceEventConsole.Engine.Failures;

/// <summary>Finds the group of a failure, and makes it at the first of its kind. Remembers what it found; a second node may be faster.</summary>
public sealed class FailureGroups(IDbContextFactory<ConsoleDbContext> contexts, TimeProvider time) : IDisposable
{
    /// <summary>Groups of a destination at most: past it, failures of one class and status share a group, whatever the message.</summary>
    public const int Capacity = 500;

    /// <summary>Signatures remembered at most.</summary>
    internal const int Memory = 10_000;

    private readonly ConcurrentDictionary<(int DestinationId, long Signature), int> _ids = [];

    // A destination that goes down fails many at once: one of them makes the group, the others find it.
    private readonly SemaphoreSlim _adding = new(1);

    /// <summary>The group of a signature.</summary>
    /// <exception cref="StoreUnavailableException">The store could not be asked, or did not take a new one.</exception>
    public ValueTask<int> GetAsync(int destinationId, FailureSignature signature, CancellationToken cancellationToken) =>
        _ids.TryGetValue((destinationId, signature.Hash), out var id)
            ? ValueTask.FromResult(id)
            : new ValueTask<int>(FindOrAddAsync(destinationId, signature, cancellationToken));

    /// <inheritdoc />
    public void Dispose() => _adding.Dispose();

    private async Task<int> FindOrAddAsync(int destinationId, FailureSignature signature, CancellationToken cancellationToken)
    {
        await _adding.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var key = (destinationId, signature.Hash);
            if (_ids.TryGetValue(key, out var known))
                return known;
            await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            return Remember(key, await FindOrAddAsync(context, destinationId, signature, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is System.Data.Common.DbException or DbUpdateException or RetryLimitExceededException)
        {
            throw new StoreUnavailableException("The failure group could not be stored.", e);
        }
        finally
        {
            _adding.Release();
        }
    }

    private async Task<int> FindOrAddAsync(
        ConsoleDbContext context, int destinationId, FailureSignature signature, CancellationToken cancellationToken)
    {
        if (await FindAsync(context, destinationId, signature.Hash, cancellationToken).ConfigureAwait(false) is { } known)
            return known;
        var groups = await context.FailureGroups.CountAsync(g => g.DestinationId == destinationId, cancellationToken).ConfigureAwait(false);
        if (groups >= Capacity && signature.Message is not FailureSignature.Rest)
            return await FindOrAddAsync(context, destinationId, signature.WithoutMessage(), cancellationToken).ConfigureAwait(false);
        try
        {
            var now = time.Now();
            var added = new FailureGroup
            {
                DestinationId = destinationId,
                Signature = signature.Hash,
                Class = signature.Class,
                StatusCode = signature.StatusCode,
                Message = signature.Message,
                State = FailureGroupState.Open,
                FirstSeenAt = now,
                LastSeenAt = now,
                OpenedAt = now,
            };
            context.FailureGroups.Add(added);
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return added.Id;
        }
        catch (DbUpdateException)
        {
            // Another node was first.
            context.ChangeTracker.Clear();
            if (await FindAsync(context, destinationId, signature.Hash, cancellationToken).ConfigureAwait(false) is { } theirs)
                return theirs;
            throw;
        }
    }

    private static Task<int?> FindAsync(ConsoleDbContext context, int destinationId, long signature, CancellationToken cancellationToken) =>
        context.FailureGroups.Where(g => g.DestinationId == destinationId && g.Signature == signature)
            .Select(g => (int?)g.Id).FirstOrDefaultAsync(cancellationToken);

    private int Remember((int DestinationId, long Signature) key, int id)
    {
        // What is forgotten is found in the store again.
        if (_ids.Count >= Memory)
            _ids.Clear();
        _ids[key] = id;
        return id;
    }
}
