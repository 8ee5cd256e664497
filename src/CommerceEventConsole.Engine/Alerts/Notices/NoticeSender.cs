using CommerceEventConsole.Engine.Alerts.Channels;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.Alerts.Notices;

/// <summary>Sends what waits, by all channels at the same time: a slow one holds up no other.</summary>
internal sealed class NoticeSender(NoticeQueue queue, IEnumerable<INotifier> notifiers, ChannelLog log, ILogger<NoticeSender> logger)
{
    // With 20 seconds each this stays within the lease.
    private const int MessagesPerPass = 3;

    private readonly Dictionary<AlertChannelKind, INotifier> _notifiers = notifiers.ToDictionary(n => n.Kind);

    /// <summary>Sends what may go out now.</summary>
    public async Task SendAsync(IReadOnlyList<AlertChannel> channels, CancellationToken cancellationToken)
    {
        var used = channels.Where(c => c.Enabled).ToList();
        await queue.DropAsync(used.Select(c => c.Id), cancellationToken);
        await Task.WhenAll(used.Select(c => SendAsync(c, cancellationToken)));
    }

    private async Task SendAsync(AlertChannel channel, CancellationToken cancellationToken)
    {
        try
        {
            for (var i = 0; i < MessagesPerPass && await queue.NextAsync(channel, cancellationToken) is { } message; i++)
            {
                var outcome = await _notifiers[channel.Kind].SendAsync(channel, message, cancellationToken);
                if (outcome.Arrived)
                    await queue.SentAsync(message.Id, cancellationToken);
                else
                    await queue.FailedAsync(message.Id, cancellationToken);
                await log.WriteAsync(channel.Id, outcome, cancellationToken);
                if (outcome.Arrived)
                    continue;

                // Not the problem itself: it may hold addresses of people. The channel's page shows it.
                logger.LogWarning("Alerts could not be sent by channel {Channel} and are tried again", channel.Id);
                return;
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(e, "Alerts of channel {Channel} are tried again with the next look", channel.Id);
        }
    }
}
