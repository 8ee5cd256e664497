using System.Collections.Immutable;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Intake;

/// <summary>One line of the list of rejected requests. Never holds the bytes.</summary>
/// <param name="Id">Identity in the store.</param>
/// <param name="Source">The name of its source.</param>
/// <param name="ReceivedAt">When it was received.</param>
/// <param name="Reason">What is wrong and where.</param>
/// <param name="BatchIndex">Its place in its batch, from 0; null for a whole request.</param>
/// <param name="Length">Bytes received.</param>
public sealed record RejectedRow(long Id, string Source, DateTimeOffset ReceivedAt, string Reason, int? BatchIndex, int Length);

/// <summary>One page of rejected requests, newest first.</summary>
/// <param name="Rows">The requests.</param>
/// <param name="OlderThan">The id below which the next page begins; null at the end.</param>
public sealed record RejectedPage(ImmutableArray<RejectedRow> Rows, long? OlderThan);

/// <summary>Reads what was authentic but could not be read as an event.</summary>
public sealed class RejectedQueries(IDbContextFactory<ConsoleDbContext> contexts, EventNames names)
{
    /// <summary>One page, newest first.</summary>
    /// <param name="sourceSlug">Only of this source; null for all.</param>
    /// <param name="before">Only ids below this one; null for the newest.</param>
    /// <param name="take">How many at most, from 1.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<RejectedPage> PageAsync(string? sourceSlug, long? before, int take, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(take);
        var book = await names.GetAsync(cancellationToken).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var requests = db.RejectedRequests.AsNoTracking();
        if (before is { } id) requests = requests.Where(r => r.Id < id);
        if (sourceSlug is not null)
        {
            var source = book.Sources.Values.FirstOrDefault(s => string.Equals(s.Slug, sourceSlug, StringComparison.Ordinal));
            if (source is null) return new RejectedPage([], null);
            requests = requests.Where(r => r.SourceId == source.Id);
        }

        var rows = await requests.OrderByDescending(r => r.Id).Take(take + 1)
            .Select(r => new { r.Id, r.SourceId, r.ReceivedAt, r.Reason, r.BatchIndex, r.Body.Length })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return new RejectedPage(
            [.. rows.Take(take).Select(r => new RejectedRow(r.Id, book.SourceOf(r.SourceId).Name, r.ReceivedAt, r.Reason, r.BatchIndex, r.Length))],
            rows.Count > take ? rows[take - 1].Id : null);
    }

    /// <summary>One request with its bytes; null where there is none.</summary>
    public async Task<RejectedRequest?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.RejectedRequests.AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, cancellationToken).ConfigureAwait(false);
    }
}
