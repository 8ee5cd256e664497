using System.Globalization;
using CommerceEventConsole.Engine.Alerts.Rules;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Alerts.Conditions;

/// <summary>Destinations whose oldest unsent delivery is older than the rule's time, for whatever reason: paused, unreachable, slow, failing.</summary>
internal sealed class BacklogCondition(IDbContextFactory<ConsoleDbContext> contexts, DeliveryQueries deliveries, TimeProvider time) : IAlertCondition
{
    public AlertKind Kind => AlertKind.Backlog;

    public async Task<AlertFindings> FindAsync(AlertRule rule, CancellationToken cancellationToken)
    {
        var latest = time.Now().AddMinutes(-rule.Minutes);
        var oldest = await deliveries.OldestUnsentAsync(cancellationToken);
        var late = oldest.Where(o => o.Value <= latest && (rule.DestinationId ?? o.Key) == o.Key).OrderBy(o => o.Key).ToList();
        if (late.Count == 0)
            return new AlertFindings([]);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var destinations = await context.Destinations.AsNoTracking().Select(d => new { d.Id, d.Name, d.State })
            .ToDictionaryAsync(d => d.Id, cancellationToken);
        return new AlertFindings([.. late.Where(o => destinations.ContainsKey(o.Key)).Select(o => new AlertFinding(
            string.Create(CultureInfo.InvariantCulture, $"destination:{o.Key}"),
            $"Deliveries to {destinations[o.Key].Name} are waiting",
            $"The oldest has waited for more than {AlertWords.Minutes(rule.Minutes)}. {Why(destinations[o.Key].State)}",
            "destinations",
            o.Value))]);
    }

    private static string Why(DestinationState state) => state switch
    {
        DestinationState.Paused => "Somebody paused this destination: it is sent to again when somebody resumes it.",
        _ => "Look at the destination: it may be unreachable, slow, or refuse what it gets.",
    };
}
