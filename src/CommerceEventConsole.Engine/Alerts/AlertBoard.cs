using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Alerts;

/// <summary>What the bell shows.</summary>
/// <param name="Open">Alerts that go on and that nobody looks after; at most <see cref="AlertBoard.MaxActive"/> are counted.</param>
/// <param name="Critical">Those of them that are critical.</param>
/// <param name="Acknowledged">Alerts that go on and that somebody looks after.</param>
public sealed record AlertCounts(int Open, int Critical, int Acknowledged);

/// <summary>
/// The number of alerts, once for all screens of this node: read after every look at the rules and after every change made here. Screens are
/// told only that it changed.
/// </summary>
public sealed class AlertBoard(IDbContextFactory<ConsoleDbContext> contexts)
{
    /// <summary>Alerts that are counted and shown at a time.</summary>
    public const int MaxActive = 200;

    private AlertCounts _current = new(0, 0, 0);
    private string _shown = "";

    /// <summary>Raised after alerts began, ended or were taken, on any thread.</summary>
    public event Action? Changed;

    /// <summary>The numbers as they were last read.</summary>
    public AlertCounts Current => Volatile.Read(ref _current);

    /// <summary>Reads them.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await Active(context).OrderBy(a => a.Id).Select(a => new { a.Id, a.IsCritical, IsTaken = a.AcknowledgedAt != null })
            .Take(MaxActive).ToListAsync(cancellationToken);
        var open = rows.FindAll(r => !r.IsTaken);
        Volatile.Write(ref _current, new AlertCounts(open.Count, open.Count(r => r.IsCritical), rows.Count - open.Count));

        // Numbers alone could be the same for other alerts, which a page shows by their names.
        var shown = string.Join(',', rows.Select(r => r.IsTaken ? -r.Id : r.Id));
        if (Interlocked.Exchange(ref _shown, shown) != shown)
            Changed?.Invoke();
    }

    internal static IQueryable<Alert> Active(ConsoleDbContext context) => context.Alerts.AsNoTracking().Where(a => a.ResolvedAt == null);
}
