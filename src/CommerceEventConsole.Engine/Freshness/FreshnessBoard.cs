using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Freshness;

/// <summary>A promise, and how the last look found it.</summary>
/// <param name="Promise">The promise.</param>
/// <param name="Sentence">What is promised, in a sentence.</param>
public sealed record PromiseRow(FreshnessPromise Promise, string Sentence);

/// <summary>
/// The promises, once for all screens of this node: read after every look, whichever node looked, and after every change made here. Screens are
/// told only that something changed.
/// </summary>
public sealed class FreshnessBoard(IDbContextFactory<ConsoleDbContext> contexts)
{
    private IReadOnlyList<PromiseRow>? _current;
    private string _shown = "";

    /// <summary>Raised after a promise was broken, kept again or changed, on any thread.</summary>
    public event Action? Changed;

    /// <summary>The promises as they were last read, broken ones first, then by name; null before they were.</summary>
    public IReadOnlyList<PromiseRow>? Current => Volatile.Read(ref _current);

    /// <summary>Reads them.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var rows = await ReadAsync(cancellationToken);
        Volatile.Write(ref _current, rows);
        var shown = string.Join('\n', rows.Select(r => string.Join('|', r.Promise.Id, r.Promise.Version, r.Promise.State, r.Promise.OldestDeliveryId, r.Promise.Late, r.Promise.Why, r.Sentence)));
        if (Interlocked.Exchange(ref _shown, shown) != shown)
            Changed?.Invoke();
    }

    /// <summary>The promises as they stand in the store, broken ones first, then by name.</summary>
    public async Task<IReadOnlyList<PromiseRow>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.FreshnessPromises.AsNoTracking().OrderBy(p => p.Name).Take(FreshnessChecks.MaxPromises).ToListAsync(cancellationToken);
        if (rows.Count == 0)
            return [];
        var names = await FreshnessStore.NamesAsync(context, cancellationToken);
        return [.. rows.OrderBy(p => Rank(p)).Select(p => new PromiseRow(p, FreshnessWords.Sentence(p, names)))];
    }

    private static int Rank(FreshnessPromise promise) => promise switch
    {
        { Enabled: false } => 3,
        { State: PromiseState.Broken } => 0,
        { State: PromiseState.Groundless } => 1,
        _ => 2,
    };
}
