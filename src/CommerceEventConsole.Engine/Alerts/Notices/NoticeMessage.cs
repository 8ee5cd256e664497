using CommerceEventConsole.Engine.Alerts.Channels;

namespace CommerceEventConsole.Engine.Alerts.Notices;

/// <summary>One thing that a message tells.</summary>
/// <param name="Kind">What of it.</param>
/// <param name="Alert">The alert.</param>
public sealed record NoticeItem(NoticeKind Kind, Alert Alert);

/// <summary>What goes out by a channel at one time.</summary>
/// <param name="Id">The same however often it is tried.</param>
/// <param name="At">When it is sent.</param>
/// <param name="Items">What it tells; empty for a test.</param>
public sealed record NoticeMessage(string Id, DateTimeOffset At, IReadOnlyList<NoticeItem> Items)
{
    /// <summary>Whether somebody only tries the channel.</summary>
    public bool IsTest => Items.Count == 0;
}

/// <summary>Sends messages by one kind of channel.</summary>
public interface INotifier
{
    /// <summary>By which.</summary>
    AlertChannelKind Kind { get; }

    /// <summary>Sends a message and waits until the other side took it, 20 seconds at most.</summary>
    /// <returns>Why it did not arrive, in a sentence without secrets; null where it did.</returns>
    Task<string?> SendAsync(AlertChannel channel, NoticeMessage message, CancellationToken cancellationToken);
}
