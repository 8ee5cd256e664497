namespace CommerceEventConsole.Engine.Subscriptions.History;

/// <summary>Adds up the slices of a run. Used by one thread at a time.</summary>
internal sealed class HistorySum
{
    private readonly SliceOutcome _sum = new();

    /// <summary>Events to look at.</summary>
    public int Estimated { get; set; }

    public void Add(SliceOutcome slice)
    {
        _sum.Examined += slice.Examined;
        _sum.Both += slice.Both;
        _sum.Gained += slice.Gained;
        _sum.Lost += slice.Lost;
        _sum.Unreadable += slice.Unreadable;
        _sum.DraftBytes += slice.DraftBytes;
        _sum.PublishedBytes += slice.PublishedBytes;
        Fill(_sum.GainedEvents, slice.GainedEvents);
        Fill(_sum.LostEvents, slice.LostEvents);
    }

    public HistoryProgress Progress(TimeSpan elapsed) => new(_sum.Examined, Estimated, elapsed, _sum.Gained, _sum.Lost);

    public HistoryResult Result(IReadOnlyList<HistoryPass> passes, TimeSpan elapsed) => new()
    {
        Examined = _sum.Examined,
        MatchedByBoth = _sum.Both,
        Gained = _sum.Gained,
        Lost = _sum.Lost,
        Unreadable = _sum.Unreadable,
        RegexTimeouts = passes.Sum(p => p.RegexTimeouts),
        GaveUp = passes.Any(p => p.IsTooSlow),
        DraftBytes = _sum.DraftBytes,
        PublishedBytes = _sum.PublishedBytes,
        Elapsed = elapsed,
        GainedEvents = _sum.GainedEvents,
        LostEvents = _sum.LostEvents,
    };

    private static void Fill(List<HistoryEvent> list, List<HistoryEvent> more)
    {
        if (list.Count < HistoryResult.MaxListed)
            list.AddRange(more.Take(HistoryResult.MaxListed - list.Count));
    }
}
