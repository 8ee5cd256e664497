using System.Globalization;
using CommerceEventConsole.Components.Failures.Groups;
using CommerceEventConsole.Components.Forms;
using CommerceEventConsole.Components.Shell;
using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Failures;
using CommerceEventConsole.Engine.Freshness;

namespace CommerceEventConsole.Components.Overview;

/// <summary>How good or bad it is.</summary>
public enum OverviewTone
{
    /// <summary>Nothing to do.</summary>
    Good,

    /// <summary>Worth an eye.</summary>
    Watch,

    /// <summary>Something did not arrive.</summary>
    Bad,
}

/// <summary>The state of everything in one sentence.</summary>
/// <param name="Tone">How good or bad it is.</param>
/// <param name="Text">The sentence.</param>
/// <param name="Link">Where to do something about it; null where there is nothing to do.</param>
public sealed record OverviewSentence(OverviewTone Tone, string Text, string? Link)
{
    // What is on its way for less than this is the normal flow, not a backlog.
    private static readonly TimeSpan NormalFlow = TimeSpan.FromMinutes(1);

    /// <summary>The sentence for a picture, the worst thing first.</summary>
    public static OverviewSentence For(OverviewSnapshot snapshot, ViewerClock clock)
    {
        var now = clock.Now;
        // A system that is down holds up everything; what it refused before can wait.
        return Unreachable(snapshot, clock) ?? GivenUp(snapshot, clock) ?? Failed(snapshot, now) ?? NotSentTo(snapshot, clock) ?? TriedAgain(snapshot, clock) ?? Retrying(snapshot, now) ?? Broken(snapshot) ?? Flow(snapshot, now);
    }

    private static OverviewSentence? GivenUp(OverviewSnapshot snapshot, ViewerClock clock) =>
        snapshot.WorstGroup is { Figures.Failed: > 0 } worst ? Group(worst, OverviewTone.Bad, clock) : null;

    private static OverviewSentence? TriedAgain(OverviewSnapshot snapshot, ViewerClock clock) =>
        snapshot.WorstGroup is { } worst ? Group(worst, OverviewTone.Watch, clock) : null;

    private static OverviewSentence Group(FailureGroupRow row, OverviewTone tone, ViewerClock clock)
    {
        var since = row.Since is { } at ? $", {GroupWords.Since(at, clock)}" : "";
        var owner = row is { State: FailureGroupState.Acknowledged, Group.Owner: { } who } ? $" {who} looks after it." : "";
        var what = GroupWords.What(row.Group, row.Destination).TrimEnd('.');
        return new(tone, $"{what}{(what.EndsWith('…') ? "" : ".")} It holds up {GroupWords.HeldUp(row.Figures)}{since}.{owner}", GroupsPage.Address(row.Group));
    }

    private static OverviewSentence? Failed(OverviewSnapshot snapshot, DateTimeOffset now)
    {
        if (snapshot.Failed.Count == 0)
            return null;
        var oldest = Ago(snapshot.Failed.Min(f => f.Oldest), now);
        var ids = snapshot.Failed.Select(f => f.DestinationId).Distinct().ToList();
        if (ids.Count > 1)
        {
            var count = snapshot.Destinations.Sum(d => d.Failed);
            return new(OverviewTone.Bad, $"{Count(count, "delivery", "deliveries")} to {ids.Count} destinations did not arrive, the oldest {oldest}.", "failures");
        }

        var name = snapshot.Destinations.First(d => d.Destination.Id == ids[0]).Destination.Name;
        var things = Join([.. snapshot.Failed.Select(Things)]);
        var several = snapshot.Failed.Sum(f => f.Count) > 1;
        return new(
            OverviewTone.Bad,
            $"{things} did not reach {name}, {(several ? "the oldest " : "")}{oldest}.",
            $"failures?destination={ids[0].ToString(CultureInfo.InvariantCulture)}");
    }

    private static OverviewSentence? Unreachable(OverviewSnapshot snapshot, ViewerClock clock) =>
        snapshot.Destinations.Any(d => d.Destination.State == DestinationState.Unreachable) ? NotSentTo(snapshot, clock) : null;

