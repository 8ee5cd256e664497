using CommerceEventConsole.Engine.Alerts.Notices;
using CommerceEventConsole.Engine.Alerts.Rules;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Alerts.Running;

/// <summary>Commits what changed together with the notices that it makes, so that none is forgotten and none is made twice.</summary>
internal sealed class AlertRecorder(IDbContextFactory<ConsoleDbContext> contexts)
{
    /// <summary>Writes it, all or nothing.</summary>
    /// <param name="changes">What changed.</param>
    /// <param name="rules">Every enabled rule.</param>
    /// <param name="channels">The ids of the channels in use.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellationToken">Gives up; then nothing is written.</param>
    public async Task WriteAsync(
        AlertChanges changes, IReadOnlyList<AlertRule> rules, IReadOnlySet<int> channels, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var outer = await contexts.CreateDbContextAsync(cancellationToken);
        await outer.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await using var context = await contexts.CreateDbContextAsync(token);
                await using var transaction = await context.Database.BeginTransactionAsync(token);
                await WriteAsync(context, changes, rules.ToDictionary(r => r.Id), channels, now, token);
                await transaction.CommitAsync(token);
            },
            cancellationToken);
    }

    private static async Task WriteAsync(
        ConsoleDbContext context, AlertChanges changes, Dictionary<int, AlertRule> rules, IReadOnlySet<int> channels, DateTimeOffset now, CancellationToken token)
    {
        // Copies: what fails half-way is tried again, and then must not know its id yet.
        var opened = changes.Opened.Select(a => Copy(a)).ToList();
        context.AddRange(opened);
        await context.SaveChangesAsync(token);
        foreach (var alert in opened)
            context.AddRange(Notices(alert, NoticeKind.Opened, rules[alert.RuleId], channels, now));
        foreach (var alert in changes.Reminded)
        {
            context.AddRange(Notices(alert, NoticeKind.Reminder, rules[alert.RuleId], channels, now));
            await Alerts(context, alert.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.ToldAt, now), token);
        }

        foreach (var alert in changes.Resolved)
            await ResolveAsync(context, alert, rules[alert.RuleId], channels, now, token);
        foreach (var alert in changes.Ended)
            await EndAsync(context, alert.Id, "Its rule was changed, switched off or deleted.", now, token);
        await context.SaveChangesAsync(token);
    }

    // Whoever was not told that it began need not hear that it is over: what still waits is dropped, and only where something was sent
    // (or is being sent: it has a message) its end is told.
    private static async Task ResolveAsync(
        ConsoleDbContext context, Alert alert, AlertRule rule, IReadOnlySet<int> channels, DateTimeOffset now, CancellationToken token)
    {
        var told = await context.AlertNotices.AsNoTracking()
            .Where(n => n.AlertId == alert.Id && (n.State == NoticeState.Sent || n.MessageId != null))
            .Select(n => n.ChannelId).Distinct().ToListAsync(token);
        await EndAsync(context, alert.Id, ending: null, now, token);
        if (rule.TellsEnd)
            context.AddRange(told.Where(channels.Contains).Select(c => Notice(alert.Id, c, NoticeKind.Resolved, now)));
    }

    private static async Task EndAsync(ConsoleDbContext context, long alertId, string? ending, DateTimeOffset now, CancellationToken token)
    {
        await Alerts(context, alertId).Where(a => a.ResolvedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.ResolvedAt, now).SetProperty(a => a.Ending, ending), token);
        await context.AlertNotices.Where(n => n.AlertId == alertId && n.State == NoticeState.Waiting && n.MessageId == null)
            .ExecuteUpdateAsync(set => set.SetProperty(n => n.State, NoticeState.Dropped), token);
    }

    private static IQueryable<Alert> Alerts(ConsoleDbContext context, long id) => context.Alerts.Where(a => a.Id == id);

    private static IEnumerable<AlertNotice> Notices(Alert alert, NoticeKind kind, AlertRule rule, IReadOnlySet<int> channels, DateTimeOffset now) =>
        rule.ChannelList().Where(channels.Contains).Select(c => Notice(alert.Id, c, kind, now));

    private static AlertNotice Notice(long alertId, int channelId, NoticeKind kind, DateTimeOffset now) => new()
    {
        AlertId = alertId,
        ChannelId = channelId,
        Kind = kind,
        State = NoticeState.Waiting,
        CreatedAt = now,
        DueAt = now,
    };

    private static Alert Copy(Alert a) => new()
    {
        RuleId = a.RuleId,
        RuleName = a.RuleName,
        Kind = a.Kind,
        Subject = a.Subject,
        IsCritical = a.IsCritical,
        Title = a.Title,
        Text = a.Text,
        Path = a.Path,
        Since = a.Since,
        OpenedAt = a.OpenedAt,
        ToldAt = a.ToldAt,
    };
}
