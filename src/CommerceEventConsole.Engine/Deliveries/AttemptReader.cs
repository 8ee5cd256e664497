using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>An attempt with what was sent.</summary>
/// <param name="Attempt">The row.</param>
/// <param name="Body">The first 16 kB of the body as sent; null where nothing was sent, or <paramref name="IsBodyLost"/>.</param>
/// <param name="IsBodyLost">Whether a body was sent that can no longer be shown exactly as it was.</param>
public sealed record WholeAttempt(DeliveryAttempt Attempt, byte[]? Body, bool IsBodyLost);

/// <summary>Reads attempts for who looks at one. A body that is not kept is made again of event and revision, which never change.</summary>
public sealed class AttemptReader
{
    private readonly IDbContextFactory<ConsoleDbContext> _store;
    private readonly SentContent _content;

    internal AttemptReader(IDbContextFactory<ConsoleDbContext> store, SentContent content) => (_store, _content) = (store, content);

    /// <summary>One attempt with heads and bodies; null where the store has no such attempt.</summary>
    public async Task<WholeAttempt?> ReadAsync(long attemptId, CancellationToken cancellationToken)
    {
        await using var context = await _store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var attempt = await context.DeliveryAttempts.AsNoTracking().FirstOrDefaultAsync(a => a.Id == attemptId, cancellationToken)
            .ConfigureAwait(false);
        if (attempt is null)
            return null;
        if (attempt is not { RequestDigest: { } digest, RequestRevisionId: { } revisionId })
            return new WholeAttempt(attempt, attempt.RequestBody, IsBodyLost: false);

        // A newer console may write a field otherwise: then it says so, and shows nothing that was not sent.
        var delivery = await context.Deliveries.AsNoTracking().FirstOrDefaultAsync(d => d.Id == attempt.DeliveryId, cancellationToken)
            .ConfigureAwait(false);
        var body = delivery is null ? null : await _content.MakeAsync(context, delivery, revisionId, cancellationToken).ConfigureAwait(false);
        return body is not null && BodyDigest.Of(body) == digest
            ? new WholeAttempt(attempt, FinishedAttempt.Cut(body), IsBodyLost: false)
            : new WholeAttempt(attempt, null, IsBodyLost: true);
    }
}
