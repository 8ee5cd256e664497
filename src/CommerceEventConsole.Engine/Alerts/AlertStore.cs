using CommerceEventConsole.Engine.Audit;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Alerts;

/// <summary>A page of the history.</summary>
/// <param name="Rows">Alerts that are over, the newest first.</param>
/// <param name="Next">What the next page comes before; null at the end.</param>
public sealed record AlertHistory(IReadOnlyList<Alert> Rows, long? Next);

/// <summary>Reads alerts, and takes down who looks after them.</summary>
public sealed class AlertStore(IDbContextFactory<ConsoleDbContext> contexts, AlertBoard board, TimeProvider time)
{
    /// <summary>What goes on, critical ones first, then the newest; at most <see cref="AlertBoard.MaxActive"/>.</summary>
    public async Task<IReadOnlyList<Alert>> ActiveAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await AlertBoard.Active(context).OrderByDescending(a => a.IsCritical).ThenByDescending(a => a.Id)
            .Take(AlertBoard.MaxActive).ToListAsync(cancellationToken);
    }

    /// <summary>What is over, the newest first.</summary>
    /// <param name="before"><see cref="AlertHistory.Next"/> of the page before; null for the first.</param>
    /// <param name="count">Rows at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<AlertHistory> HistoryAsync(long? before, int count, CancellationToken cancellationToken)
    {
        var below = before ?? long.MaxValue;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Alerts.AsNoTracking().Where(a => a.ResolvedAt != null && a.Id < below)
            .OrderByDescending(a => a.Id).Take(count + 1).ToListAsync(cancellationToken);
        return rows.Count <= count ? new AlertHistory(rows, null) : new AlertHistory(rows[..count], rows[count - 1].Id);
    }

    /// <summary>Takes down that somebody looks after an alert: it is not told again.</summary>
    /// <returns>Why not, in a sentence; null where it is done.</returns>
    public async Task<string?> AcknowledgeAsync(long id, string who, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(who);
        var problem = await contexts.InTransactionAsync((context, token) => TryAcknowledgeAsync(context, id, who, token), cancellationToken);
        if (problem is null)
            await board.RefreshAsync(cancellationToken);
        return problem;
    }

    private async Task<string?> TryAcknowledgeAsync(ConsoleDbContext context, long id, string who, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var taken = await context.Alerts.Where(a => a.Id == id && a.AcknowledgedAt == null && a.ResolvedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.AcknowledgedAt, now).SetProperty(a => a.AcknowledgedBy, who), cancellationToken);
        if (taken == 0)
            return "It is over, or somebody looks after it already.";
        var title = await context.Alerts.Where(a => a.Id == id).Select(a => a.Title).SingleAsync(cancellationToken);
        context.AuditEntries.Add(new AuditEntry
        {
            At = now,
            Who = who,
            Action = "alert.acknowledged",
            Subject = $"Alert {title}",
            After = AuditJson.Write(new { Alert = id }),
        });
        return null;
    }
}
