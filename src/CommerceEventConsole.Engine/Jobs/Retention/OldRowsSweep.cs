using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Jobs.Retention;

/// <summary>
/// Removes rows that nothing else belongs to. Their times have no index: rows are looked at in order of <c>Id</c>, which is about the
/// order of time, and the first batch without an old row is the end.
/// </summary>
/// <param name="contexts">The store.</param>
/// <param name="what">The rows, in words.</param>
/// <param name="time">The property that tells a row's age.</param>
internal sealed class OldRowsSweep<T>(IDbContextFactory<ConsoleDbContext> contexts, string what, string time) : ISweep
    where T : class
{
    private const string Id = "Id";

    public string What => what;

    public async Task<SweepStep> StepAsync(long after, DateTimeOffset before, int batchSize, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var page = await Page(db, time, after, batchSize).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (!page.Exists(p => p.At < before)) return SweepStep.End;
        var removed = await Old(db, time, after, page[^1].Id, before).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        return new SweepStep(removed, page.Count == batchSize ? page[^1].Id : null);
    }

    internal static IQueryable<Place> Page(ConsoleDbContext db, string time, long after, int batchSize) => db.Set<T>()
        .Where(r => EF.Property<long>(r, Id) > after).OrderBy(r => EF.Property<long>(r, Id)).Take(batchSize)
        .Select(r => new Place(EF.Property<long>(r, Id), EF.Property<DateTimeOffset>(r, time)));

    internal static IQueryable<T> Old(ConsoleDbContext db, string time, long after, long last, DateTimeOffset before) => db.Set<T>()
        .Where(r => EF.Property<long>(r, Id) > after && EF.Property<long>(r, Id) <= last && EF.Property<DateTimeOffset>(r, time) < before);

    internal sealed record Place(long Id, DateTimeOffset At);
}
