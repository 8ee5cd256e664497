namespace CommerceEventConsole.Engine.Resync.Running;

/// <summary>By how much a page raises the counts of its run. Members mean what they mean of <see cref="Runs.ResyncRun"/>.</summary>
internal sealed record ResyncCounts
{
    public long Compared { get; init; }

    public long ReadHere { get; init; }

    public long ReadThere { get; init; }

    public long Changed { get; init; }

    public long MissingHere { get; init; }

    public long MissingThere { get; init; }

    public long Extra { get; init; }

    public long Written { get; init; }

    public long Handed { get; init; }

    public long Failed { get; init; }

    public long Unreadable { get; init; }

    public long Unlisted { get; init; }
}
