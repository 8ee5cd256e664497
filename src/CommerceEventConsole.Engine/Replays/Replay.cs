namespace CommerceEventConsole.Engine.Replays;

/// <summary>What sort of replay. The numbers are stored: never change them.</summary>
public enum ReplayKind : byte
{
    /// <summary>Makes deliveries for past events that a subscription's published revision matches.</summary>
    Backfill = 1,
}

/// <summary>Where a replay stands. The numbers are stored, and named in statements of the providers: never change them.</summary>
public enum ReplayState : byte
{
    /// <summary>Under way, or waiting for a node to take it up.</summary>
    Running = 1,

    /// <summary>Stopped by a person who may let it go on.</summary>
    Paused = 2,

    /// <summary>Stopped for good by a person.</summary>
    Cancelled = 3,

    /// <summary>Came to its end.</summary>
    Done = 4,

    /// <summary>Stopped by itself; <see cref="Replay.Error"/> says why.</summary>
    Failed = 5,
}

/// <summary>
/// A named, listed, cancellable operation that makes deliveries. It walks the events of one type in order of <c>Seq</c>; its position is
/// committed together with the deliveries made up to there, so that it goes on where it was, after whatever interruption.
/// </summary>
public sealed class Replay
{
    /// <summary>Identity in the store.</summary>
    public int Id { get; set; }

    /// <summary>What sort of replay.</summary>
    public ReplayKind Kind { get; set; }

    /// <summary>What people see in lists, at most 200 characters.</summary>
    public required string Title { get; set; }

    /// <summary>Where it stands.</summary>
    public ReplayState State { get; set; }

    /// <summary>Who started it.</summary>
    public required string CreatedBy { get; set; }

    /// <summary>When that was.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When a node first took it up; null before.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When it was done, cancelled or failed; null before.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>The subscription whose events are sent.</summary>
    public int SubscriptionId { get; set; }

    /// <summary>The revision that decides and shapes: the one in force when the replay was started.</summary>
    public int RevisionId { get; set; }

    /// <summary>The first <c>Seq</c> that it looks at.</summary>
    public long FromSeq { get; set; }

    /// <summary>The last.</summary>
    public long ToSeq { get; set; }

    /// <summary>Where it goes on: everything below is done.</summary>
    public long NextSeq { get; set; }

    /// <summary>Events to look at, as counted before the start.</summary>
    public int Estimated { get; set; }

    /// <summary>Events looked at.</summary>
    public int Examined { get; set; }

    /// <summary>Deliveries made.</summary>
    public int Created { get; set; }

    /// <summary>Deliveries that were there already.</summary>
    public int Skipped { get; set; }

    /// <summary>Why it failed, in words, at most 400 characters; null otherwise.</summary>
    public string? Error { get; set; }

    /// <summary>The node that runs it.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>Until when that node alone may.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }
}
