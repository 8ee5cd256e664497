using CommerceEventConsole.Engine.Alerts;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Jobs.Retention;

/// <summary>
/// Removes alerts that have long been over, with their notices. Those that go on stay, however old. Looked at in order of <c>Id</c>; the
/// first batch without an old one is the end.
/// </summary>
internal sealed class AlertSweep(IDbContextFactory<ConsoleDbContext> contexts) : ISweep
{
    public string What => "alerts";

    public async Task<SweepStep> StepAsync(long after, DateTimeOffset before, int batchSize, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var page = await db.Alerts.AsNoTracking().Where(a => a.Id > after).OrderBy(a => a.Id).Take(batchSize)
            .Select(a => new { a.Id, a.OpenedAt }).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (!page.Exists(p => p.OpenedAt < before)) return SweepStep.End;
        var last = page[^1].Id;
        // The database removes their notices with them.
        var removed = await db.Alerts.Where(a => a.Id > after && a.Id <= last && a.ResolvedAt < before)
            .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        return new SweepStep(removed, page.Count == batchSize ? last : null);
    }
}
