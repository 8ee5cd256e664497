using CommerceEventConsole.Engine.Alerts.Rules;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Alerts.Running;

/// <summary>The rules that a new installation begins with, to the bell alone. They are made once: whoever deletes them has deleted them.</summary>
internal sealed class AlertDefaults(IDbContextFactory<ConsoleDbContext> contexts, ConfigurationWriter writer)
{
    /// <summary>The setting that says that they were made.</summary>
    public const string Setting = "Alerts.Defaults";

    private const string Who = "console";

    /// <summary>Makes them, unless some node has done so.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            if (await context.Settings.AnyAsync(s => s.Name == Setting, cancellationToken))
                return;
        }

        await writer.ChangeAsync<AlertRule>(Who, MakeAsync, cancellationToken);
    }

    private static async Task<ChangeResult<AlertRule>> MakeAsync(ConfigurationChange change, CancellationToken cancellationToken)
    {
        if (await change.Context.Settings.AnyAsync(s => s.Name == Setting, cancellationToken))
            return ChangeResult<AlertRule>.Unchanged(null);
        change.Context.Settings.Add(new Setting { Name = Setting, Value = "made" });
        AlertRuleDraft[] drafts =
        [
            new("Deliveries begin to fail", AlertKind.GroupOpened),
            new("Destination unreachable", AlertKind.Unreachable) { Minutes = 5, IsCritical = true },
            new("Deliveries wait too long", AlertKind.Backlog) { Minutes = 30 },
        ];
        var taken = await change.Context.AlertRules.Select(r => r.Name).ToListAsync(cancellationToken);
        foreach (var draft in drafts.Where(d => !taken.Contains(d.Name, StringComparer.OrdinalIgnoreCase)))
            AlertRuleStore.Write(change, draft, stored: null);
        return ChangeResult<AlertRule>.Changed(null);
    }
}
