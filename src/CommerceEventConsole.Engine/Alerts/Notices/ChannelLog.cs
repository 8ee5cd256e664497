using CommerceEventConsole.Engine.Alerts.Channels;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Alerts.Notices;

/// <summary>Notes at a channel how sending by it went last, beside what people set up.</summary>
internal sealed class ChannelLog(IDbContextFactory<ConsoleDbContext> contexts, TimeProvider time)
{
    /// <summary>Notes it.</summary>
    /// <param name="channelId">The channel.</param>
    /// <param name="problem">Why a message did not arrive; null where it did.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task WriteAsync(int channelId, string? problem, CancellationToken cancellationToken)
    {
        var now = time.Now();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = context.AlertChannels.Where(c => c.Id == channelId);
        if (problem is null)
            await row.ExecuteUpdateAsync(set => set.SetProperty(c => c.LastSentAt, now), cancellationToken);
        else
            await row.ExecuteUpdateAsync(set => set.SetProperty(c => c.LastFailedAt, now).SetProperty(c => c.LastError, problem), cancellationToken);
    }
}
