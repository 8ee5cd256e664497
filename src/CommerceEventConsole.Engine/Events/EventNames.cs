using System.Collections.Frozen;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Events;

/// <summary>What a source is called.</summary>
/// <param name="Id">Identity in the store.</param>
/// <param name="Slug">The last segment of its address.</param>
/// <param name="Name">What people call it.</param>
public sealed record SourceName(int Id, string Slug, string Name);

/// <summary>The names behind the ids that events and deliveries carry, at one moment.</summary>
/// <param name="Types">Canonical event types by id.</param>
/// <param name="Sources">Sources by id.</param>
/// <param name="Destinations">Destinations by id.</param>
public sealed record NameBook(
    FrozenDictionary<int, string> Types, FrozenDictionary<int, SourceName> Sources, FrozenDictionary<int, string> Destinations)
{
    internal string TypeOf(int id) => Types.GetValueOrDefault(id) ?? $"type {id}";

    internal SourceName SourceOf(int id) => Sources.GetValueOrDefault(id) ?? new SourceName(id, "", $"source {id}");

    internal string DestinationOf(int id) => Destinations.GetValueOrDefault(id) ?? $"destination {id}";
}

/// <summary>Keeps the <see cref="NameBook"/> for a moment, so that a list costs no joins and a renamed destination shows soon.</summary>
public sealed class EventNames(IDbContextFactory<ConsoleDbContext> contexts, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);

    private volatile Snapshot? _last;

    /// <summary>The names, at most two seconds old.</summary>
    public async ValueTask<NameBook> GetAsync(CancellationToken cancellationToken)
    {
        if (_last is { } last && time.GetElapsedTime(last.ReadAt) < Lifetime) return last.Book;
        return await ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The names, read anew when an id is younger than the ones kept.</summary>
    internal async ValueTask<NameBook> GetAsync(IEnumerable<int> typeIds, CancellationToken cancellationToken)
    {
        var book = await GetAsync(cancellationToken).ConfigureAwait(false);
        return typeIds.All(book.Types.ContainsKey) ? book : await ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<NameBook> ReadAsync(CancellationToken cancellationToken)
    {
        var readAt = time.GetTimestamp();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var types = await db.EventTypes.AsNoTracking().ToListAsync(cancellationToken).ConfigureAwait(false);
        var sources = await db.Sources.AsNoTracking()
            .Select(s => new SourceName(s.Id, s.Slug, s.Name)).ToListAsync(cancellationToken).ConfigureAwait(false);
        var destinations = await db.Destinations.AsNoTracking()
            .Select(d => new { d.Id, d.Name }).ToListAsync(cancellationToken).ConfigureAwait(false);
        var book = new NameBook(
            types.ToFrozenDictionary(t => t.Id, t => t.Name),
            sources.ToFrozenDictionary(s => s.Id),
            destinations.ToFrozenDictionary(d => d.Id, d => d.Name));
        _last = new Snapshot(book, readAt);
        return book;
    }

    private sealed record Snapshot(NameBook Book, long ReadAt);
}
