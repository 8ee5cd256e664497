using System.Globalization;
using CommerceEventConsole.Engine.Alerts.Rules;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Alerts.Conditions;

/// <summary>Destinations whose circuit has been open for the rule's time. One that a person paused is left out: nobody sends to it.</summary>
internal sealed class UnreachableCondition(IDbContextFactory<ConsoleDbContext> contexts, TimeProvider time) : IAlertCondition
{
    public AlertKind Kind => AlertKind.Unreachable;

    public async Task<AlertFindings> FindAsync(AlertRule rule, CancellationToken cancellationToken)
    {
        var latest = time.Now().AddMinutes(-rule.Minutes);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from h in context.DestinationHealth.AsNoTracking()
            where h.IsOpen && h.Since <= latest && (rule.DestinationId == null || h.DestinationId == rule.DestinationId)
            join d in context.Destinations on h.DestinationId equals d.Id
            where d.State != DestinationState.Paused
            orderby d.Id
            select new { d.Id, d.Name, h.Since, h.Reason }).ToListAsync(cancellationToken);
        return new AlertFindings([.. rows.Select(r => new AlertFinding(
            string.Create(CultureInfo.InvariantCulture, $"destination:{r.Id}"),
            $"{r.Name} is unreachable",
            $"{(r.Reason is { Length: > 0 } reason ? reason.TrimEnd() + " " : "")}What is meant for it is held and leaves by itself, in order, as soon as it answers. Nothing is lost.",
            "destinations",
            r.Since))]);
    }
}
