namespace CommerceEventConsole.Engine.Replays;

/// <summary>What sort of replay. The numbers are stored: never change them.</summary>
public enum ReplayKind : byte
{
    /// <summary>Makes deliveries for past events that a subscription's published revision matches.</summary>
    Backfill = 1,

    /// <summary>Sends the deliveries of a <see cref="DeliveryScope"/> again.</summary>
    Resend = 2,
}

/// <summary>Where a replay stands. The numbers are stored, and named in statements of the providers: never change them.</summary>
public enum ReplayState : byte
{
    /// <summary>Under way, or waiting for a node to take it up.</summary>
    Running = 1,

    /// <summary>Stopped by a person, or by itself (<see cref="Replay.Error"/> says why); a person may let it go on.</summary>
    Paused = 2,

    /// <summary>Stopped for good by a person.</summary>
    Cancelled = 3,

    /// <summary>Came to its end.</summary>
    Done = 4,

    /// <summary>Stopped by itself; <see cref="Replay.Error"/> says why.</summary>
    Failed = 5,
}

/// <summary>
/// A named, listed, cancellable operation that makes deliveries or sends them again. It walks events or deliveries in order; its position
/// is committed together with what was made of them up to there, so that it goes on where it was, after whatever interruption.
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

    /// <summary>Why, in the words of who started it, at most 500 characters; null where nothing was said.</summary>
    public string? Reason { get; set; }

    /// <summary>Of a backfill the subscription whose events are sent.</summary>
    public int? SubscriptionId { get; set; }

    /// <summary>Of a backfill the revision that decides and shapes: the one in force when the replay was started.</summary>
    public int? RevisionId { get; set; }

    /// <summary>Of a backfill the first <c>Seq</c> that it looks at.</summary>
    public long FromSeq { get; set; }

    /// <summary>The last.</summary>
    public long ToSeq { get; set; }

    /// <summary>Of a resend its <see cref="DeliveryScope"/>, frozen, as JSON.</summary>
    public string? Scope { get; set; }

    /// <summary>Of a resend its <see cref="ResendOptions"/> as JSON.</summary>
    public string? Settings { get; set; }

    /// <summary>Where it goes on: of a backfill the next <c>Seq</c>, of a resend the <see cref="ScopePage.Position"/>.</summary>
    public long Position { get; set; }

    /// <summary>Events of a backfill, or deliveries of a resend, to look at, as counted before the start.</summary>
    public int Estimated { get; set; }

    /// <summary>Those looked at.</summary>
    public int Examined { get; set; }

    /// <summary>Deliveries made, or sent again.</summary>
    public int Created { get; set; }

    /// <summary>Deliveries that were there already, or were left as they were.</summary>
    public int Skipped { get; set; }

    /// <summary>Deliveries that became <c>superseded</c>, because something newer about the same thing goes or went.</summary>
    public int Superseded { get; set; }

    /// <summary>How many of those sent were judged already, where it goes in stages (<see cref="ResendOptions.Canary"/>).</summary>
    public int Judged { get; set; }

    /// <summary>How many of those had failed.</summary>
    public int JudgedFailed { get; set; }

    /// <summary>Why it stopped by itself, in words, at most 400 characters; null otherwise.</summary>
    public string? Error { get; set; }

    /// <summary>The node that runs it.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>Until when that node alone may.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }
}
