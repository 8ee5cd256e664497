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

    /// <summary>The same of the rule about promises, which older installations lack.</summary>
    public const string PromiseSetting = "Alerts.Defaults.Promises";

    private const string Who = "console";

    private static readonly (string Setting, AlertRuleDraft[] Drafts)[] Sets =
    [
        (Setting,
        [
            new("Deliveries begin to fail", AlertKind.GroupOpened),
            new("Destination unreachable", AlertKind.Unreachable) { Minutes = 5, IsCritical = true },
            new("Deliveries wait too long", AlertKind.Backlog) { Minutes = 30 },
        ]),
        (PromiseSetting, [new("Promise broken", AlertKind.PromiseBroken)]),
    ];

    /// <summary>Makes them, unless some node has done so.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            // The last of the sets: whoever made it has made the others before.
            if (await context.Settings.AnyAsync(s => s.Name == PromiseSetting, cancellationToken))
                return;
        }

        await writer.ChangeAsync<AlertRule>(Who, MakeAsync, cancellationToken);
    }

    private static async Task<ChangeResult<AlertRule>> MakeAsync(ConfigurationChange change, CancellationToken cancellationToken)
    {
        var made = await change.Context.Settings.Where(s => s.Name == Setting || s.Name == PromiseSetting).Select(s => s.Name).ToListAsync(cancellationToken);
        var taken = await change.Context.AlertRules.Select(r => r.Name).ToListAsync(cancellationToken);
        foreach (var (setting, drafts) in Sets.Where(s => !made.Contains(s.Setting, StringComparer.Ordinal)))
        {
            change.Context.Settings.Add(new Setting { Name = setting, Value = "made" });
            foreach (var draft in drafts.Where(d => !taken.Contains(d.Name, StringComparer.OrdinalIgnoreCase)))
                AlertRuleStore.Write(change, draft, stored: null);
        }

        return ChangeResult<AlertRule>.Changed(null);
    }
}
