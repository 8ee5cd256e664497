namespace CommerceEventConsole.Engine.Replays;

/// <summary>How replays are run.</summary>
public sealed class ReplayOptions
{
    /// <summary>Events looked at between two commits.</summary>
    public int StepSize { get; set; } = 500;

    /// <summary>
    /// Deliveries waiting on the replay's routes past which it makes no more for a while: what comes in now must not queue behind all of
    /// the past.
    /// </summary>
    public int MaxWaiting { get; set; } = 1_000;

    /// <summary>Deliveries of a resend looked at between two commits, at most 1,000.</summary>
    public int ResendStepSize { get; set; } = DeliveryScopes.MaxCount;

    /// <summary>
    /// Deliveries that a resend lets wait to be sent at a time: enough to keep destinations busy, few enough that what comes in now goes
    /// between them, and that a pause or a cancellation is felt at once.
    /// </summary>
    public int MaxQueued { get; set; } = 5_000;

    /// <summary>How soon a resend looks whether more may be queued.</summary>
    public TimeSpan QueueInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Replays that a node runs at once: a slow one does not keep the next from starting.</summary>
    public int MaxAtOnce { get; set; } = 8;

    /// <summary>How long a node keeps a replay without moving it.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often a node looks for replays that others started or left.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How soon it looks again whether the waiting ones have become fewer.</summary>
    public TimeSpan RoomInterval { get; set; } = TimeSpan.FromSeconds(1);
}
