namespace CommerceEventConsole.Engine.Resync.Runs;

/// <summary>
/// One run of a resync: a durable operation that goes page by page and commits where it stands with what it found, so that it goes on
/// where it was after whatever interruption.
/// </summary>
public sealed class ResyncRun
{
    /// <summary>Identity in the store.</summary>
    public int Id { get; set; }

    /// <summary>The definition that it is a run of.</summary>
    public int DefinitionId { get; set; }

    /// <summary>The definition's name when it was started.</summary>
    public required string Name { get; set; }

    /// <summary>The definition's version when it was started: a run goes on where another was cut off only if nothing was changed since.</summary>
    public long DefinitionVersion { get; set; }

    /// <summary>What it does, frozen: a <see cref="ResyncPlan"/> as JSON.</summary>
    public required string Plan { get; set; }

    /// <summary>Where it stands.</summary>
    public ResyncState State { get; set; }

    /// <summary>Why it was started.</summary>
    public ResyncTrigger Trigger { get; set; }

    /// <summary>Who started it.</summary>
    public required string StartedBy { get; set; }

    /// <summary>Whether it only lists differences.</summary>
    public bool IsDryRun { get; set; }

    /// <summary>The run whose listed keys alone it looks at; null for all records.</summary>
    public int? KeysOfRunId { get; set; }

    /// <summary>Whether it looks only at what failed in that run.</summary>
    public bool OnlyFailed { get; set; }

    /// <summary>The differences of that run which were picked, as a JSON array of their ids; null for all.</summary>
    public string? Selection { get; set; }

    /// <summary>The run that was cut off and that this one goes on with; null where it began at the beginning.</summary>
    public int? ContinuesRunId { get; set; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When a node first took it up; null before.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When it ended, however; null before.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Changes at or after are looked at; null for everything.</summary>
    public DateTimeOffset? Since { get; set; }

    /// <summary>Changes before are looked at: what is newer may still be on its way as an event.</summary>
    public DateTimeOffset Until { get; set; }

    /// <summary>What it is doing.</summary>
    public ResyncPhase Phase { get; set; } = ResyncPhase.Compare;

    /// <summary>Where the next page begins; null at the beginning of a phase.</summary>
    public string? Position { get; set; }

    /// <summary>How many records there are to look at, as the right side says; 0 where it does not. It may be wrong.</summary>
    public long Total { get; set; }

    /// <summary>Records that both sides were asked for.</summary>
    public long Compared { get; set; }

    /// <summary>Records read from Commerce.</summary>
    public long ReadHere { get; set; }

    /// <summary>Records read from the back-office system.</summary>
    public long ReadThere { get; set; }

    /// <summary>Records that differ.</summary>
    public long Changed { get; set; }

    /// <summary>Records that only the back-office system has.</summary>
    public long MissingHere { get; set; }

    /// <summary>Records that only Commerce has.</summary>
    public long MissingThere { get; set; }

    /// <summary>Those of both that only the side has that is not right.</summary>
    public long Extra { get; set; }

    /// <summary>Records that the other side took.</summary>
    public long Written { get; set; }

    /// <summary>Records that go by a delivery of their stored event.</summary>
    public long Handed { get; set; }

    /// <summary>Records that the other side refused.</summary>
    public long Failed { get; set; }

    /// <summary>Records that could not be read.</summary>
    public long Unreadable { get; set; }

    /// <summary>Requests made, both sides together.</summary>
    public long Calls { get; set; }

    /// <summary>Requests that it would have taken with one for each record compared and one for each written.</summary>
    public long NaiveCalls { get; set; }

    /// <summary>Differences in the list.</summary>
    public int Listed { get; set; }

    /// <summary>Differences that were found beyond those that the list holds.</summary>
    public long Unlisted { get; set; }

    /// <summary>It does not go on before; null where it may.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>What it waits for, as a sentence, at most 400 characters; null where it does not.</summary>
    public string? Waiting { get; set; }

    /// <summary>How often it was stopped by trouble since it last got anywhere.</summary>
    public int Troubles { get; set; }

    /// <summary>Since when it gets nowhere; null where it does.</summary>
    public DateTimeOffset? TroubleSince { get; set; }

    /// <summary>Why it stopped by itself, as a sentence, at most 400 characters; null otherwise.</summary>
    public string? Error { get; set; }

    /// <summary>The node that runs it.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>Until when that node alone may.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>Records on which both sides agreed.</summary>
    public long Same => Math.Max(0, Compared - Changed - Lacking);

    /// <summary>Requests saved against one for each record.</summary>
    public long CallsSaved => Math.Max(0, NaiveCalls - Calls);

    /// <summary>Whether it can still go on.</summary>
    public bool IsUnfinished => State is ResyncState.Running or ResyncState.Paused;

    // What only the side has that is not right is found in the second phase, and is not among those compared.
    private long Lacking => MissingHere + MissingThere - Extra;
}
