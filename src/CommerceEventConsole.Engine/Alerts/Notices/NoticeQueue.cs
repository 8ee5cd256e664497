using CommerceEventConsole.Engine.Alerts.Channels;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Alerts.Notices;

/// <summary>Makes messages of what waits, and records what became of them.</summary>
internal sealed class NoticeQueue(IDbContextFactory<ConsoleDbContext> contexts, TimeProvider time)
{
    /// <summary>What one message tells at most; the rest goes into the next one.</summary>
    public const int MaxItems = 50;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan GivesUpAfter = TimeSpan.FromHours(24);

    /// <summary>Drops what waits for channels that are not in use.</summary>
    public async Task DropAsync(IEnumerable<int> channelsInUse, CancellationToken cancellationToken)
    {
        var used = channelsInUse.ToList();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.AlertNotices.Where(n => n.State == NoticeState.Waiting && !used.Contains(n.ChannelId))
            .ExecuteUpdateAsync(set => set.SetProperty(n => n.State, NoticeState.Dropped), cancellationToken);
    }

    /// <summary>
    /// The next message of a channel: the one that was begun, else a new one of everything that may go out now. Null where there is none, or
    /// where the one that was begun has to wait: what comes meanwhile goes out together after it.
    /// </summary>
    public async Task<NoticeMessage?> NextAsync(AlertChannel channel, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var quiet = channel.Quiet()?.Covers(now) == true;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var begun = await Waiting(context, channel.Id).Where(n => n.MessageId != null).OrderBy(n => n.Id).Take(2 * MaxItems)
            .Select(n => new { n.MessageId, n.DueAt, IsCritical = context.Alerts.Any(a => a.Id == n.AlertId && a.IsCritical) })
            .ToListAsync(cancellationToken);

        // In quiet hours one that was begun before them stays where it is, and holds up nothing critical.
        var next = begun.GroupBy(n => n.MessageId, StringComparer.Ordinal)
            .FirstOrDefault(message => !quiet || (channel.CriticalAnyTime && message.Any(n => n.IsCritical)));
        if (next is null)
            return await BeginAsync(context, channel, quiet, now, cancellationToken);
        if (next.First().DueAt > now)
            return null;
        var items = await Items(Waiting(context, channel.Id).Where(n => n.MessageId == next.Key), context, cancellationToken);
        return new NoticeMessage(next.Key!, now, items);
    }

    /// <summary>Notes that the other side took a message.</summary>
    public async Task SentAsync(string messageId, CancellationToken cancellationToken)
    {
        var now = time.Now();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await Of(context, messageId).ExecuteUpdateAsync(
            set => set.SetProperty(n => n.State, NoticeState.Sent).SetProperty(n => n.SentAt, now), cancellationToken);
    }

    /// <summary>Notes that it did not: it is tried again later and later, for a day.</summary>
    public async Task FailedAsync(string messageId, CancellationToken cancellationToken)
    {
        var now = time.Now();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var attempts = await Of(context, messageId).Select(n => n.Attempts).FirstOrDefaultAsync(cancellationToken) + 1;
        var wait = FirstWait * Math.Pow(2, Math.Min(attempts - 1, 10));
        var due = now + (wait < LongestWait ? wait : LongestWait);
        var latest = now - GivesUpAfter;
        await Of(context, messageId).ExecuteUpdateAsync(
            set => set.SetProperty(n => n.Attempts, attempts).SetProperty(n => n.DueAt, due)
                .SetProperty(n => n.State, n => n.CreatedAt < latest ? NoticeState.GivenUp : NoticeState.Waiting),
            cancellationToken);
    }

    // The id is stored before anything is sent: after a crash the same message goes out again, and not another one with the same content.
    private static async Task<NoticeMessage?> BeginAsync(
        ConsoleDbContext context, AlertChannel channel, bool quiet, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (quiet && !channel.CriticalAnyTime)
            return null;
        var critical = context.Alerts.Where(a => !quiet || a.IsCritical).Select(a => a.Id);
        var ids = await Waiting(context, channel.Id).Where(n => n.DueAt <= now && critical.Contains(n.AlertId)).OrderBy(n => n.Id)
            .Select(n => n.Id).Take(MaxItems).ToListAsync(cancellationToken);
        if (ids.Count == 0)
            return null;
        var messageId = $"alerts-{Guid.NewGuid():N}";
        await Waiting(context, channel.Id).Where(n => ids.Contains(n.Id) && n.MessageId == null)
            .ExecuteUpdateAsync(set => set.SetProperty(n => n.MessageId, messageId), cancellationToken);
        var items = await Items(Of(context, messageId), context, cancellationToken);
        return items.Count == 0 ? null : new NoticeMessage(messageId, now, items);
    }

    private static async Task<List<NoticeItem>> Items(IQueryable<AlertNotice> notices, ConsoleDbContext context, CancellationToken cancellationToken)
    {
        var rows = await (
            from n in notices.AsNoTracking()
            join a in context.Alerts.AsNoTracking() on n.AlertId equals a.Id
            orderby n.Id
            select new { n.Kind, Alert = a }).ToListAsync(cancellationToken);
        return rows.ConvertAll(r => new NoticeItem(r.Kind, r.Alert));
    }

    private static IQueryable<AlertNotice> Waiting(ConsoleDbContext context, int channelId) =>
        context.AlertNotices.Where(n => n.ChannelId == channelId && n.State == NoticeState.Waiting);

    private static IQueryable<AlertNotice> Of(ConsoleDbContext context, string messageId) =>
        context.AlertNotices.Where(n => n.State == NoticeState.Waiting && n.MessageId == messageId);
}
