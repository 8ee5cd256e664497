using CommerceEventConsole.Engine.Alerts.Channels;
using CommerceEventConsole.Engine.Alerts.Conditions;
using CommerceEventConsole.Engine.Alerts.Notices;
using CommerceEventConsole.Engine.Alerts.Rules;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.Alerts.Running;

/// <summary>One look: every rule, what changed, and what has to be told.</summary>
internal sealed class AlertPass(
    IDbContextFactory<ConsoleDbContext> contexts,
    IEnumerable<IAlertCondition> conditions,
    AlertRecorder recorder,
    NoticeSender sender,
    AlertLease lease,
    TimeProvider time,
    ILogger<AlertPass> logger)
{
    // Each kind may open 100 at a time for each rule; what is above is left for the next look.
    private const int MaxActive = 10_000;

    private readonly Dictionary<AlertKind, IAlertCondition> _conditions = conditions.ToDictionary(c => c.Kind);

    /// <summary>Looks and tells. The caller holds the lease.</summary>
    public async Task RunAsync(string owner, CancellationToken cancellationToken)
    {
        var (rules, channels, active) = await ReadAsync(cancellationToken);
        var findings = new Dictionary<int, AlertFindings>();
        foreach (var rule in rules)
        {
            if (await FindAsync(rule, cancellationToken) is { } found)
                findings[rule.Id] = found;
        }

        var now = time.Now();
        var changes = AlertEvaluator.Evaluate(rules, findings, active, now);
        if (!changes.IsEmpty)
        {
            await recorder.WriteAsync(changes, rules, channels.Where(c => c.Enabled).Select(c => c.Id).ToHashSet(), now, cancellationToken);
            logger.LogInformation("Alerts: {Opened} began, {Resolved} are over, {Reminded} go on", changes.Opened.Count, changes.Resolved.Count + changes.Ended.Count, changes.Reminded.Count);
        }

        // The look may have taken its time: whoever sends has to hold the lease for as long as that may take.
        if (await lease.TakeAsync(owner, cancellationToken))
            await sender.SendAsync(channels, cancellationToken);
    }

    private async Task<(List<AlertRule> Rules, List<AlertChannel> Channels, List<Alert> Active)> ReadAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rules = await context.AlertRules.AsNoTracking().Where(r => r.Enabled).OrderBy(r => r.Id).Take(AlertRuleChecks.MaxRules).ToListAsync(cancellationToken);
        var channels = await context.AlertChannels.AsNoTracking().OrderBy(c => c.Id).Take(AlertChannelChecks.MaxChannels).ToListAsync(cancellationToken);
        var active = await AlertBoard.Active(context).OrderBy(a => a.Id).Take(MaxActive).ToListAsync(cancellationToken);
        return (rules, channels, active);
    }

    private async Task<AlertFindings?> FindAsync(AlertRule rule, CancellationToken cancellationToken)
    {
        try
        {
            return _conditions.TryGetValue(rule.Kind, out var condition) ? await condition.FindAsync(rule, cancellationToken) : null;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(e, "Alert rule {Rule} could not be looked at; its alerts stay as they are", rule.Id);
            return null;
        }
    }
}
