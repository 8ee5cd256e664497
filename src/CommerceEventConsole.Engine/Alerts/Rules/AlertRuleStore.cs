using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Alerts.Rules;

/// <summary>Reads and changes rules. Changes are audited; the next look goes by them.</summary>
public sealed class AlertRuleStore
{
    private readonly IDbContextFactory<ConsoleDbContext> _factory;
    private readonly ConfigurationWriter _writer;

    internal AlertRuleStore(IDbContextFactory<ConsoleDbContext> factory, ConfigurationWriter writer)
    {
        _factory = factory;
        _writer = writer;
    }

    /// <summary>Every rule by name; at most 100.</summary>
    public async Task<IReadOnlyList<AlertRule>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await _factory.CreateDbContextAsync(cancellationToken);
        return await context.AlertRules.AsNoTracking().OrderBy(r => r.Name).Take(AlertRuleChecks.MaxRules).ToListAsync(cancellationToken);
    }

    /// <summary>One rule; null where there is none.</summary>
    public async Task<AlertRule?> GetAsync(int id, CancellationToken cancellationToken)
    {
        await using var context = await _factory.CreateDbContextAsync(cancellationToken);
        return await context.AlertRules.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellationToken);
    }

    /// <summary>Makes a rule.</summary>
    public Task<ChangeResult<AlertRule>> CreateAsync(AlertRuleDraft draft, string who, CancellationToken cancellationToken) =>
        _writer.ChangeAsync(who, (change, token) => SaveAsync(change, draft, stored: null, token), cancellationToken);

    /// <summary>Changes a rule that was read as <paramref name="version"/>.</summary>
    public Task<ChangeResult<AlertRule>> UpdateAsync(int id, long version, AlertRuleDraft draft, string who, CancellationToken cancellationToken) =>
        _writer.EditAsync(
            who, context => context.AlertRules.Where(r => r.Id == id), version, (change, row, token) => SaveAsync(change, draft, row, token), cancellationToken);

    /// <summary>Deletes a rule. Its alerts end with the next look; they stay in the history.</summary>
    public Task<ChangeResult<AlertRule>> DeleteAsync(int id, string who, CancellationToken cancellationToken) => _writer.EditAsync(
        who,
        context => context.AlertRules.Where(r => r.Id == id),
        seenVersion: null,
        (change, row, _) =>
        {
            change.Context.AlertRules.Remove(row);
            change.Record("alert-rule.deleted", Subject(row), Describe(row), after: null);
            return Task.FromResult(ChangeResult<AlertRule>.Changed(null));
        },
        cancellationToken);

    /// <summary>Writes a checked draft to <paramref name="stored"/>, or to a new row.</summary>
    internal static ChangeResult<AlertRule> Write(ConfigurationChange change, AlertRuleDraft draft, AlertRule? stored)
    {
        var before = stored is null ? null : Describe(stored);
        var row = stored ?? new AlertRule { Name = draft.Name };
        Fill(row, draft);
        var after = Describe(row);
        if (before == after)
            return ChangeResult<AlertRule>.Unchanged(row);
        if (stored is null)
            change.Context.AlertRules.Add(row);
        change.Stamp(row);
        change.Record(stored is null ? "alert-rule.created" : "alert-rule.changed", Subject(row), before, after);
        return ChangeResult<AlertRule>.Changed(row);
    }

    private static async Task<ChangeResult<AlertRule>> SaveAsync(
        ConfigurationChange change, AlertRuleDraft typed, AlertRule? stored, CancellationToken cancellationToken)
    {
        var draft = typed with { Name = typed.Name.Trim() };
        var id = stored?.Id ?? 0;
        var others = await change.Context.AlertRules.AsNoTracking().Where(r => r.Id != id).ToListAsync(cancellationToken);
        var channels = await change.Context.AlertChannels.Select(c => c.Id).ToListAsync(cancellationToken);
        var problems = AlertRuleChecks.Check(draft, stored, others, channels.ToHashSet());
        return problems.Count > 0 ? ChangeResult<AlertRule>.Invalid(problems) : Write(change, draft, stored);
    }

    private static void Fill(AlertRule row, AlertRuleDraft draft)
    {
        var aboutSources = AlertRule.IsAboutSources(draft.Kind);
        row.Name = draft.Name;
        row.Kind = draft.Kind;
        row.Enabled = draft.Enabled;
        row.IsCritical = draft.IsCritical;
        row.Minutes = AlertRule.HasMinutes(draft.Kind) ? draft.Minutes : 0;
        row.Percent = draft.Kind == AlertKind.RegistrationAtRisk ? draft.Percent : 0;
        row.DestinationId = aboutSources ? null : draft.DestinationId;
        row.SourceId = aboutSources ? draft.SourceId : null;
        row.Channels = AlertRule.Join(draft.Channels);
        row.ReminderMinutes = draft.ReminderMinutes;
        row.TellsEnd = draft.TellsEnd;
    }

    private static string Describe(AlertRule row) => AuditJson.Write(new
    {
        row.Name,
        row.Kind,
        row.Enabled,
        row.IsCritical,
        row.Minutes,
        row.Percent,
        row.DestinationId,
        row.SourceId,
        row.Channels,
        row.ReminderMinutes,
        row.TellsEnd,
    });

    private static string Subject(AlertRule row) => $"Alert rule {row.Name}";
}
