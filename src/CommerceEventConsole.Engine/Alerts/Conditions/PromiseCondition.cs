using System.Globalization;
using CommerceEventConsole.Engine.Alerts.Rules;
using CommerceEventConsole.Engine.Freshness;

namespace CommerceEventConsole.Engine.Alerts.Conditions;

/// <summary>Freshness promises that the look just before found broken. One that is changed, switched off or deleted is over.</summary>
internal sealed class PromiseCondition(FreshnessBoard promises) : IAlertCondition
{
    public AlertKind Kind => AlertKind.PromiseBroken;

    public async Task<AlertFindings> FindAsync(AlertRule rule, CancellationToken cancellationToken)
    {
        var rows = await promises.ReadAsync(cancellationToken);
        return new AlertFindings([.. rows
            .Where(r => r.Promise.IsBroken && (rule.DestinationId == null || r.Promise.DestinationId == rule.DestinationId))
            .Select(r => new AlertFinding(
                string.Create(CultureInfo.InvariantCulture, $"promise:{r.Promise.Id}"),
                $"Promise broken: {r.Promise.Name}",
                $"Promised is: {r.Sentence} {FreshnessWords.Offence(r.Promise)}",
                r.Promise.OldestSeq is { } seq ? string.Create(CultureInfo.InvariantCulture, $"events/{seq}") : "freshness",
                r.Promise.BrokenSince ?? r.Promise.StateSince ?? r.Promise.ChangedAt))]);
    }
}
