using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Freshness.Running;

/// <summary>How a look found a promise.</summary>
/// <param name="State">Kept or not.</param>
/// <param name="Why">Why it is broken or groundless, in sentences; null where it is kept.</param>
/// <param name="OldestAt">The moment from which the limit runs; null where there is none.</param>
internal sealed record PromiseVerdict(PromiseState State, string? Why, DateTimeOffset? OldestAt)
{
    /// <summary>How many deliveries are late.</summary>
    public int Late { get; init; }

    /// <summary>The late delivery whose event is the oldest; null where none is late.</summary>
    public LateDelivery? Oldest { get; init; }

    public static PromiseVerdict Of(PromiseState state, string? why = null, DateTimeOffset? oldestAt = null) => new(state, why, oldestAt);

    /// <summary>Something that is <paramref name="at"/> the newest of its kind: broken as soon as it is older than the limit.</summary>
    /// <param name="at">The moment from which the limit runs.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="now">The moment of the look.</param>
    /// <param name="why">What to say where it is broken.</param>
    public static PromiseVerdict OfAge(DateTimeOffset at, TimeSpan limit, DateTimeOffset now, string why) =>
        now - at > limit ? Of(PromiseState.Broken, why, at) : Of(PromiseState.Kept, why: null, at);

    /// <summary>Puts everything but the state into a row.</summary>
    public void WriteTo(FreshnessPromise row)
    {
        row.Why = ShortText.Cut(Why, FreshnessModel.MaxWhy);
        row.OldestAt = OldestAt;
        row.Late = Late;
        row.OldestDeliveryId = Oldest?.Id;
        row.OldestSeq = Oldest?.Seq;
        row.OldestKind = Oldest?.Kind ?? EntityKind.None;
        row.OldestKey = Oldest?.Key;
    }
}
