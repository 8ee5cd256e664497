using CommerceEventConsole.Engine.Alerts.Channels;
using CommerceEventConsole.Engine.Storage;

namespace CommerceEventConsole.Engine.Alerts.Notices;

/// <summary>Sends a test message the way alerts are sent, at once, also in quiet hours and by a channel that is switched off.</summary>
public sealed class AlertChannelTester
{
    private readonly AlertChannelStore _channels;
    private readonly IEnumerable<INotifier> _notifiers;
    private readonly ChannelLog _log;
    private readonly TimeProvider _time;

    internal AlertChannelTester(AlertChannelStore channels, IEnumerable<INotifier> notifiers, ChannelLog log, TimeProvider time) =>
        (_channels, _notifiers, _log, _time) = (channels, notifiers, log, time);

    /// <summary>Sends one and waits for the answer.</summary>
    public async Task<NoticeOutcome> SendAsync(int channelId, CancellationToken cancellationToken)
    {
        if (await _channels.GetAsync(channelId, cancellationToken) is not { } channel)
            return NoticeOutcome.Failed("This channel is not there any more: somebody has deleted it.");
        var message = new NoticeMessage($"test-{Guid.NewGuid():N}", _time.Now(), []);
        var outcome = await _notifiers.Single(n => n.Kind == channel.Kind).SendAsync(channel, message, cancellationToken);
        await _log.WriteAsync(channelId, outcome, cancellationToken);
        return outcome;
    }
}
