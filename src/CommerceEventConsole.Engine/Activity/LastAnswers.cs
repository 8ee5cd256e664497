using System.Collections.Concurrent;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Activity;

/// <summary>How the newest attempt at a destination ended.</summary>
/// <param name="AttemptId">The attempt.</param>
/// <param name="At">When it began.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="StatusCode">The HTTP status; null where there was no answer.</param>
/// <param name="Error">Why it failed; null where it did not.</param>
public sealed record LastAnswer(long AttemptId, DateTimeOffset At, int DurationMs, AttemptOutcome Outcome, int? StatusCode, string? Error);

/// <summary>
/// Remembers each destination's last answer. No index leads from a destination to its attempts, and the sending path should not pay for
/// one: so the newest attempts are read, each once, however many screens ask.
/// </summary>
public sealed class LastAnswers(IDbContextFactory<ConsoleDbContext> contexts)
{
    private const int MaxAttempts = 500;

    private readonly ConcurrentDictionary<int, LastAnswer> _answers = [];
    private long _seen;

    /// <summary>The last answer by destination; none for one that was not tried among the newest 500 attempts before the first call.</summary>
    public async Task<IReadOnlyDictionary<int, LastAnswer>> ReadAsync(CancellationToken cancellationToken)
    {
        var seen = Volatile.Read(ref _seen);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var newest = context.DeliveryAttempts.AsNoTracking().Where(a => a.Id > seen).OrderByDescending(a => a.Id).Take(MaxAttempts);
        var rows = await (
            from a in newest
            join d in context.Deliveries on a.DeliveryId equals d.Id
            where a.Outcome != AttemptOutcome.Interrupted
            select new { d.DestinationId, Answer = new LastAnswer(a.Id, a.StartedAt, a.DurationMs, a.Outcome, a.StatusCode, a.Error) })
            .ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            _answers.AddOrUpdate(
                row.DestinationId, row.Answer, (_, known) => known.AttemptId > row.Answer.AttemptId ? known : row.Answer);
            seen = Math.Max(seen, row.Answer.AttemptId);
        }

        Volatile.Write(ref _seen, Math.Max(seen, Volatile.Read(ref _seen)));
        return _answers;
    }
}
