using System.Globalization;
using CommerceEventConsole.Engine.Alerts.Registrations;
using CommerceEventConsole.Engine.Alerts.Rules;
using CommerceEventConsole.Engine.Sources;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Alerts.Conditions;

/// <summary>
/// Adobe sources of whose requests in the last 24 hours so large a share failed here that Adobe may disable the registration: it does so from
/// ten attempts on with about 80 % failures (spec 2.8). Only our own answers can be seen: what never got here, how Adobe counts, and what
/// state the registration is in cannot, and the text says so.
/// </summary>
internal sealed class RegistrationCondition(IDbContextFactory<ConsoleDbContext> contexts, TimeProvider time) : IAlertCondition
{
    /// <summary>Below so many attempts a registration stays active, whatever their share (spec 2.8).</summary>
    public const int LeastRequests = 10;

    public AlertKind Kind => AlertKind.RegistrationAtRisk;

    public async Task<AlertFindings> FindAsync(AlertRule rule, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var first = IntakeAnswerLog.HourOf(now) - IntakeAnswerLog.HoursLookedAt + 1;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var sums = await context.Set<IntakeAnswerHour>().AsNoTracking().Where(h => h.Hour >= first)
            .GroupBy(h => h.SourceId)
            .Select(g => new { SourceId = g.Key, Requests = g.Sum(h => h.Requests), Failed = g.Sum(h => h.Failed) })
            .ToDictionaryAsync(s => s.SourceId, cancellationToken);
        var sources = await context.Sources.AsNoTracking()
            .Where(s => s.Verification == Verification.AdobeSignature && (rule.SourceId == null || s.Id == rule.SourceId))
            .OrderBy(s => s.Id).Select(s => new { s.Id, s.Name }).ToListAsync(cancellationToken);
        var findings = new List<AlertFinding>();
        foreach (var source in sources)
        {
            if (!sums.TryGetValue(source.Id, out var sum) || sum.Requests < LeastRequests || sum.Failed * 100 < sum.Requests * rule.Percent)
                continue;
            findings.Add(new AlertFinding(
                string.Create(CultureInfo.InvariantCulture, $"source:{source.Id}"),
                $"Adobe may disable the registration of {source.Name}",
                Text(sum.Requests, sum.Failed),
                "sources",
                now));
        }

        return new AlertFindings(findings);
    }

    private static string Text(long requests, long failed) => string.Create(
        CultureInfo.InvariantCulture,
        $"In the last 24 hours this console did not take {failed:N0} of {requests:N0} requests ({100 * failed / requests} %). Adobe disables a registration after about 80 % failures in 24 hours. Look at Rejected and at the source's settings. The console cannot see requests that never got here, who sent those that it refused, or how Adobe counts: the state that counts is in the Adobe Developer Console.");
}