    private static OverviewSentence? NotSentTo(OverviewSnapshot snapshot, ViewerClock clock)
    {
        var stopped = snapshot.Destinations.Where(d => d.Destination.State != DestinationState.Active).ToList();
        if (stopped.Count == 0)
            return null;
        var held = stopped.Sum(d => d.Held);
        var holds = held == 0 ? "Nothing waits for it yet." : $"{Count(held, "delivery is", "deliveries are")} held meanwhile.";
        if (stopped.Count > 1)
            return new(ToneOf(stopped), $"{stopped.Count} destinations are not being sent to. {(held == 0 ? "Nothing waits for them yet." : holds)}", "destinations");
        var one = stopped[0].Destination;
        var why = one.State == DestinationState.Paused ? "is paused" : "does not answer";
        if (snapshot.Held.TryGetValue(one.Id, out var figures))
            holds = $"It holds up {GroupWords.HeldUp(figures, held)}, {GroupWords.Since(figures.Since, clock)}.";
        return new(ToneOf(stopped), $"{one.Name} {why}. {holds}", "destinations");
    }

    private static OverviewTone ToneOf(List<DestinationActivity> stopped) =>
        stopped.Exists(d => d.Destination.State == DestinationState.Unreachable) ? OverviewTone.Bad : OverviewTone.Watch;

    private static OverviewSentence? Retrying(OverviewSnapshot snapshot, DateTimeOffset now)
    {
        var retrying = snapshot.Destinations.Where(d => d.Retrying > 0).ToList();
        if (retrying.Count == 0)
            return null;
        var count = retrying.Sum(d => d.Retrying);
        var to = retrying.Count == 1 ? retrying[0].Destination.Name : $"{retrying.Count} destinations";
        var oldest = retrying.Min(d => d.OldestUnsent) is { } at ? $", the oldest {Ago(at, now)}" : "";
        return new(OverviewTone.Watch, $"{Count(count, "delivery", "deliveries")} to {to} failed so far and {(count == 1 ? "is" : "are")} tried again by {(count == 1 ? "itself" : "themselves")}{oldest}.", "failures");
    }

    // Last: what holds deliveries up says more than that they are late.
    private static OverviewSentence? Broken(OverviewSnapshot snapshot)
    {
        var broken = snapshot.Promises?.Where(r => r.Promise.IsBroken).Select(r => r.Promise).ToList() ?? [];
        return broken.Count switch
        {
            0 => null,
            1 => new(OverviewTone.Bad, $"The promise “{broken[0].Name}” is broken. {FreshnessWords.Offence(broken[0])}", "freshness"),
            _ => new(OverviewTone.Bad, $"{broken.Count} promises are broken.", "freshness"),
        };
    }

    private static OverviewSentence Flow(OverviewSnapshot snapshot, DateTimeOffset now)
    {
        if (snapshot.OldestUnsent is not { } oldest)
            return new(OverviewTone.Good, snapshot.HasEvents ? "Everything is delivered." : "Ready. No event has come yet.", null);
        if (now - oldest < NormalFlow)
            return new(OverviewTone.Good, "Everything is delivered or on its way.", null);
        return new(OverviewTone.Watch, $"{Count(snapshot.Unsent, "delivery is", "deliveries are")} waiting, the oldest since {DurationText.Of(now - oldest)}.", "destinations");
    }

    private static string Things(Undelivered failed)
    {
        var (one, many) = Words(failed.Kind);
        return (failed.IsLowerBound ? "At least " : "") + Count(failed.Count, one, many);
    }

    private static (string One, string Many) Words(EntityKind kind) => kind switch
    {
        EntityKind.None or EntityKind.Other => ("event", "events"),
        EntityKind.Stock => ("stock level", "stock levels"),
        EntityKind.Category => ("category", "categories"),
        EntityKind.Company => ("company", "companies"),
        _ => (kind.DisplayName().ToLowerInvariant(), kind.DisplayName().ToLowerInvariant() + "s"),
    };

    private static string Join(IReadOnlyList<string> parts) =>
        parts.Count == 1 ? parts[0] : string.Join(", ", parts.Take(parts.Count - 1)) + " and " + parts[^1];

    private static string Ago(DateTimeOffset at, DateTimeOffset now) => DurationText.Of(now > at ? now - at : TimeSpan.Zero) + " ago";

    private static string Count(long count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");
}
