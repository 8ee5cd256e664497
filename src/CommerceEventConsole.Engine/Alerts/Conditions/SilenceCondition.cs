using System.Globalization;
using CommerceEventConsole.Engine.Alerts.Rules;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Alerts.Conditions;

/// <summary>
/// Enabled sources from which nothing new was stored for the rule's time. One from which nothing ever came is not silent, it is not connected
/// yet; one that was changed or switched on meanwhile gets the whole time again.
/// </summary>
internal sealed class SilenceCondition(IDbContextFactory<ConsoleDbContext> contexts, TimeProvider time) : IAlertCondition
{
    public AlertKind Kind => AlertKind.Silence;

    public async Task<AlertFindings> FindAsync(AlertRule rule, CancellationToken cancellationToken)
    {
        var latest = time.Now().AddMinutes(-rule.Minutes);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);

        // One step into the index (SourceId, Seq) for each source, never a pass over events.
        var sources = await context.Sources.AsNoTracking()
            .Where(s => s.Enabled && (rule.SourceId == null || s.Id == rule.SourceId))
            .OrderBy(s => s.Id)
            .Select(s => new
            {
                s.Id,
                s.Name,
                s.ChangedAt,
                Last = context.Events.Where(e => e.SourceId == s.Id).OrderByDescending(e => e.Seq).Select(e => (DateTimeOffset?)e.ReceivedAt).FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        return new AlertFindings([.. sources.Where(s => s.Last <= latest && s.ChangedAt <= latest).Select(s => new AlertFinding(
            string.Create(CultureInfo.InvariantCulture, $"source:{s.Id}"),
            $"Nothing comes from {s.Name}",
            $"No new event for more than {AlertWords.Minutes(rule.Minutes)}. It may be a quiet hour of the shop. If not, look whether the sender still runs, and for Adobe whether the registration is still active in the Developer Console.",
            "sources",
            s.Last!.Value))]);
    }
}
