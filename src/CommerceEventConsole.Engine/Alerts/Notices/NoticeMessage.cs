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

/// <summary>What became of a try.</summary>
/// <param name="Arrived">Whether the other side took the message, so that it is not tried again.</param>
/// <param name="Problem">What went wrong, in a sentence without secrets; null where nothing did. Some recipients of a mail may be refused.</param>
public sealed record NoticeOutcome(bool Arrived, string? Problem)
{
    /// <summary>All is well.</summary>
    public static NoticeOutcome Taken { get; } = new(true, null);

    /// <summary>It did not arrive.</summary>
    public static NoticeOutcome Failed(string problem) => new(false, problem);
}

/// <summary>Sends messages by one kind of channel.</summary>
public interface INotifier
{
    /// <summary>By which.</summary>
    AlertChannelKind Kind { get; }

    /// <summary>Sends a message and waits until the other side took it, 20 seconds at most.</summary>
    Task<NoticeOutcome> SendAsync(AlertChannel channel, NoticeMessage message, CancellationToken cancellationToken);
}
