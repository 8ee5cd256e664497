using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Jobs.Retention;

/// <summary>Removes counts of old minutes. The minute leads their key, so that a batch is its lowest end.</summary>
internal sealed class ActivitySweep(IDbContextFactory<ConsoleDbContext> contexts) : ISweep
{
    private const int SecondsPerMinute = 60;

    public string What => "counts of activity";

    public async Task<SweepStep> StepAsync(long after, DateTimeOffset before, int batchSize, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var end = (int)(before.ToUnixTimeSeconds() / SecondsPerMinute);
        var last = await Minutes(db, end, batchSize).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        var removed = await Through(db, last ?? end - 1).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        return new SweepStep(removed, last);
    }

    /// <summary>The minute that the last row of the batch is of; its other rows go too, or the next batch could be the same.</summary>
    internal static IQueryable<int?> Minutes(ConsoleDbContext db, int end, int batchSize) => db.ActivityMinutes
        .Where(a => a.Minute < end).OrderBy(a => a.Minute).ThenBy(a => a.Measure).ThenBy(a => a.ScopeId)
        .Select(a => (int?)a.Minute).Skip(batchSize - 1).Take(1);

    internal static IQueryable<ActivityMinute> Through(ConsoleDbContext db, int minute) => db.ActivityMinutes.Where(a => a.Minute <= minute);
}
