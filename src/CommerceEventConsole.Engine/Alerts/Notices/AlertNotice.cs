namespace CommerceEventConsole.Engine.Alerts.Notices;

/// <summary>What a notice says about its alert. The numbers are stored: never change them.</summary>
public enum NoticeKind : byte
{
    /// <summary>It began.</summary>
    Opened = 1,

    /// <summary>It goes on, and nobody took it.</summary>
    Reminder = 2,

    /// <summary>It is over.</summary>
    Resolved = 3,
}

/// <summary>Where a notice stands. The numbers are stored and named in an index: never change them.</summary>
public enum NoticeState : byte
{
    /// <summary>To be sent, as soon as the channel's quiet hours are over and the other side takes it.</summary>
    Waiting = 1,

    /// <summary>The other side took it.</summary>
    Sent = 2,

    /// <summary>Not worth sending any more: the alert was over before, or the channel is gone or switched off.</summary>
    Dropped = 3,

    /// <summary>The other side did not take it for a day.</summary>
    GivenUp = 4,
}

/// <summary>
/// One thing to be told by one channel. Several go out in one message, whose id is stored before it is sent: after a crash the same ones go
/// out again under the same id, so that a receiver can tell (at least once, never forgotten).
/// </summary>
public sealed class AlertNotice
{
    /// <summary>Identity in the store.</summary>
    public long Id { get; set; }

    /// <summary>The alert.</summary>
    public long AlertId { get; set; }

    /// <summary>The channel.</summary>
    public int ChannelId { get; set; }

    /// <summary>What it says.</summary>
    public NoticeKind Kind { get; set; }

    /// <summary>Where it stands.</summary>
    public NoticeState State { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The message that it goes out in; null before the first try.</summary>
    public string? MessageId { get; set; }

    /// <summary>Tries that failed.</summary>
    public int Attempts { get; set; }

    /// <summary>Not before.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>When the other side took it; null before.</summary>
    public DateTimeOffset? SentAt { get; set; }
}
