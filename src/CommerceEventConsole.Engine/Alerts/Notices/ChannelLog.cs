using CommerceEventConsole.Engine.Alerts.Channels;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Alerts.Notices;

/// <summary>Notes at a channel how sending by it went last, beside what people set up.</summary>
internal sealed class ChannelLog(IDbContextFactory<ConsoleDbContext> contexts, TimeProvider time)
{
    /// <summary>Notes it.</summary>
    /// <param name="channelId">The channel.</param>
    /// <param name="outcome">What became of a message.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task WriteAsync(int channelId, NoticeOutcome outcome, CancellationToken cancellationToken)
    {
        var now = time.Now();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = context.AlertChannels.Where(c => c.Id == channelId);
        if (outcome.Arrived)
            await row.ExecuteUpdateAsync(set => set.SetProperty(c => c.LastSentAt, now), cancellationToken);
        if (outcome.Problem is { } problem)
            await row.ExecuteUpdateAsync(set => set.SetProperty(c => c.LastFailedAt, now).SetProperty(c => c.LastError, problem), cancellationToken);
    }
}
